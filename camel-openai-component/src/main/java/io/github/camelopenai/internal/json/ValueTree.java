// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.POJONode;
import io.github.camelopenai.error.OpenAiRequestException;
import io.github.camelopenai.model.ChatMessage;
import io.github.camelopenai.model.ChatRequest;
import io.github.camelopenai.model.ToolCall;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import org.apache.camel.CamelContext;

/**
 * A value of a route as a JSON tree for a request. Maps, lists and the records of the API have one form only; the
 * context's mapper writes any other object, with its settings for objects of the route. Used by one thread.
 */
public final class ValueTree {

    /** The API needs no more levels; twice as many nearly reach the limits of a thread's stack and of Jackson. */
    static final int MAX_LEVELS = 500;

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final CamelContext context;
    private final String what;

    private ValueTree(CamelContext context, String what) {
        this.context = context;
        this.what = what;
    }

    /**
     * The value for a request to the API. Property names of an object are in snake case unless its mapper has another
     * strategy.
     *
     * @param what names the value in messages
     * @throws OpenAiRequestException when it cannot be written: it contains itself, is too deep, or no mapper knows a
     *     type
     */
    public static JsonNode forRequest(Object value, String what, CamelContext context) {
        return new ValueTree(context, what).tree(value, 0);
    }

    private JsonNode tree(Object value, int level) {
        if (level > MAX_LEVELS) {
            throw refused("it is nested more than " + MAX_LEVELS + " levels deep, or holds itself");
        }
        if (value instanceof Map<?, ?> map) {
            return put(map, NODES.objectNode(), level);
        }
        if (value instanceof Collection<?> items) {
            return array(items, level);
        }
        if (value instanceof Object[] items) {
            return array(Arrays.asList(items), level);
        }
        if (value instanceof JsonNode node) {
            return copy(node, level);
        }
        if (isOfTheApi(value)) {
            return ofTheApi(value, level);
        }
        JsonNode plain = plain(value);
        return plain != null ? plain : object(value, level);
    }

    /** The most frequent kinds of values; they need no look-up of a mapper. */
    private static JsonNode plain(Object value) {
        if (value == null) {
            return NODES.nullNode();
        }
        if (value instanceof String text) {
            return NODES.textNode(text);
        }
        if (value instanceof Boolean truth) {
            return NODES.booleanNode(truth);
        }
        if (value instanceof Integer number) {
            return NODES.numberNode(number.intValue());
        }
        if (value instanceof Long number) {
            return NODES.numberNode(number.longValue());
        }
        return value instanceof Double number ? NODES.numberNode(number.doubleValue()) : null;
    }

    private ObjectNode put(Map<?, ?> values, ObjectNode target, int level) {
        values.forEach((name, value) -> {
            if (name == null) {
                throw refused("a Map in it has the key null");
            }
            target.set(name instanceof Enum<?> constant ? constant.name() : name.toString(), tree(value, level + 1));
        });
        return target;
    }

    private ArrayNode array(Iterable<?> items, int level) {
        ArrayNode array = NODES.arrayNode();
        items.forEach(item -> array.add(tree(item, level + 1)));
        return array;
    }

    private JsonNode copy(JsonNode node, int level) {
        if (node instanceof ObjectNode object) {
            ObjectNode copy = NODES.objectNode();
            object.properties().forEach(entry -> copy.set(entry.getKey(), tree(entry.getValue(), level + 1)));
            return copy;
        }
        if (node.isArray()) {
            return array(node, level);
        }
        return node instanceof POJONode pojo ? tree(pojo.getPojo(), level + 1) : node;
    }

    private static boolean isOfTheApi(Object value) {
        return value instanceof ChatMessage || value instanceof ChatRequest || value instanceof ToolCall;
    }

    private JsonNode ofTheApi(Object value, int level) {
        if (value instanceof ChatRequest request) {
            ObjectNode json = NODES.objectNode();
            if (request.model() != null) {
                json.put("model", request.model());
            }
            json.set("messages", array(request.messages(), level));
            return put(request.parameters(), json, level);
        }
        if (value instanceof ChatMessage message && message.content() != null) {
            JsonNode content = tree(message.content(), level + 1);
            return Json.MAPPER.valueToTree(message.withContent(content));
        }
        return Json.MAPPER.valueToTree(value);
    }

    private JsonNode object(Object value, int level) {
        try {
            JsonNode written = RouteMapper.forRequests(context).valueToTree(value);
            // The contents of an object may have any depth.
            return written == null || written.isValueNode() && !written.isPojo()
                    ? nullable(written)
                    : copy(written, level);
        } catch (IllegalArgumentException e) {
            throw refused("it holds a type that Jackson does not know");
        } catch (StackOverflowError e) {
            throw refused("it holds a " + value.getClass().getName() + " that is too deep, or holds itself");
        }
    }

    private static JsonNode nullable(JsonNode node) {
        return node == null ? NODES.nullNode() : node;
    }

    private OpenAiRequestException refused(String why) {
        return OpenAiRequestException.refused(what + " cannot be written as JSON: " + why);
    }
}
