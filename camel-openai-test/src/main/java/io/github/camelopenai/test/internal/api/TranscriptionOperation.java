// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.test.internal.api;

import io.github.camelopenai.test.internal.media.SpokenText;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** POST /v1/audio/transcriptions. Thread-safe if the rules are. */
public final class TranscriptionOperation implements Operation {
    /** Of a recording whose speakers are told apart. */
    private static final Duration LONGEST_IN_ONE_PIECE = Duration.ofSeconds(30);

    private static final int MOST_BYTES = 25 * 1_024 * 1_024;
    private static final Set<String> EXTENSIONS =
            Set.of("flac", "m4a", "mp3", "mp4", "mpeg", "mpga", "oga", "ogg", "wav", "webm");
    private static final List<String> FORMATS = List.of("json", "text", "srt", "verbose_json", "vtt", "diarized_json");

    private final Function<String, Optional<String>> rules;

    /** @param rules what is heard in a file of this name, or empty: what the file itself tells */
    public TranscriptionOperation(Function<String, Optional<String>> rules) {
        this.rules = rules;
    }

    @Override
    public Call check(Incoming request) {
        String model = field(request, "model")
                .filter(value -> !value.isBlank())
                .orElseThrow(() -> ApiError.invalid("you must provide a model parameter", null, null));
        FormPart file = file(request);
        String format = format(request, model);
        field(request, "temperature").ifPresent(TranscriptionOperation::checkTemperature);
        Duration duration = SpokenText.durationOf(file.bytes());
        if (model.contains("diarize")
                && duration.compareTo(LONGEST_IN_ONE_PIECE) > 0
                && field(request, "chunking_strategy").isEmpty()) {
            throw ApiError.invalid("chunking_strategy is required for diarization models", "chunking_strategy", null);
        }
        return new TranscriptionCall(request, file, model, format, duration, rules);
    }

    private static FormPart file(Incoming request) {
        FormPart file = request.part("file").orElseThrow(() -> ApiError.missing("file"));
        if (file.bytes().length > MOST_BYTES) {
            String message = "Maximum content size limit (%d) exceeded (%d bytes read)"
                    .formatted(MOST_BYTES, file.bytes().length);
            throw new ApiError(413, message, "server_error", null, null);
        }
        String name = file.fileName().orElse("");
        String extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        if (!name.contains(".") || !EXTENSIONS.contains(extension)) {
            throw ApiError.invalid(
                    "Unrecognized file format. Supported formats: "
                            + EXTENSIONS.stream().sorted().toList(),
                    null,
                    null);
        }
        if (file.bytes().length == 0) {
            throw ApiError.invalid("Audio file is too short. Minimum audio length is 0.1 seconds.", "file", null);
        }
        return file;
    }

    private static String format(Incoming request, String model) {
        String format = field(request, "response_format").orElse("json");
        if (!FORMATS.contains(format)) {
            throw ApiError.wrongValue("response_format", format, FORMATS);
        }
        List<String> supported = supported(model);
        if (!supported.contains(format)) {
            throw ApiError.unsupportedValue(
                    "response_format '%s' is not compatible with model '%s'. Use one of %s instead."
                            .formatted(format, model, supported),
                    "response_format");
        }
        boolean granular = request.part("timestamp_granularities[]").isPresent();
        if (granular && !format.equals("verbose_json")) {
            throw ApiError.invalid(
                    "timestamp_granularities needs response_format 'verbose_json'.", "timestamp_granularities", null);
        }
        return format;
    }

    private static List<String> supported(String model) {
        if (model.contains("diarize")) {
            return List.of("json", "text", "diarized_json");
        }
        return model.startsWith("gpt-")
                ? List.of("json", "text")
                : List.of("json", "text", "srt", "verbose_json", "vtt");
    }

    private static void checkTemperature(String value) {
        try {
            double temperature = Double.parseDouble(value);
            if (temperature >= 0 && temperature <= 1) {
                return;
            }
        } catch (NumberFormatException e) {
            throw ApiError.wrongType("temperature", "a decimal", "a string");
        }
        throw ApiError.invalid("'temperature' must be between 0 and 1.", "temperature", "invalid_value");
    }

    static Optional<String> field(Incoming request, String name) {
        return request.part(name).map(FormPart::text);
    }

    /** What is said about a file that holds no text of ours. */
    static String unheard(byte[] audio) {
        return "[audio of %d bytes, SHA-256 %s]".formatted(audio.length, sha256(audio));
    }

    /** The digest in lower-case hexadecimal digits. */
    public static String sha256(byte[] bytes) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            return "%064x".formatted(new BigInteger(1, digest));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
