// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.body;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The kinds of media that the API takes and gives. */
public enum MediaType {
    MP3("mp3", "audio/mpeg"),
    WAV("wav", "audio/wav"),
    FLAC("flac", "audio/flac"),
    OGG("ogg", "audio/ogg"),
    OGA("oga", "audio/ogg"),
    OPUS("opus", "audio/opus"),
    AAC("aac", "audio/aac"),
    M4A("m4a", "audio/mp4"),
    MP4("mp4", "audio/mp4"),
    MPEG("mpeg", "audio/mpeg"),
    MPGA("mpga", "audio/mpeg"),
    WEBM("webm", "audio/webm"),
    PCM("pcm", "audio/pcm"),
    PNG("png", "image/png"),
    JPEG("jpeg", "image/jpeg"),
    JPG("jpg", "image/jpeg"),
    WEBP("webp", "image/webp"),
    GIF("gif", "image/gif"),
    PDF("pdf", "application/pdf");

    /** How many first bytes tell the kind. */
    public static final int HEAD = 12;

    /** Other names in use for the same kinds. */
    private static final Map<String, MediaType> ALIASES = Map.ofEntries(
            Map.entry("audio/x-wav", WAV),
            Map.entry("audio/wave", WAV),
            Map.entry("audio/vnd.wave", WAV),
            Map.entry("audio/mp3", MP3),
            Map.entry("audio/x-mp3", MP3),
            Map.entry("audio/mpeg3", MP3),
            Map.entry("audio/x-mpeg", MP3),
            Map.entry("audio/x-flac", FLAC),
            Map.entry("audio/x-m4a", M4A),
            Map.entry("audio/m4a", M4A),
            Map.entry("audio/x-mpeg-3", MP3),
            Map.entry("audio/mpa", MP3),
            Map.entry("audio/x-pn-wav", WAV),
            Map.entry("audio/x-ogg", OGG),
            Map.entry("application/ogg", OGG),
            Map.entry("audio/x-aac", AAC),
            Map.entry("audio/aacp", AAC),
            Map.entry("audio/x-hx-aac-adts", AAC),
            Map.entry("video/mp4", MP4),
            Map.entry("video/mpeg", MPEG),
            Map.entry("video/webm", WEBM),
            Map.entry("image/jpg", JPEG),
            Map.entry("image/pjpeg", JPEG),
            Map.entry("image/x-png", PNG),
            Map.entry("application/x-pdf", PDF));

    private final String extension;
    private final String mimeType;

    MediaType(String extension, String mimeType) {
        this.extension = extension;
        this.mimeType = mimeType;
    }

    public String extension() {
        return extension;
    }

    public String mimeType() {
        return mimeType;
    }

    /** Whether the API makes a transcript of such a file. */
    public boolean isTranscribed() {
        return switch (this) {
            case MP3, WAV, FLAC, OGG, OGA, M4A, MP4, MPEG, MPGA, WEBM -> true;
            default -> false;
        };
    }

    /** Whether content whose bytes show this kind may go by the name of the other: kinds share containers. */
    public boolean isNameOf(MediaType other) {
        return mimeType.equals(other.mimeType) || this == OGG && other == OPUS;
    }

    /** Whether a chat message can have such a part. */
    public boolean goesIntoChat() {
        return isImage() || isAudioOfChat() || this == PDF;
    }

    public boolean isImage() {
        return mimeType.startsWith("image/");
    }

    private boolean isAudioOfChat() {
        return this == WAV || this == MP3;
    }

    /** By the part of a file name behind the last dot. */
    public static Optional<MediaType> ofFileName(String name) {
        String extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(type -> type.extension.equals(extension))
                .findFirst();
    }

    /** By a header such as {@code audio/mpeg; charset=x}. */
    public static Optional<MediaType> ofMimeType(String header) {
        if (header == null) {
            return Optional.empty();
        }
        String plain = header.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(type -> type.mimeType.equals(plain))
                .findFirst()
                .or(() -> Optional.ofNullable(ALIASES.get(plain)));
    }

    /** By the signature in the first bytes. */
    public static Optional<MediaType> ofHead(byte[] head) {
        String text = new String(head, StandardCharsets.ISO_8859_1);
        if (text.startsWith("RIFF") && text.startsWith("WAVE", 8)) {
            return Optional.of(WAV);
        }
        if (text.startsWith("RIFF") && text.startsWith("WEBP", 8)) {
            return Optional.of(WEBP);
        }
        if (text.startsWith("ftyp", 4) && head.length >= HEAD) { // the brand tells what it is
            return Optional.of(text.startsWith("M4A", 8) ? M4A : MP4);
        }
        if (text.startsWith("ID3") || isMpegFrame(head)) {
            return Optional.of(MP3);
        }
        if (text.startsWith("ADIF") || isAdtsFrame(head)) {
            return Optional.of(AAC);
        }
        return ofPrefix(text);
    }

    private static Optional<MediaType> ofPrefix(String text) {
        if (text.startsWith("OggS")) {
            return Optional.of(OGG);
        }
        if (text.startsWith("fLaC")) {
            return Optional.of(FLAC);
        }
        if (text.startsWith("\u001AE\u00DF\u00A3")) {
            return Optional.of(WEBM);
        }
        if (text.startsWith("\u0089PNG")) {
            return Optional.of(PNG);
        }
        if (text.startsWith("\u00FF\u00D8\u00FF")) {
            return Optional.of(JPEG);
        }
        if (text.startsWith("GIF8")) {
            return Optional.of(GIF);
        }
        return text.startsWith("%PDF-") ? Optional.of(PDF) : Optional.empty();
    }

    /** Eleven set bits, and the two bits for layer III. */
    private static boolean isMpegFrame(byte[] head) {
        return head.length > 1 && head[0] == (byte) 0xFF && (head[1] & 0xE6) == 0xE2;
    }

    /** Twelve set bits, and the two zeros where the layer of an MPEG frame is. */
    public static boolean isAdtsFrame(byte[] head) {
        return head.length > 1 && head[0] == (byte) 0xFF && (head[1] & 0xF6) == 0xF0;
    }
}
