// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.audio;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.github.camelopenai.internal.client.call.FailureInBody;
import io.github.camelopenai.internal.client.call.ReplyHead;
import io.github.camelopenai.internal.client.call.ReplyReader;
import io.github.camelopenai.internal.json.BoundedTree;
import io.github.camelopenai.internal.json.Json;
import io.github.camelopenai.internal.json.JsonValues;
import io.github.camelopenai.internal.json.WholeCharacters;
import io.github.camelopenai.internal.operation.ErrorInAnswer;
import io.github.camelopenai.internal.operation.FullResponse;
import io.github.camelopenai.internal.operation.UnexpectedAnswer;
import io.github.camelopenai.internal.operation.UnusableAnswer;
import io.github.camelopenai.internal.operation.UsageParser;
import io.github.camelopenai.model.Usage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

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
        byte[] bytes = FullResponse.read(body, "send the recording in parts");
        String raw = keepRaw ? FullResponse.text(bytes) : null;
        if (PLAIN.contains(format)) {
            return new Transcript(plain(head, bytes), null, null, Usage.UNKNOWN, raw);
        }
        JsonNode answer = BoundedTree.document(bytes);
        if (answer.path("text").asText().isEmpty()) {
            refuseFailure(ErrorInAnswer.of(answer));
        }
        if (!answer.path("text").isTextual()) {
            throw UnusableAnswer.because(head, "the answer has no transcript");
        }
        return new Transcript(
                DETAILED.contains(format)
                        ? JsonValues.map(Json.MAPPER.treeAsTokens(answer))
                        : WholeCharacters.of(answer.path("text").textValue()),
                duration(answer),
                answer.path("language").asText(null),
                usage(answer.path("usage")),
                raw);
    }

    private static String plain(ReplyHead head, byte[] bytes) throws FailureInBody {
        String text = new String(bytes, StandardCharsets.UTF_8);
        String contentType = head.header("content-type");
        String markup = UnexpectedAnswer.markup(contentType, text);
        if (markup != null) {
            throw UnexpectedAnswer.of(head, "transcript", markup);
        }
        if (contentType == null || !contentType.toLowerCase(Locale.ROOT).contains("json")) {
            refuseFailure(ErrorInAnswer.ofText(text));
            return text;
        }
        return ofJson(text);
    }

    /** Some servers answer in JSON whatever they are asked for, or write a text as a JSON string. */
    private static String ofJson(String text) throws FailureInBody {
        JsonNode document = BoundedTree.document(text).orElse(MissingNode.getInstance());
        JsonNode transcript = document.isTextual() ? document : document.path("text");
        if (transcript.asText().isEmpty()) {
            refuseFailure(ErrorInAnswer.of(document));
        }
        return transcript.isTextual() ? WholeCharacters.of(transcript.textValue()) : text;
    }

    private static void refuseFailure(Optional<FailureInBody> told) throws FailureInBody {
        if (told.isPresent()) {
            throw told.get();
        }
    }

    /** Of the answer itself, else of what it says it used; servers name that differently. */
    private static Double duration(JsonNode answer) {
        JsonNode usage = answer.path("usage");
        return Stream.of(answer.path("duration"), usage.path("seconds"), usage.path("prompt_audio_seconds"))
                .map(TranscriptReader::seconds)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    private static Double seconds(JsonNode value) {
        double seconds = Double.NaN;
        if (value.isNumber()) {
            seconds = value.doubleValue();
        } else if (value.isTextual()) {
            try {
                seconds = Double.parseDouble(value.textValue()); // whisper behind some gateways
            } catch (NumberFormatException e) {
                return null;
            }
        }
        return Double.isFinite(seconds) ? Double.valueOf(seconds) : null;
    }

    /** A usage of another form than the API's is as good as none. */
    private static Usage usage(JsonNode usage) throws IOException {
        if (!usage.isObject()) {
            return Usage.UNKNOWN;
        }
        try (JsonParser parser = Json.MAPPER.treeAsTokens(usage)) {
            parser.nextToken();
            return UsageParser.read(parser);
        }
    }
}
