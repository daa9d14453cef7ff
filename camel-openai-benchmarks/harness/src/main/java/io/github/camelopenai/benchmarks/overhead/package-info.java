// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0

/**
 * What one call costs: the same work through several clients, each in a process and on a class path of its own, against
 * one fast server in another process. {@link io.github.camelopenai.benchmarks.overhead.OverheadBenchmark} runs it.
 * Only the JDK is used here, so that this class path adds nothing to that of a client.
 */
package io.github.camelopenai.benchmarks.overhead;
