// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0

/** From measurements to medians, ratios and verdicts. */
package io.github.camelopenai.benchmarks.overhead.report;
