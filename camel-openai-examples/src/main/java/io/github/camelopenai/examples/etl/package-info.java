// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
/** An application that turns a folder of texts, recordings and prompts into summaries, speech, vectors and pictures. */
package io.github.camelopenai.examples.etl;
