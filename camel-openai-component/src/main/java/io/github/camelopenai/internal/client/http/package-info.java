// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0

/** The network: OkHttp sends a request once and reads the answer. The Camel classes build the pipeline on top of it. */
package io.github.camelopenai.internal.client.http;
