// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.audio;

import io.github.camelopenai.model.Usage;

/**
 * A transcript that can be used.
 *
 * @param body     a text, or the map of a detailed format
 * @param duration of the recording in seconds, or null
 * @param language as the server names it, or null
 * @param raw      the answer as it came, or null
 */
record Transcript(Object body, Double duration, String language, Usage usage, String raw) {}
