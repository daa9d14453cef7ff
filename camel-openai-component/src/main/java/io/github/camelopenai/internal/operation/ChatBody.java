// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.operation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelopenai.error.OpenAiRequestException;
import io.github.camelopenai.model.ChatMessage;
import io.github.camelopenai.model.ChatRequest;
import java.io.File;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.StreamCache;
import org.apache.camel.WrappedFile;

/** Reads the body of a chat step: a prompt, a list of messages, or a whole request. Stateless. */
final class ChatBody {

    private static final String OPERATION = "chat";
    private static final String PURPOSE = "the user message as text, a List of messages, or a whole request";

    private ChatBody() {}

    /** The beginnings of a request: its messages, and whatever else a whole request brings. */
    static ObjectNode read(Exchange exchange, Options chosen) {
        Object body = exchange.getMessage().getBody();
        ObjectNode request;
        if (body instanceof ChatRequest || body instanceof ObjectNode || body instanceof Map) {
            request = whole(body);
        } else if (body instanceof Collection<?> || body instanceof ArrayNode) {
            request = Json.MAPPER.createObjectNode();
            request.set("messages", messages(body));
        } else {
            request = Json.MAPPER.createObjectNode();
            request.putArray("messages").add(message("user", prompt(exchange, chosen)));
        }
        instruct(request, chosen);
        return request;
    }

    private static ObjectNode whole(Object body) {
        ObjectNode request = Json.tree(body, "the request in the body").deepCopy();
        if (!(request.get("messages") instanceof ArrayNode messages)) {
            throw OpenAiRequestException.refused("the body, a "
                    + (body instanceof Map ? "Map" : body.getClass().getSimpleName())
                    + ", is taken as a whole request but has no list \"messages\"; add it, or send a text");
        }
        check(messages);
        return request;
    }

    private static ArrayNode messages(Object body) {
        if (body instanceof Collection<?> items) {
            int index = 0;
            for (Object item : items) {
                if (!(item instanceof Map || item instanceof ChatMessage || item instanceof ObjectNode)) {
                    throw OpenAiRequestException.refused("element " + index + " of the body is "
                            + (item == null ? "null" : "a " + item.getClass().getName())
                            + "; a List body of openai:chat holds messages as Map or ChatMessage");
                }
                index++;
            }
        }
        ArrayNode messages = Json.tree(body, "the list of messages in the body").deepCopy();
        check(messages);
        return messages;
    }

    private static void check(ArrayNode messages) {
        if (messages.isEmpty()) {
            throw Bodies.empty(OPERATION, PURPOSE, "a list of messages without an element");
        }
        for (int index = 0; index < messages.size(); index++) {
            if (!messages.get(index).path("role").isTextual()) {
                throw OpenAiRequestException.refused("message " + index
                        + " of the body has no role; it needs one of system, developer, user, assistant, tool");
            }
        }
    }

    private static String prompt(Exchange exchange, Options chosen) {
        Message message = exchange.getMessage();
        Object body = message.getBody();
        String userMessage = chosen.get(Option.USER_MESSAGE);
        boolean blank = body == null || body instanceof String text && text.isBlank();
        if (blank && userMessage != null) {
            return userMessage;
        }
        refuseMedia(message, body);
        return Bodies.text(exchange, OPERATION, PURPOSE);
    }

    /** Better no answer than one to the bytes of a picture read as text. */
    private static void refuseMedia(Message message, Object body) {
        Optional<MediaType> kind = ofContent(body).or(() -> ofName(message, body));
        if (kind.isPresent()) {
            throw OpenAiRequestException.refused("the body is " + kind.get().mimeType()
                    + ", and files as parts of a chat message are not offered yet; send its text, or a List of messages"
                    + " with a part of your own");
        }
    }

    private static Optional<MediaType> ofName(Message message, Object body) {
        Object file = body instanceof WrappedFile<?> wrapped ? wrapped.getFile() : body;
        if (file instanceof File || file instanceof Path) {
            return MediaType.ofFileName(file.toString());
        }
        boolean binary = body instanceof byte[] || body instanceof InputStream || body instanceof StreamCache;
        return binary ? MediaType.ofMimeType(message.getHeader(Exchange.CONTENT_TYPE, String.class)) : Optional.empty();
    }

    private static Optional<MediaType> ofContent(Object body) {
        return body instanceof byte[] bytes
                ? MediaType.ofHead(java.util.Arrays.copyOf(bytes, Math.min(bytes.length, MediaType.HEAD)))
                : Optional.empty();
    }

    /** Puts the endpoint's instructions in front, unless the conversation has some of that kind. */
    private static void instruct(ObjectNode request, Options chosen) {
        ArrayNode messages = (ArrayNode) request.get("messages");
        instruct(messages, "developer", chosen.get(Option.DEVELOPER_MESSAGE));
        instruct(messages, "system", chosen.get(Option.SYSTEM_MESSAGE));
    }

    private static void instruct(ArrayNode messages, String role, String text) {
        if (text == null) {
            return;
        }
        for (JsonNode message : messages) {
            if (role.equals(message.path("role").asText())) {
                return;
            }
        }
        messages.insert(0, message(role, text));
    }

    private static ObjectNode message(String role, String text) {
        return Json.MAPPER.createObjectNode().put("role", role).put("content", text);
    }
}
