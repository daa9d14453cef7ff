// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0

/** The network: OkHttp sends a request once and reads the answer. The pipeline is put on top of it by the Camel classes. */
package io.github.camelopenai.internal.client.http;
