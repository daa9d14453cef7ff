// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0

/** Ours in the quota benchmark. */
package io.github.camelopenai.benchmarks.quota.camel;
