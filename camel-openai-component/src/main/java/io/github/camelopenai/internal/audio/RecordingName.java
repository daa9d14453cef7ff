// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.audio;

import io.github.camelopenai.error.OpenAiRequestException;
import io.github.camelopenai.internal.body.MagicBytes;
import io.github.camelopenai.internal.body.MediaType;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The name and type under which a recording is sent. The server tells the format by the extension, and takes only some.
 *
 * @param fileName with an extension that the API takes, if anything tells one
 * @param mimeType that goes with it
 * @param isWrapped whether that is the name of an MP4 file with the recording in it
 */
record RecordingName(String fileName, String mimeType, boolean isWrapped) {
    /*
     * 1. A name with an extension that the API takes is sent as it is: somebody has chosen it.
     * 2. Else the first bytes tell the format, and without a signature the Content-Type does. The name gets its extension, in
     *    place of one that is known to be refused, as .opus is though Ogg is taken.
     * 3. Bare frames of AAC are put into an MP4 file, as the API takes them in no other way.
     * 4. Known to be something else: refused here, before megabytes are uploaded. A compatible server may take it under a name
     *    that the option gives.
     * 5. Nothing known: sent under its name; without one it is refused.
     */

    /** What the API refuses, though it is, or may hold, a recording. */
    private static final Set<String> REFUSED = Set.of(
            "3ga", "3gp", "3gpp", "aac", "ac3", "aif", "aifc", "aiff", "amr", "ape", "au", "caf", "dss", "m4b", "m4r",
            "mka", "mov", "mp2", "opus", "pcm", "ra", "raw", "snd", "wma", "wv");

    private static final String FORMATS = Arrays.stream(MediaType.values())
            .filter(MediaType::isTranscribed)
            .map(MediaType::extension)
            .sorted()
            .collect(Collectors.joining(", "));

    /**
     * What is known of a recording.
     *
     * @param name     of the file, or null
     * @param chosen   whether the name comes from the option
     * @param declared the type that a header declares
     * @param head     the first bytes
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Known(String name, boolean chosen, Optional<String> declared, byte[] head) {}

    /**
     * @param officialServer whether the server is OpenAI's own
     * @throws OpenAiRequestException when the format is none that the API takes, or not known
     */
    static RecordingName of(Known known, boolean officialServer) {
        String name = known.name();
        if (name != null && ofExtension(name).isPresent()) {
            return named(name, known);
        }
        Optional<MediaType> format = format(known);
        if (format.isPresent()) {
            return named(withExtension(name, format.get()), known);
        }
        boolean isOwnRisk = known.chosen() && !officialServer;
        if (MediaType.isAdtsFrame(known.head()) && !isOwnRisk) {
            return new RecordingName(withExtension(name, MediaType.M4A), MediaType.M4A.mimeType(), true);
        }
        Optional<String> other = other(known);
        if (other.isPresent() && !isOwnRisk) {
            throw refusal(other.get(), officialServer);
        }
        if (name == null) {
            throw OpenAiRequestException.refused(
                    "the format of the recording is not known from its first bytes, and the server takes it from the"
                            + " file name; set fileName, such as fileName=call.mp3, or header CamelFileName");
        }
        return named(name, known);
    }

    /**
     * The exception that names the formats that the API takes.
     *
     * @param what such as {@code audio/aiff}
     */
    static OpenAiRequestException refusal(String what, boolean officialServer) {
        return OpenAiRequestException.refused("the recording is " + what
                + ", which the API does not take; convert it to one of " + FORMATS
                + (officialServer ? "" : ", or set fileName if your server takes it as it is"));
    }

    private static RecordingName named(String name, Known known) {
        String mimeType = MediaType.ofFileName(name)
                .map(MediaType::mimeType)
                .or(() -> MagicBytes.of(known.head()))
                .or(() -> known.declared().filter(RecordingName::isAudio))
                .orElse("application/octet-stream");
        return new RecordingName(name, mimeType, false);
    }

    private static Optional<MediaType> ofExtension(String name) {
        return MediaType.ofFileName(name).filter(MediaType::isTranscribed);
    }

    /** One that the API takes, by the bytes or, where they say nothing, by a header. */
    private static Optional<MediaType> format(Known known) {
        Optional<String> shown = MagicBytes.of(known.head());
        Optional<MediaType> format = shown.isEmpty()
                ? known.declared().flatMap(MediaType::ofMimeType)
                : MediaType.ofHead(known.head()).filter(type -> !shown.get().startsWith("image/"));
        return format.filter(MediaType::isTranscribed);
    }

    /** What it is where that is known and the API does not take it. */
    private static Optional<String> other(Known known) {
        return MagicBytes.of(known.head())
                .or(() -> known.declared().filter(RecordingName::isAudio))
                .or(() -> Optional.ofNullable(known.name())
                        .map(RecordingName::extension)
                        .filter(REFUSED::contains)
                        .map(extension -> "a ." + extension + " file"));
    }

    private static boolean isAudio(String mimeType) {
        return mimeType.startsWith("audio/");
    }

    private static String withExtension(String name, MediaType type) {
        return (name == null ? "audio" : stem(name)) + "." + type.extension();
    }

    /** The name without an extension that would be refused; any other may be a part of it, such as a date. */
    private static String stem(String name) {
        return REFUSED.contains(extension(name)) && name.contains(".")
                ? name.substring(0, name.lastIndexOf('.'))
                : name;
    }

    private static String extension(String name) {
        return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }
}
