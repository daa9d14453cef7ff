// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0

/** What the queue costs a call that does not wait. */
package io.github.camelopenai.benchmarks.quota.jmh;
