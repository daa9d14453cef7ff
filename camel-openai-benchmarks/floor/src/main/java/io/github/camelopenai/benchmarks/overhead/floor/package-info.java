// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0

/** The least that a call can cost with OkHttp and Jackson: nothing stands between them and the caller. */
package io.github.camelopenai.benchmarks.overhead.floor;
