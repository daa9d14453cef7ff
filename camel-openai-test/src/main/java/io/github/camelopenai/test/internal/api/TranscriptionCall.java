// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.test.internal.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelopenai.test.internal.media.Scripts;
import io.github.camelopenai.test.internal.media.SpokenText;
import io.github.camelopenai.test.internal.media.Words;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** A checked transcription request. Immutable. */
record TranscriptionCall(
        Incoming request,
        FormPart file,
        String model,
        String format,
        Duration duration,
        Function<String, Optional<String>> rules)
        implements Operation.Call {

    @Override
    public long promptTokens() {
        return TranscriptionOperation.field(request, "prompt")
                .map(TokenCount::of)
                .orElse(0L);
    }

    @Override
    public Answer answer(Wording wording) {
        String text = wording.text()
                .or(() -> file.fileName().flatMap(rules))
                .or(() -> SpokenText.in(file.bytes()))
                .orElseGet(() -> TranscriptionOperation.unheard(file.bytes()));
        return switch (format) {
            case "text" -> Answer.text(200, "text/plain; charset=utf-8", text + "\n");
            case "srt" -> Answer.text(200, "text/plain; charset=utf-8", Subtitles.srt(text, duration));
            case "vtt" -> Answer.text(200, "text/plain; charset=utf-8", Subtitles.vtt(text, duration));
            case "verbose_json" -> Answer.json(200, verbose(text));
            case "diarized_json" -> Answer.json(200, diarized(text));
            default -> Answer.json(200, brief(text));
        };
    }

    private ObjectNode brief(String text) {
        ObjectNode body = Json.object().put("text", text);
        body.set("usage", usage(text));
        return body;
    }

    private ObjectNode verbose(String text) {
        ObjectNode body = Json.object()
                .put("task", "transcribe")
                .put("language", language(text))
                .put("duration", seconds())
                .put("text", text);
        List<String> wanted = request.parts().stream()
                .filter(part -> part.name().equals("timestamp_granularities[]"))
                .map(FormPart::text)
                .toList();
        if (wanted.contains("word")) {
            writeWords(body.putArray("words"), text);
        }
        if (wanted.isEmpty() || wanted.contains("segment")) {
            writeSegment(body.putArray("segments").addObject(), text);
        }
        body.set("usage", usage(text));
        return body;
    }

    private ObjectNode diarized(String text) {
        ObjectNode body = Json.object()
                .put("task", "transcribe")
                .put("duration", seconds())
                .put("text", text);
        body.putArray("segments")
                .addObject()
                .put("type", "transcript.text.segment")
                .put("id", "seg_001")
                .put("start", 0.0)
                .put("end", seconds())
                .put("text", text)
                .put("speaker", "A");
        body.set("usage", usage(text));
        return body;
    }

    private void writeWords(ArrayNode target, String text) {
        List<String> words = Words.of(text.strip());
        for (int i = 0; i < words.size(); i++) {
            target.addObject()
                    .put("word", words.get(i).strip())
                    .put("start", seconds() * i / words.size())
                    .put("end", seconds() * (i + 1) / words.size());
        }
    }

    private void writeSegment(ObjectNode target, String text) {
        target.put("id", 0)
                .put("seek", 0)
                .put("start", 0.0)
                .put("end", seconds())
                .put("text", " " + text);
        target.putArray("tokens");
        target.put("temperature", 0.0)
                .put("avg_logprob", -0.25)
                .put("compression_ratio", 1.0)
                .put("no_speech_prob", 0.0);
    }

    private ObjectNode usage(String text) {
        if (!model.startsWith("gpt-")) {
            return Json.object().put("type", "duration").put("seconds", (long) Math.ceil(seconds()));
        }
        long heard = Math.max(1, 10 * (long) Math.ceil(seconds()));
        long input = heard + promptTokens();
        long output = Words.of(text).size();
        ObjectNode usage = Json.object()
                .put("type", "tokens")
                .put("input_tokens", input)
                .put("output_tokens", output)
                .put("total_tokens", input + output);
        usage.putObject("input_token_details")
                .put("text_tokens", promptTokens())
                .put("audio_tokens", heard);
        return usage;
    }

    private String language(String text) {
        return TranscriptionOperation.field(request, "language")
                .map(code -> Locale.forLanguageTag(code)
                        .getDisplayLanguage(Locale.ENGLISH)
                        .toLowerCase(Locale.ROOT))
                .orElseGet(() -> Scripts.language(text));
    }

    private double seconds() {
        return duration.toMillis() / 1_000.0;
    }
}
