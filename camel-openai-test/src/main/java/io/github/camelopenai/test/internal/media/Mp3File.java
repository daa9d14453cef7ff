// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.test.internal.media;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/** A silent MP3 whose ID3v2.4 tag carries the spoken text. Stateless. */
public final class Mp3File {
    /*
     * 1. The tag holds one TXXX frame named "spoken-text" in UTF-8. Its lengths are written seven bits to the byte.
     * 2. The sound is MPEG-2 Layer III, 24 kHz, mono, 32 kbit/s: 96 bytes and 576 samples (24 ms) per frame. With
     *    side information and main data all zero a decoder plays silence.
     */
    private static final String NAME = "spoken-text";

    private static final byte[] FRAME_HEADER = {(byte) 0xFF, (byte) 0xF3, 0x44, (byte) 0xC4};
    private static final int FRAME_BYTES = 96;
    private static final int FRAME_MILLIS = 24;
    private static final int UTF_8 = 3;

    private Mp3File() {}

    public static byte[] of(String text, double speed) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(tag(text));
        byte[] frame = Arrays.copyOf(FRAME_HEADER, FRAME_BYTES);
        long frames = SpokenText.duration(text, speed).toMillis() / FRAME_MILLIS + 1;
        for (long i = 0; i < frames; i++) {
            out.writeBytes(frame);
        }
        return out.toByteArray();
    }

    static Optional<String> text(byte[] mp3) {
        if (tagLength(mp3) == 0 || mp3.length < 21 + NAME.length()) {
            return Optional.empty();
        }
        ByteBuffer in = ByteBuffer.wrap(mp3, 10, mp3.length - 10);
        byte[] id = new byte[4];
        in.get(id);
        int length = sevenBits(in.getInt());
        in.position(in.position() + 2);
        if (!"TXXX".equals(ascii(id)) || length < 1 || length > in.remaining() || in.get() != UTF_8) {
            return Optional.empty();
        }
        byte[] value = new byte[length - 1];
        in.get(value);
        String nameAndText = new String(value, StandardCharsets.UTF_8);
        return nameAndText.startsWith(NAME + "\0")
                ? Optional.of(nameAndText.substring(NAME.length() + 1))
                : Optional.empty();
    }

    static Optional<Duration> duration(byte[] mp3) {
        double seconds = 0;
        int at = tagLength(mp3);
        while (at + 4 <= mp3.length) {
            Optional<Mp3FrameHeader> header = Mp3FrameHeader.at(mp3, at);
            if (header.isEmpty()) {
                break;
            }
            seconds += header.get().seconds();
            at += header.get().bytes();
        }
        return seconds == 0 ? Optional.empty() : Optional.of(Duration.ofMillis(Math.round(1_000 * seconds)));
    }

    private static byte[] tag(String text) {
        byte[] value = (NAME + "\0" + text).getBytes(StandardCharsets.UTF_8);
        int frame = 1 + value.length;
        return ByteBuffer.allocate(10 + 10 + frame)
                .put(new byte[] {'I', 'D', '3', 4, 0, 0})
                .putInt(toSevenBits(10 + frame))
                .put(new byte[] {'T', 'X', 'X', 'X'})
                .putInt(toSevenBits(frame))
                .putShort((short) 0)
                .put((byte) UTF_8)
                .put(value)
                .array();
    }

    /** Where the sound begins. */
    private static int tagLength(byte[] mp3) {
        boolean tagged = mp3.length >= 20 && mp3[0] == 'I' && mp3[1] == 'D' && mp3[2] == '3';
        return tagged ? 10 + sevenBits(ByteBuffer.wrap(mp3).getInt(6)) : 0;
    }

    private static int toSevenBits(int value) {
        return (value & 0x7F) | (value & 0x3F80) << 1 | (value & 0x1FC000) << 2 | (value & 0xFE00000) << 3;
    }

    private static int sevenBits(int value) {
        return (value & 0x7F) | (value >>> 1 & 0x3F80) | (value >>> 2 & 0x1FC000) | (value >>> 3 & 0xFE00000);
    }

    private static String ascii(byte[] bytes) {
        return new String(bytes, StandardCharsets.US_ASCII);
    }
}
