// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0

/** Small media files that carry a text inside, and vectors made of words. Pure functions. */
package io.github.camelopenai.test.internal.media;
