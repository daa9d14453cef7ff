// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
/** A long run of all operations against a server that fails at random, and what it left behind. */
package io.github.camelopenai.benchmarks.soak;
