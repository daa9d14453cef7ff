// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.github.camelopenai.error.OpenAiException;
import io.github.camelopenai.error.OpenAiRequestException;
import io.github.camelopenai.model.Usage;

/** The one JSON mapper, and its bounds. Stateless. */
public final class Json {

    /** The longest text that is taken into memory, in characters. */
    public static final int MAX_TEXT = 32 << 20;

    public static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxStringLength(MAX_TEXT)
                            .build())
                    // The default pool is a thread-local: useless, and costly, on virtual threads. This one holds as
                    // many
                    // buffers as calls were ever read at once.
                    .recyclerPool(JsonRecyclerPools.newConcurrentDequePool())
                    .build())
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .addModules(new Jdk8Module(), new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS, SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
            .build();

    private Json() {}

    /** The value as a tree; what cannot be written is the sender's mistake. */
    public static JsonNode tree(Object value, String what) {
        try {
            return MAPPER.valueToTree(value);
        } catch (IllegalArgumentException | StackOverflowError e) {
            throw OpenAiRequestException.refused(
                    what + " cannot be written as JSON: it holds a type that Jackson does not know");
        }
    }

    /** The document as it is sent; half a character in any of its texts becomes U+FFFD. */
    public static byte[] bytes(JsonNode tree) {
        try {
            return WholeCharacters.inJson(MAPPER.writeValueAsBytes(tree));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree can always be written", e);
        }
    }

    /** As the API writes it; what is not known is left out. */
    public static ObjectNode usage(Usage usage) {
        ObjectNode json = MAPPER.createObjectNode();
        put(json, "prompt_tokens", usage.promptTokens());
        put(json, "completion_tokens", usage.completionTokens());
        put(json, "total_tokens", usage.totalTokens());
        if (usage.cachedTokens() != null) {
            json.putObject("prompt_tokens_details").put("cached_tokens", usage.cachedTokens());
        }
        if (usage.reasoningTokens() != null) {
            json.putObject("completion_tokens_details").put("reasoning_tokens", usage.reasoningTokens());
        }
        return json;
    }

    private static void put(ObjectNode json, String field, Long value) {
        if (value != null) {
            json.put(field, value);
        }
    }

    /** Word of a failure for whoever reads a stream; the details are for the route. */
    public static ObjectNode error(OpenAiException failure) {
        ObjectNode json = MAPPER.createObjectNode();
        json.putObject("error")
                .put("message", "the answer broke off")
                .put("type", failure.type())
                .put("code", failure.code());
        return json;
    }
}
