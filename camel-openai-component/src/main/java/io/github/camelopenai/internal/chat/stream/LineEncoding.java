// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.chat.stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelopenai.error.OpenAiException;
import io.github.camelopenai.internal.json.Json;
import io.github.camelopenai.model.ChatDelta;
import java.util.Arrays;

/**
 * Writes a streamed answer as one JSON object a line: each {@link ChatDelta}, then the {@code result} of the whole. What a
 * piece does not bring is left out. Stateless.
 */
final class LineEncoding implements EncodedStream.Encoding {

    @Override
    public byte[] piece(ChatDelta delta, DeltaStream stream) {
        return line(Json.tree(delta, "a piece of the answer"));
    }

    @Override
    public byte[] end(DeltaStream stream) {
        return stream.result()
                .map(result -> {
                    ObjectNode object = Json.MAPPER.createObjectNode();
                    object.putObject("result")
                            .put("finish_reason", result.finishReason())
                            .put("response_id", result.responseId())
                            .put("model", result.model())
                            .set("usage", Json.usage(result.usage()));
                    return line(object);
                })
                .orElse(new byte[0]);
    }

    @Override
    public byte[] failure(OpenAiException failure) {
        return line(Json.error(failure));
    }

    private static byte[] line(JsonNode json) {
        byte[] document = Json.bytes(json);
        byte[] line = Arrays.copyOf(document, document.length + 1);
        line[document.length] = '\n';
        return line;
    }
}
