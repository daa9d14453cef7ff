// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.model;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A whole chat request as a message body. Headers and options fill in what it leaves out.
 *
 * @param model      the model's id, or null for that of the endpoint
 * @param messages   the conversation, oldest first
 * @param parameters any other field of the API by its wire name, such as {@code top_p}; sent as it is
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ChatRequest(
        String model,
        List<ChatMessage> messages,
        @JsonAnyGetter Map<String, Object> parameters) {

    /** Copies the collections. */
    public ChatRequest {
        messages = List.copyOf(messages);
        // Unlike Map.copyOf this keeps the order, and a null that a route sends on purpose.
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    }

    /** A request that leaves everything but the conversation to the endpoint. */
    public static ChatRequest of(ChatMessage... messages) {
        return new ChatRequest(null, List.of(messages), Map.of());
    }

    /** The same request with one more field of the API. */
    public ChatRequest with(String wireName, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(parameters);
        more.put(wireName, value);
        return new ChatRequest(model, messages, more);
    }
}
