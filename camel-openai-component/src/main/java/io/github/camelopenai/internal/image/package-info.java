// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0

/** {@code openai:image}: a prompt becomes pictures. The Camel classes call it. */
package io.github.camelopenai.internal.image;
