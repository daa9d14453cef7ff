// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.test;

/** What is to be sent in pieces, and when by the wall clock. Immutable, but for the progress. */
record StreamPlan(Frames frames, int delayMillis, int pauseMillis, StreamProgress progress) {}
