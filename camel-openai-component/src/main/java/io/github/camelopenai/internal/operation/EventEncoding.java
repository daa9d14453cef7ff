// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.operation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelopenai.error.OpenAiException;
import io.github.camelopenai.model.ChatDelta;
import io.github.camelopenai.model.StreamResult;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Writes a streamed answer as server-sent events in the form of the API itself, so that whatever can read the API can read
 * the route: chunks, the usage, {@code [DONE]}. Rounds of tools in between stay inside. Not thread-safe.
 */
final class EventEncoding implements EncodedStream.Encoding {

    private static final byte[] NOTHING = {};
    private static final byte[] BEFORE = "data: ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] DONE = "data: [DONE]\n\n".getBytes(StandardCharsets.US_ASCII);

    private boolean begun;

    @Override
    public byte[] piece(ChatDelta delta, DeltaStream stream) {
        if (delta.text().isEmpty() && delta.reasoning().isEmpty()) {
            return NOTHING; // calls of tools are ours to answer; how it ended comes last
        }
        ObjectNode chunk = chunk(stream);
        ObjectNode choice = chunk.putArray("choices").addObject().put("index", 0);
        ObjectNode content = choice.putObject("delta");
        if (!begun) {
            content.put("role", "assistant");
            begun = true;
        }
        if (!delta.text().isEmpty()) {
            content.put("content", delta.text());
        }
        if (!delta.reasoning().isEmpty()) {
            content.put("reasoning_content", delta.reasoning());
        }
        choice.putNull("finish_reason");
        return event(chunk);
    }

    @Override
    public byte[] end(DeltaStream stream) {
        Optional<StreamResult> result = stream.result();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        if (result.isPresent()) {
            ObjectNode last = chunk(stream);
            ObjectNode choice = last.putArray("choices").addObject().put("index", 0);
            choice.putObject("delta");
            choice.put("finish_reason", result.get().finishReason());
            bytes.writeBytes(event(last));
            ObjectNode usage = chunk(stream);
            usage.putArray("choices");
            usage.set("usage", Json.usage(result.get().usage()));
            bytes.writeBytes(event(usage));
        }
        bytes.writeBytes(DONE);
        return bytes.toByteArray();
    }

    @Override
    public byte[] failure(OpenAiException failure) {
        return event(Json.error(failure));
    }

    private static ObjectNode chunk(DeltaStream stream) {
        return Json.MAPPER
                .createObjectNode()
                .put("id", stream.id())
                .put("object", "chat.completion.chunk")
                .put("created", stream.createdSeconds())
                .put("model", stream.model());
    }

    private static byte[] event(ObjectNode json) {
        byte[] document = Json.bytes(json);
        byte[] event = new byte[BEFORE.length + document.length + 2];
        System.arraycopy(BEFORE, 0, event, 0, BEFORE.length);
        System.arraycopy(document, 0, event, BEFORE.length, document.length);
        event[event.length - 2] = '\n';
        event[event.length - 1] = '\n';
        return event;
    }
}
