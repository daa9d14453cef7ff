// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0

/** Ours: a Camel route that calls the component. */
package io.github.camelopenai.benchmarks.overhead.camel;
