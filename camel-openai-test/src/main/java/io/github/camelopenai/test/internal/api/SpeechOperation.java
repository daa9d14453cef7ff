// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.test.internal.api;

import io.github.camelopenai.test.internal.media.Mp3File;
import io.github.camelopenai.test.internal.media.Tones;
import io.github.camelopenai.test.internal.media.WavFile;
import java.util.List;

/** POST /v1/audio/speech: mp3, wav and pcm. Thread-safe: stateless. */
public final class SpeechOperation implements Operation {
    private static final int MOST_CHARACTERS = 4_096;
    private static final List<String> FORMATS = List.of("mp3", "opus", "aac", "flac", "wav", "pcm");
    private static final List<String> VOICES = List.of(
            "alloy", "ash", "ballad", "coral", "echo", "fable", "nova", "onyx", "sage", "shimmer", "verse", "marin",
            "cedar");

    @Override
    public Call check(Incoming request) {
        Fields fields = new Fields(request.json());
        String model = fields.model();
        String input = fields.requiredText("input");
        int length = input.codePointCount(0, input.length());
        if (length > MOST_CHARACTERS) {
            throw ApiError.tooLong("input", MOST_CHARACTERS, length);
        }
        if (input.isEmpty()) {
            throw ApiError.invalid(
                    "Invalid 'input': string too short. Expected a string with minimum length 1, but got an empty"
                            + " string instead.",
                    "input",
                    "string_below_min_length");
        }
        checkVoice(fields);
        fields.text("instructions");
        double speed = fields.decimal("speed", 0.25, 4).orElse(1);
        String format = fields.oneOf("response_format", FORMATS).orElse("mp3");
        checkStreamFormat(fields, model);
        if (List.of("opus", "aac", "flac").contains(format)) {
            throw ApiError.unsupportedValue(
                    "The simulator cannot write '%s'; ask for mp3, wav or pcm.".formatted(format), "response_format");
        }
        return new SpeechCall(input, speed, format);
    }

    private static void checkVoice(Fields fields) {
        // A custom voice is an object with an id.
        if (fields.node("voice").isObject() && fields.node("voice").hasNonNull("id")) {
            return;
        }
        fields.requiredText("voice");
        fields.oneOf("voice", VOICES);
    }

    private static void checkStreamFormat(Fields fields, String model) {
        String format = fields.oneOf("stream_format", List.of("audio", "sse")).orElse("audio");
        if (format.equals("sse")) {
            throw ApiError.unsupportedValue(
                    model.startsWith("tts-1")
                            ? "Unsupported value: 'stream_format' does not support 'sse' with this model."
                            : "The simulator cannot speak as events; leave stream_format out.",
                    "stream_format");
        }
    }

    private record SpeechCall(String input, double speed, String format) implements Call {
        @Override
        public long promptTokens() {
            return TokenCount.of(input);
        }

        @Override
        public Answer answer(Wording wording) {
            return switch (format) {
                case "wav" -> Answer.stream("audio/wav", WavFile.of(input, speed));
                case "pcm" -> Answer.stream("audio/pcm", Tones.pcm(input, speed));
                default -> Answer.stream("audio/mpeg", Mp3File.of(input, speed));
            };
        }
    }
}
