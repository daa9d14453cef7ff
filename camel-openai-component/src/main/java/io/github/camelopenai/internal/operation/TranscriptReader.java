// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.operation;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelopenai.internal.client.ReplyHead;
import io.github.camelopenai.internal.client.ReplyReader;
import io.github.camelopenai.internal.tool.JsonValues;
import io.github.camelopenai.model.Usage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/** Reads a transcript in the format that was asked for. Immutable. */
final class TranscriptReader implements ReplyReader<Transcript> {

    private static final Set<String> PLAIN = Set.of("text", "srt", "vtt");
    private static final Set<String> DETAILED = Set.of("verbose_json", "diarized_json");

    private final String format;
    private final boolean keepRaw;

    /**
     * @param format  the value of {@code response_format}
     * @param keepRaw whether the answer as it came is wanted too
     */
    TranscriptReader(String format, boolean keepRaw) {
        this.format = format;
        this.keepRaw = keepRaw;
    }

    @Override
    public Transcript read(ReplyHead head, InputStream body) throws IOException {
        byte[] bytes = FullResponse.read(body);
        String raw = keepRaw ? FullResponse.text(bytes) : null;
        if (PLAIN.contains(format)) {
            return new Transcript(plain(head, bytes), null, null, Usage.UNKNOWN, raw);
        }
        JsonNode answer = Json.MAPPER.readTree(bytes);
        if (!answer.path("text").isTextual()) {
            throw UnusableAnswer.because(head, "the answer has no transcript");
        }
        return new Transcript(
                DETAILED.contains(format)
                        ? JsonValues.map(Json.MAPPER.treeAsTokens(answer))
                        : answer.path("text").textValue(),
                duration(answer),
                answer.path("language").asText(null),
                usage(answer.path("usage")),
                raw);
    }

    /** Some servers answer in JSON whatever they are asked for. */
    private static String plain(ReplyHead head, byte[] bytes) throws IOException {
        String contentType = head.header("content-type");
        if (contentType != null && contentType.contains("json") && bytes.length > 0 && bytes[0] == '{') {
            JsonNode text = Json.MAPPER.readTree(bytes).path("text");
            if (text.isTextual()) {
                return text.textValue();
            }
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static Double duration(JsonNode answer) {
        JsonNode own = answer.path("duration");
        JsonNode seconds = own.isMissingNode() ? answer.path("usage").path("seconds") : own;
        if (seconds.isTextual()) {
            try {
                return Double.valueOf(seconds.textValue()); // whisper behind some gateways
            } catch (NumberFormatException e) {
                return null;
            }
        }
        return seconds.isNumber() ? Double.valueOf(seconds.doubleValue()) : null;
    }

    private static Usage usage(JsonNode usage) throws IOException {
        return usage.isObject() ? Json.MAPPER.treeToValue(usage, Usage.class) : Usage.UNKNOWN;
    }
}
