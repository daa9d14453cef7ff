// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0

/**
 * {@code openai:transcribe} and {@code openai:speech}: recordings become text, and text becomes recordings. The Camel classes call it.
 */
package io.github.camelopenai.internal.audio;
