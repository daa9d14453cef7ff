// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0

/** A server that spends as little as it can: it reads requests without keeping them and writes prepared answers. */
package io.github.camelopenai.benchmarks.overhead.server;
