// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0

/** OpenAI's own Java client, as its guide shows it. */
package io.github.camelopenai.benchmarks.overhead.openaijava;
