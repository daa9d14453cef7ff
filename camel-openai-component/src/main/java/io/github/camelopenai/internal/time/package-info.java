// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0

/** The two seams that make tests instant: {@code Ticker} reads the time, {@code Timer} runs something later. */
package io.github.camelopenai.internal.time;
