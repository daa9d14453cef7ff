// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.chat.request;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * What a body asks of a chat model.
 *
 * @param request its messages, and whatever else a whole request brings; marks stand in for media
 * @param media   what belongs in the places of the marks
 */
public record ChatInput(ObjectNode request, MediaAttachments media) {}
