// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0

/** Whether and when a failed call is tried again. Pure: no waiting, no I/O. */
package io.github.camelopenai.internal.retry;
