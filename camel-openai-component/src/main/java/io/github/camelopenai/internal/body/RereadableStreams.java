// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.body;

import io.github.camelopenai.model.ChatMessage;
import io.github.camelopenai.model.ChatRequest;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.NoTypeConversionAvailableException;
import org.apache.camel.StreamCache;
import org.apache.camel.WrappedFile;

/**
 * Takes the streams in a body that could be read only once, and puts in their place ones that keep what was read, wherever in
 * the body they are. What has none stays the same object. Stateless.
 */
public final class RereadableStreams {

    /** Where the exchange has them, by the stream that they were made of. */
    private static final String KEPT = "CamelOpenAIKeptStreams";

    /** A request has messages, a message has a content, a content has parts: a stream is not deeper. */
    private static final int DEEPEST = 6;

    private RereadableStreams() {}

    /** The body, or one like it that can be read again until the exchange is complete. */
    public static Object kept(Exchange exchange, Object value) throws IOException {
        return kept(exchange, value, 0);
    }

    private static Object kept(Exchange exchange, Object value, int level) throws IOException {
        if (level > DEEPEST) {
            return value;
        }
        if (isBare(value)) {
            return keep(exchange, (InputStream) value);
        }
        if (value instanceof WrappedFile<?> wrapped && !(wrapped.getFile() instanceof File)) {
            Object content = content(exchange, wrapped);
            return isBare(content) ? keep(exchange, (InputStream) content) : value;
        }
        if (value instanceof Collection<?> items) {
            return kept(exchange, items, level + 1);
        }
        if (value instanceof Map<?, ?> map) {
            return kept(exchange, map, level + 1);
        }
        if (value instanceof ChatMessage message) {
            return message.withContent(kept(exchange, message.content(), level + 1));
        }
        return value instanceof ChatRequest request ? kept(exchange, request, level + 1) : value;
    }

    public static boolean isBare(Object value) {
        return value instanceof InputStream && !(value instanceof StreamCache);
    }

    /** A redelivery brings the message as it was before us, with the stream that is used up by now. */
    private static MediaBody keep(Exchange exchange, InputStream stream) throws IOException {
        Map<?, ?> earlier = exchange.getProperty(KEPT, Map.class);
        MediaBody body = earlier == null ? null : (MediaBody) earlier.get(stream);
        if (body == null) {
            body = MediaBody.arriving(stream, exchange);
            boolean whole = false;
            try {
                body.readNBytes(MediaType.HEAD);
                whole = true;
            } finally {
                if (whole || body.position() > 0) { // a stream that fails at once is still the body then
                    remember(exchange, earlier, stream, body);
                }
            }
        }
        body.reset();
        return body;
    }

    private static void remember(Exchange exchange, Map<?, ?> earlier, InputStream stream, MediaBody body) {
        Map<Object, Object> kept = new IdentityHashMap<>();
        if (earlier != null) {
            kept.putAll(earlier);
        }
        kept.put(stream, body);
        exchange.setProperty(KEPT, kept);
    }

    /** A file that is not on this machine, as a component such as FTP brings it. */
    private static Object content(Exchange exchange, WrappedFile<?> wrapped) {
        if (wrapped.getBody() != null) {
            return wrapped.getBody();
        }
        try {
            return exchange.getContext().getTypeConverter().mandatoryConvertTo(InputStream.class, exchange, wrapped);
        } catch (NoTypeConversionAvailableException e) {
            return null; // refused where it is read
        }
    }

    private static Collection<?> kept(Exchange exchange, Collection<?> items, int level) throws IOException {
        List<Object> kept = new ArrayList<>(items.size());
        boolean same = true;
        for (Object item : items) {
            Object keptItem = kept(exchange, item, level);
            same &= keptItem == item;
            kept.add(keptItem);
        }
        return same ? items : kept;
    }

    private static Map<?, ?> kept(Exchange exchange, Map<?, ?> map, int level) throws IOException {
        Map<Object, Object> kept = new LinkedHashMap<>(map);
        boolean same = true;
        for (String key : List.of("messages", "content")) {
            Object value = map.get(key);
            Object keptValue = kept(exchange, value, level);
            if (keptValue != value) {
                kept.put(key, keptValue);
                same = false;
            }
        }
        return same ? map : kept;
    }

    private static ChatRequest kept(Exchange exchange, ChatRequest request, int level) throws IOException {
        List<ChatMessage> messages = new ArrayList<>();
        boolean same = true;
        for (ChatMessage message : request.messages()) {
            ChatMessage keptMessage = (ChatMessage) kept(exchange, message, level);
            same &= keptMessage == message;
            messages.add(keptMessage);
        }
        return same ? request : new ChatRequest(request.model(), messages, request.parameters());
    }
}
