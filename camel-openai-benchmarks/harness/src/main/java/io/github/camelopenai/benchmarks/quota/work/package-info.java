// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0

/** The jobs, drawn before a run so that every client sends the same ones. */
package io.github.camelopenai.benchmarks.quota.work;
