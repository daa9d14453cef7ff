// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.operation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelopenai.error.OpenAiRequestException;
import io.github.camelopenai.model.ChatRequest;
import java.io.IOException;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;

/**
 * Reads the body of a chat step: a prompt, a picture, recording or PDF, a list of messages or of parts of one, or a whole
 * request. Stateless.
 */
final class ChatBody {

    static final String OPERATION = "chat";

    /** What a body is for, in refusals. */
    static final String PURPOSE =
            "the user message as text, image, recording or PDF, a List of messages or of parts, or a whole request";

    private ChatBody() {}

    /**
     * The beginnings of a request. A bare stream in the body is replaced, so that the body can be read again.
     *
     * @throws IOException when a file or stream cannot be read
     */
    static ChatInput read(Exchange exchange, Options chosen) throws IOException {
        Object given = exchange.getMessage().getBody();
        Object body = BareStreams.kept(exchange, given);
        if (body != given) {
            exchange.getMessage().setBody(body);
        }
        ChatParts parts = new ChatParts(exchange, chosen.get(Option.IMAGE_DETAIL));
        ObjectNode request;
        if (body instanceof ChatRequest || body instanceof ObjectNode || body instanceof Map) {
            request = whole(new ChatMessages(parts).request(body), exchange);
        } else if (body instanceof Collection<?> || body instanceof ArrayNode) {
            request = Json.MAPPER.createObjectNode();
            request.set("messages", list((Iterable<?>) body, parts, chosen.get(Option.USER_MESSAGE)));
        } else {
            request = Json.MAPPER.createObjectNode();
            request.putArray("messages").add(single(exchange, body, parts, chosen));
            if (BareStreams.isBare(given) && parts.media().isEmpty()) {
                // As a text it outlives the exchange.
                exchange.getMessage().setBody(request.at("/messages/0/content").asText());
            }
        }
        instruct(request, chosen);
        return new ChatInput(request, parts.media());
    }

    private static ObjectNode whole(Object body, Exchange exchange) {
        ObjectNode request =
                (ObjectNode) ValueTree.forRequest(body, "the request in the body", exchange.getContext());
        if (!(request.get("messages") instanceof ArrayNode messages)) {
            throw OpenAiRequestException.refused("the body, a "
                    + (body instanceof Map ? "Map" : body.getClass().getSimpleName())
                    + ", is taken as a whole request but has no list \"messages\"; add it, or send a text");
        }
        check(messages);
        return request;
    }

    private static ArrayNode list(Iterable<?> items, ChatParts parts, String userMessage) throws IOException {
        ChatMessages converted = new ChatMessages(parts);
        if (ChatMessages.areParts(items)) {
            ArrayNode content = converted.parts(items);
            if (userMessage != null) {
                content.insert(0, ChatParts.text(userMessage));
            }
            return Json.MAPPER.createArrayNode().add(message("user", content));
        }
        ArrayNode messages = (ArrayNode) converted.tree(converted.messages(items), "the list of messages in the body");
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

    /** The one user message that a body is which is no conversation. */
    private static ObjectNode single(Exchange exchange, Object body, ChatParts parts, Options chosen)
            throws IOException {
        String userMessage = chosen.get(Option.USER_MESSAGE);
        boolean blank = body == null || body instanceof String text && text.isBlank();
        if (blank && userMessage != null) {
            return message("user", userMessage);
        }
        Optional<ObjectNode> part = parts.ofBody(body);
        if (part.isEmpty()) {
            return message("user", Bodies.text(exchange, OPERATION, PURPOSE));
        }
        ArrayNode content = Json.MAPPER.createArrayNode();
        if (userMessage != null) {
            content.add(ChatParts.text(userMessage));
        }
        return message("user", content.add(part.get()));
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

    private static ObjectNode message(String role, ArrayNode content) {
        return Json.MAPPER.createObjectNode().put("role", role).set("content", content);
    }
}
