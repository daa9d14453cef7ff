// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.chat.request;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelopenai.error.OpenAiRequestException;
import io.github.camelopenai.internal.body.Bodies;
import io.github.camelopenai.internal.body.Content;
import io.github.camelopenai.internal.body.RereadableStreams;
import io.github.camelopenai.internal.chat.request.UserMessages.Prompt;
import io.github.camelopenai.internal.json.Json;
import io.github.camelopenai.internal.json.ValueText;
import io.github.camelopenai.internal.json.ValueTree;
import io.github.camelopenai.internal.option.Option;
import io.github.camelopenai.internal.option.Options;
import io.github.camelopenai.model.ChatRequest;
import io.github.camelopenai.model.JsonMap;
import java.io.IOException;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;

/**
 * Reads the body of a chat step: a prompt, a picture, recording or PDF, a list of messages or of parts of one, or a whole
 * request. Stateless.
 */
public final class ChatBody {

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
    public static ChatInput read(Exchange exchange, Options chosen, UserMessages userMessages) throws IOException {
        Object given = exchange.getMessage().getBody();
        Object body = RereadableStreams.kept(exchange, given);
        if (body != given) {
            exchange.getMessage().setBody(body);
        }
        Prompt prompt = Prompt.read(chosen);
        ChatParts parts = new ChatParts(exchange, chosen.get(Option.IMAGE_DETAIL));
        ObjectNode request;
        if (!isAnswer(body) && (body instanceof ChatRequest || body instanceof ObjectNode || body instanceof Map)) {
            request = whole(new ChatMessages(parts).request(body), exchange, prompt);
        } else if (body instanceof Collection<?> || body instanceof ArrayNode) {
            request = Json.MAPPER.createObjectNode();
            request.set("messages", list((Iterable<?>) body, parts, prompt));
        } else {
            request = Json.MAPPER.createObjectNode();
            request.putArray("messages").add(single(exchange, parts, prompt, userMessages));
            String text = request.at("/messages/0/content").asText();
            if (RereadableStreams.isBare(given) && parts.media().isEmpty() && !text.equals(prompt.text())) {
                exchange.getMessage().setBody(text); // as a text it outlives the exchange
            }
        }
        instruct(request, chosen);
        return new ChatInput(request, parts.media());
    }

    private static ObjectNode whole(Object body, Exchange exchange, Prompt prompt) {
        ObjectNode request = (ObjectNode) ValueTree.forRequest(body, "the request in the body", exchange.getContext());
        if (prompt.isThere() && !request.has("messages")) {
            request.putArray("messages").add(message("user", prompt.text()));
            return request;
        }
        if (!(request.get("messages") instanceof ArrayNode messages)) {
            throw OpenAiRequestException.refused("the body, a "
                    + (body instanceof Map ? "Map" : body.getClass().getSimpleName())
                    + ", is taken as a whole request but has no list \"messages\"; add it, or send a text");
        }
        follow(messages, prompt);
        check(messages);
        return request;
    }

    private static ArrayNode list(Iterable<?> items, ChatParts parts, Prompt prompt) throws IOException {
        ChatMessages converted = new ChatMessages(parts);
        if (ChatMessages.areParts(items)) {
            ArrayNode content = converted.parts(items);
            if (prompt.isThere()) {
                content.insert(0, ChatParts.text(prompt.text()));
            }
            return Json.MAPPER.createArrayNode().add(message("user", content));
        }
        ArrayNode messages = (ArrayNode) converted.tree(converted.messages(items), "the list of messages in the body");
        follow(messages, prompt);
        check(messages);
        return messages;
    }

    /** In a header it is what comes next in the conversation; as an option it is for a conversation that has not begun. */
    private static void follow(ArrayNode messages, Prompt prompt) {
        if (prompt.isThere() && (prompt.byHeader() || messages.isEmpty())) {
            messages.add(message("user", prompt.text()));
        }
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
    private static ObjectNode single(Exchange exchange, ChatParts parts, Prompt prompt, UserMessages userMessages)
            throws IOException {
        Object body = exchange.getMessage().getBody();
        Optional<ObjectNode> part = isBlank(body) ? Optional.empty() : parts.ofBody(body);
        if (part.isPresent()) {
            ArrayNode content = Json.MAPPER.createArrayNode();
            if (prompt.isThere()) {
                content.add(ChatParts.text(prompt.text()));
            }
            return message("user", content.add(part.get()));
        }
        if (prompt.isThere()
                && (isBlank(body)
                        || Content.isOne(body) && ChatParts.content(body).head().length == 0)) {
            return message("user", prompt.text());
        }
        if (prompt.byHeader()) {
            userMessages.leftOut(body);
            return message("user", prompt.text());
        }
        if (prompt.isThere()) {
            userMessages.optionLeftOut();
        }
        return message(
                "user",
                isAnswer(body) ? ValueText.of(body, exchange.getContext()) : Bodies.text(exchange, OPERATION, PURPOSE));
    }

    /** What an earlier step has asked for with {@code jsonSchema} is data, and no request unless it looks like one. */
    private static boolean isAnswer(Object body) {
        return body instanceof JsonMap map && !map.containsKey("messages");
    }

    private static boolean isBlank(Object body) {
        return body == null || body instanceof NullNode || body instanceof String text && text.isBlank();
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
