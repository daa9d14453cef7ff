// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.chat.request;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.github.camelopenai.error.OpenAiRequestException;
import io.github.camelopenai.internal.json.Json;
import io.github.camelopenai.model.ChatMessage;
import io.github.camelopenai.model.ChatRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Turns the files and other values within lists and messages into parts that can be written as JSON. Used by one thread. */
final class ChatMessages {

    private static final String EITHER =
            "; a List body of openai:chat holds either messages as Map or ChatMessage, or parts"
                    + " of one message: String, File, Path, byte[], InputStream, URI, or Map with a type";

    private final ChatParts parts;

    ChatMessages(ChatParts parts) {
        this.parts = parts;
    }

    /** Whether the elements are parts of one message; checks that all are of a kind. */
    static boolean areParts(Iterable<?> items) {
        int index = 0;
        boolean first = false;
        for (Object item : items) {
            if (!isMessage(item) && !isPart(item)) {
                throw OpenAiRequestException.refused("element " + index + " of the body is " + named(item) + EITHER);
            }
            if (index == 0) {
                first = isPart(item);
            } else if (first != isPart(item)) {
                throw OpenAiRequestException.refused("element " + index + " of the body, " + named(item) + ", is "
                        + (first
                                ? "a message but those before it are parts"
                                : "a part but those before it are messages")
                        + EITHER);
            }
            index++;
        }
        return first;
    }

    private static String named(Object item) {
        return item == null ? "null" : "a " + item.getClass().getName();
    }

    private static boolean isMessage(Object item) {
        return !isPart(item) && (item instanceof Map || item instanceof ChatMessage || item instanceof ObjectNode);
    }

    /** What has a role is a message, even if it has a type as well. */
    private static boolean isPart(Object item) {
        if (item instanceof Map<?, ?> map) {
            return map.containsKey("type") && !map.containsKey("role");
        }
        if (item instanceof JsonNode node) {
            return node instanceof TextNode || node.has("type") && !node.has("role");
        }
        return item instanceof String || ChatParts.isPart(item);
    }

    /** The elements of a body as the content of one message. */
    ArrayNode parts(Iterable<?> items) throws IOException {
        ArrayNode content = Json.MAPPER.createArrayNode();
        for (Object item : items) {
            content.add(tree(part(item, "element " + content.size() + " of the body"), "the list in the body"));
        }
        return content;
    }

    /** What is to be sent of it as JSON. */
    JsonNode tree(Object value, String what) {
        return parts.tree(value, what);
    }

    /** A whole request, the values in the contents of its messages turned into parts. */
    Object request(Object body) throws IOException {
        if (body instanceof ChatRequest request) {
            List<ChatMessage> messages = new ArrayList<>();
            for (Object message : messages(request.messages())) {
                messages.add((ChatMessage) message);
            }
            return new ChatRequest(request.model(), messages, request.parameters());
        }
        if (body instanceof Map<?, ?> map && map.get("messages") instanceof Collection<?> messages) {
            Map<Object, Object> request = new LinkedHashMap<>(map);
            request.put("messages", messages(messages));
            return request;
        }
        return body;
    }

    /** Messages, the values in their contents turned into parts. */
    List<Object> messages(Iterable<?> items) throws IOException {
        List<Object> messages = new ArrayList<>();
        for (Object item : items) {
            String subject = "message " + messages.size() + " of the body";
            if (item instanceof ChatMessage message) {
                messages.add(message.withContent(content(message.content(), subject)));
            } else if (item instanceof Map<?, ?> map && map.containsKey("content")) {
                Map<Object, Object> message = new LinkedHashMap<>(map);
                message.put("content", content(map.get("content"), subject));
                messages.add(message);
            } else {
                messages.add(item);
            }
        }
        return messages;
    }

    private Object content(Object content, String subject) throws IOException {
        if (ChatParts.isPart(content)) {
            return List.of(part(content, "the content of " + subject));
        }
        if (!(content instanceof Collection<?> items)) {
            return content;
        }
        if (items.stream().noneMatch(ChatParts::isPart)) {
            return content; // the server's own form, whatever it makes of it
        }
        List<Object> converted = new ArrayList<>();
        for (Object item : items) {
            converted.add(part(item, "part " + converted.size() + " of " + subject));
        }
        return converted;
    }

    /** What is a part already, or nothing that we know, stays as it is. */
    private Object part(Object item, String subject) throws IOException {
        Object value = item instanceof TextNode text ? text.textValue() : item;
        return value instanceof String || ChatParts.isPart(value) ? parts.of(value, subject) : value;
    }
}
