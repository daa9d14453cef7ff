// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.memory;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import io.github.camelopenai.internal.json.Json;
import io.github.camelopenai.model.ChatMessage;
import java.util.List;
import java.util.Objects;

/**
 * One turn as JSON: an array of messages in the API's format. It is kept in this form, in memory too, so that it cannot
 * change afterwards and its size is known. Stateless.
 */
final class TurnJson {

    private static final TypeReference<List<ChatMessage>> MESSAGES = new TypeReference<>() {};

    private TurnJson() {}

    /**
     * @throws IllegalArgumentException when there is no message
     * @throws ChatMemoryException      when a message holds what JSON cannot represent
     */
    static String write(List<ChatMessage> messages) {
        if (messages.isEmpty() || messages.stream().anyMatch(Objects::isNull)) {
            throw new IllegalArgumentException(
                    "a turn has at least one message and no null, but this one has " + messages.size() + " elements");
        }
        try {
            return Json.STORED.writerFor(MESSAGES).writeValueAsString(messages);
        } catch (JsonProcessingException e) {
            // Its message may quote a value.
            throw new ChatMemoryException("a message of the turn cannot be written as JSON ("
                    + e.getClass().getSimpleName() + "); its content must be a text, or a List of Maps");
        }
    }

    /**
     * @param where names the turn in the message of a failure
     * @throws ChatMemoryException when it is not a turn as JSON
     */
    static List<ChatMessage> read(String json, String where) {
        try {
            List<ChatMessage> messages = Json.STORED.readValue(json, MESSAGES);
            if (messages != null && !messages.contains(null)) {
                return messages;
            }
        } catch (JsonProcessingException e) {
            // Reported below without its message, which may quote a value.
        }
        throw new ChatMemoryException(
                where + " does not hold a JSON array of messages; something else has written to it, delete it");
    }
}
