// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.memory;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.github.camelopenai.model.ChatMessage;
import java.util.List;
import java.util.Objects;

/**
 * One turn as JSON: an array of messages as the API writes them. It is kept in this form, in memory too, so that nobody can
 * change it afterwards and its size is known. Stateless.
 */
final class TurnJson {

    private static final TypeReference<List<ChatMessage>> MESSAGES = new TypeReference<>() {};

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    // What was written here must be readable here; a photo exceeds the usual bound of a text.
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxStringLength(Integer.MAX_VALUE)
                            .build())
                    .recyclerPool(JsonRecyclerPools.newConcurrentDequePool()) // the default suits no virtual threads
                    .build())
            // ASCII: no character set of a database can spoil it, and half a surrogate pair is no error.
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .addModules(new Jdk8Module(), new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS, SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
            .build();

    private TurnJson() {}

    /**
     * @throws IllegalArgumentException when there is no message
     * @throws ChatMemoryException      when a message holds what JSON cannot say
     */
    static String write(List<ChatMessage> messages) {
        if (messages.isEmpty() || messages.stream().anyMatch(Objects::isNull)) {
            throw new IllegalArgumentException(
                    "a turn has at least one message and no null, but this one has " + messages.size() + " elements");
        }
        try {
            return MAPPER.writerFor(MESSAGES).writeValueAsString(messages);
        } catch (JsonProcessingException e) {
            // Its message may quote a value.
            throw new ChatMemoryException("a message of the turn cannot be written as JSON ("
                    + e.getClass().getSimpleName() + "); its content must be a text, or a List of Maps");
        }
    }

    /**
     * @param where names the turn in the message of a failure
     * @throws ChatMemoryException when it is something else
     */
    static List<ChatMessage> read(String json, String where) {
        try {
            List<ChatMessage> messages = MAPPER.readValue(json, MESSAGES);
            if (messages != null && !messages.contains(null)) {
                return messages;
            }
        } catch (JsonProcessingException e) {
            // Said below without its message, which may quote a value.
        }
        throw new ChatMemoryException(
                where + " does not hold a JSON array of messages; something else has written to it, delete it");
    }
}
