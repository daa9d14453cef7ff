// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.chat.stream;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import io.github.camelopenai.error.OpenAiException;
import io.github.camelopenai.internal.json.Json;
import io.github.camelopenai.model.ChatDelta;
import io.github.camelopenai.model.ChatDelta.ToolCallDelta;
import io.github.camelopenai.model.StreamResult;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/**
 * Writes a streamed answer as server-sent events in the form of the API itself, so that whatever can read the API can read
 * the route: chunks, the usage, {@code [DONE]}. Calls of tools that
 * routes answer stay inside; those that nobody answers are for whoever reads. Not thread-safe.
 */
final class EventEncoding implements EncodedStream.Encoding {

    private static final byte[] NOTHING = {};
    private static final String BEFORE = "data: ";
    private static final String AFTER = "\n\n";
    private static final String DONE = "[DONE]";

    // One generator for the whole answer: an answer has hundreds of events.
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    private final JsonGenerator json;
    private boolean begun;

    EventEncoding() {
        try {
            json = Json.MAPPER.createGenerator(bytes);
            json.setRootValueSeparator((SerializableString) null); // events have their own
        } catch (IOException e) {
            throw inMemory(e);
        }
    }

    /** Writes one event. */
    @FunctionalInterface
    private interface Body {
        void write() throws IOException;
    }

    @Override
    public byte[] piece(ChatDelta delta, DeltaStream stream) {
        List<ToolCallDelta> calls = stream.answersTools() ? List.of() : delta.toolCalls();
        if (delta.text().isEmpty() && delta.reasoning().isEmpty() && calls.isEmpty()) {
            return NOTHING; // calls that routes answer stay inside; how it ended comes last
        }
        event(() -> {
            beginChunk(stream);
            beginChoice();
            if (!begun) {
                json.writeStringField("role", "assistant");
                begun = true;
            }
            if (!delta.text().isEmpty()) {
                json.writeStringField("content", delta.text());
            }
            if (!delta.reasoning().isEmpty()) {
                json.writeStringField("reasoning_content", delta.reasoning());
            }
            if (!calls.isEmpty()) {
                write(calls);
            }
            endChoice(null);
        });
        return taken();
    }

    private void write(List<ToolCallDelta> calls) throws IOException {
        json.writeArrayFieldStart("tool_calls");
        for (ToolCallDelta call : calls) {
            json.writeStartObject();
            json.writeNumberField("index", call.index());
            if (call.id() != null) {
                json.writeStringField("id", call.id());
                json.writeStringField("type", "function");
            }
            json.writeObjectFieldStart("function");
            if (call.name() != null) {
                json.writeStringField("name", call.name());
            }
            json.writeStringField("arguments", call.arguments());
            json.writeEndObject();
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    @Override
    public byte[] end(DeltaStream stream) {
        Optional<StreamResult> result = stream.result();
        if (result.isPresent()) {
            event(() -> {
                beginChunk(stream);
                beginChoice();
                endChoice(result.get().finishReason());
            });
            event(() -> {
                beginChunk(stream);
                json.writeArrayFieldStart("choices");
                json.writeEndArray();
                json.writeFieldName("usage");
                json.writeTree(Json.usage(result.get().usage()));
                json.writeEndObject();
            });
        }
        event(() -> json.writeRaw(DONE));
        return taken();
    }

    @Override
    public byte[] failure(OpenAiException failure) {
        event(() -> json.writeTree(Json.error(failure)));
        return taken();
    }

    private void beginChunk(DeltaStream stream) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", stream.id());
        json.writeStringField("object", "chat.completion.chunk");
        json.writeNumberField("created", stream.createdSeconds());
        json.writeStringField("model", stream.model());
    }

    private void beginChoice() throws IOException {
        json.writeArrayFieldStart("choices");
        json.writeStartObject();
        json.writeNumberField("index", 0);
        json.writeObjectFieldStart("delta");
    }

    private void endChoice(String finishReason) throws IOException {
        json.writeEndObject();
        json.writeStringField("finish_reason", finishReason);
        json.writeEndObject();
        json.writeEndArray();
        json.writeEndObject();
    }

    private void event(Body body) {
        try {
            json.writeRaw(BEFORE);
            body.write();
            json.writeRaw(AFTER);
        } catch (IOException e) {
            throw inMemory(e);
        }
    }

    /** What was written since the last time. */
    private byte[] taken() {
        try {
            json.flush();
        } catch (IOException e) {
            throw inMemory(e);
        }
        byte[] event = bytes.toByteArray();
        bytes.reset();
        return event;
    }

    private static UncheckedIOException inMemory(IOException impossible) {
        return new UncheckedIOException("events are written in memory", impossible);
    }
}
