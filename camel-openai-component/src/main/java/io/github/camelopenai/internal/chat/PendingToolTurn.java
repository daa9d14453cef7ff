// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.chat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelopenai.internal.chat.request.MediaAttachments;
import java.util.List;
import org.apache.camel.Exchange;

/**
 * A turn of a conversation that waits for the results of tool calls which a route makes by hand. It stays with the exchange;
 * a list of results as the next body goes on from it. Immutable.
 *
 * @param messages from the question to the calls
 * @param media    that belong to them
 */
record PendingToolTurn(List<JsonNode> messages, MediaAttachments media) {

    private static final String PROPERTY = "CamelOpenAIOpenTurn";

    static void leave(PendingToolTurn turn, Exchange exchange) {
        exchange.setProperty(PROPERTY, turn);
    }

    /** The open turn, or null. */
    static PendingToolTurn of(Exchange exchange) {
        return exchange.getProperty(PROPERTY, PendingToolTurn.class);
    }

    static void close(Exchange exchange) {
        exchange.removeProperty(PROPERTY);
    }

    /** Says nothing of the conversation. */
    @Override
    public String toString() {
        return "OpenTurn";
    }
}
