// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0

/** LangChain4j's models for OpenAI, as its guide shows them. */
package io.github.camelopenai.benchmarks.overhead.langchain4j;
