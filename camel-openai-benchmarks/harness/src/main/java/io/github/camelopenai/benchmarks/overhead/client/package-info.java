// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0

/** Runs inside the process of a client: makes the calls and measures what they cost. */
package io.github.camelopenai.benchmarks.overhead.client;
