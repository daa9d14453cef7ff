// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.sse;

import io.github.camelopenai.error.OpenAiResponseException;
import io.github.camelopenai.fuzz.Pieces;
import io.github.camelopenai.fuzz.Promise;
import io.github.camelopenai.fuzz.Target;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Server-sent events: cut anywhere they are the same, what is written comes back, and a bound ends what is too long. */
public final class EventsTarget implements Target {

    private static final int BOUND = 1 << 20;
    private static final int TIGHT = 64;

    private record Event(String type, String data) {}

    @Override
    public void run(byte[] input) throws IOException {
        List<Event> events = events(new ByteArrayInputStream(input));
        Promise.same(events, events(new Pieces(input)), "events of the whole, and of pieces");
        long length = 0;
        for (Event event : events) {
            length += event.data().length();
        }
        Promise.holds(length <= input.length, "events say more than was sent");
        Promise.same(events, events(new ByteArrayInputStream(written(events))), "events, and those written from them");
        bounded(input);
    }

    private static List<Event> events(InputStream bytes) throws IOException {
        List<Event> events = new ArrayList<>();
        try (SseStream stream = new SseStream(bytes, BOUND)) {
            while (stream.next()) {
                SseParser event = stream.event();
                String text = event.text();
                Promise.same(
                        text, new String(event.data(), 0, event.length(), StandardCharsets.UTF_8), "text and data");
                events.add(new Event(event.type(), text));
            }
            Promise.holds(!stream.next(), "an event behind the end");
        }
        return events;
    }

    private static byte[] written(List<Event> events) {
        StringBuilder text = new StringBuilder();
        for (Event event : events) {
            // A line break in it would have ended the line.
            text.append("event: ").append(event.type()).append('\n');
            for (String line : event.data().split("\n", -1)) {
                text.append("data: ").append(line).append('\n');
            }
            text.append('\n');
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void bounded(byte[] input) throws IOException {
        try (SseStream stream = new SseStream(new Pieces(input), TIGHT)) {
            while (stream.next()) {
                Promise.holds(stream.event().length() <= TIGHT, "an event is longer than its bound");
            }
        } catch (OpenAiResponseException e) {
            Promise.holds(e.getMessage().contains("longer than " + TIGHT), "another failure: " + e.getMessage());
        }
    }
}
