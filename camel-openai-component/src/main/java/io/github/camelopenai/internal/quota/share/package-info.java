// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0

/** Limits that several processes share through a quota store. {@code quota} calls it. */
package io.github.camelopenai.internal.quota.share;
