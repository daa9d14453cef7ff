// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0

/** A call and its answer: request, payload, progress, reply, open body. The pipeline and the operations call it. */
package io.github.camelopenai.internal.client.call;
