// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0

/**
 * A server that keeps a quota, written apart from the component so that no misunderstanding is shared. The model is pure:
 * time is an argument, in virtual nanoseconds from the start of the run.
 */
package io.github.camelopenai.benchmarks.quota.server;
