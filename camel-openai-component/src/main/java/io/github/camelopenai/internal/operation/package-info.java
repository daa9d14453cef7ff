// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0

/**
 * What all operations share: {@link io.github.camelopenai.internal.operation.Operation} reads a message into one immutable call and
 * writes the answer into the message. The operations and the Camel classes call it. A message that cannot be sent fails here, before
 * quota is spent.
 */
package io.github.camelopenai.internal.operation;
