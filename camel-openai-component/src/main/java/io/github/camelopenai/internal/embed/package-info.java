// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0

/** {@code openai:embed}: texts become vectors. The Camel classes call it. */
package io.github.camelopenai.internal.embed;
