// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0

/** From decisions of a server to figures, tables and verdicts. */
package io.github.camelopenai.benchmarks.quota.report;
