// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.test.internal.media;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/** A WAV of tones, 16 bit mono at 24 kHz, with the spoken text as its comment (LIST, INFO, ICMT). Stateless. */
public final class WavFile {
    private static final int RIFF = tag("RIFF");
    private static final int WAVE = tag("WAVE");
    private static final int FMT = tag("fmt ");
    private static final int LIST = tag("LIST");
    private static final int INFO = tag("INFO");
    private static final int ICMT = tag("ICMT");
    private static final int DATA = tag("data");

    private WavFile() {}

    public static byte[] of(String text, double speed) {
        byte[] samples = Tones.pcm(text, speed);
        byte[] comment = text.getBytes(StandardCharsets.UTF_8);
        // Terminated by a zero and padded to an even length, as RIFF asks for.
        int padded = (comment.length + 2) / 2 * 2;
        int size = 4 + (8 + 16) + (8 + 4 + 8 + padded) + (8 + samples.length);
        ByteBuffer out = ByteBuffer.allocate(8 + size).order(ByteOrder.LITTLE_ENDIAN);
        out.putInt(RIFF).putInt(size).putInt(WAVE);
        out.putInt(FMT).putInt(16).putShort((short) 1).putShort((short) 1);
        out.putInt(Tones.SAMPLES_PER_SECOND).putInt(2 * Tones.SAMPLES_PER_SECOND);
        out.putShort((short) 2).putShort((short) 16);
        out.putInt(LIST).putInt(4 + 8 + padded).putInt(INFO);
        out.putInt(ICMT).putInt(comment.length + 1);
        out.put(comment).put(new byte[padded - comment.length]);
        return out.putInt(DATA).putInt(samples.length).put(samples).array();
    }

    static boolean isWav(byte[] file) {
        ByteBuffer in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        return file.length >= 12 && in.getInt(0) == RIFF && in.getInt(8) == WAVE;
    }

    static Optional<String> comment(byte[] wav) {
        return chunk(wav, LIST)
                .filter(list -> list.remaining() > 12 && list.getInt() == INFO && list.getInt() == ICMT)
                .map(list -> {
                    byte[] text = new byte[Math.min(Math.max(0, list.getInt() - 1), list.remaining())];
                    list.get(text);
                    return new String(text, StandardCharsets.UTF_8);
                });
    }

    static Optional<Duration> duration(byte[] wav) {
        Optional<Integer> perSecond =
                chunk(wav, FMT).filter(fmt -> fmt.remaining() >= 12).map(fmt -> fmt.getInt(fmt.position() + 8));
        return chunk(wav, DATA).flatMap(data -> perSecond
                .filter(rate -> rate > 0)
                .map(rate -> Duration.ofMillis(1_000L * data.remaining() / rate)));
    }

    private static Optional<ByteBuffer> chunk(byte[] wav, int wanted) {
        ByteBuffer in = ByteBuffer.wrap(wav).order(ByteOrder.LITTLE_ENDIAN).position(12);
        while (in.remaining() >= 8) {
            int type = in.getInt();
            // A streamed file may state a length it does not have.
            int length = (int) Math.min(Integer.toUnsignedLong(in.getInt()), in.remaining());
            if (type == wanted) {
                return Optional.of(in.slice(in.position(), length).order(ByteOrder.LITTLE_ENDIAN));
            }
            in.position(Math.min(in.limit(), in.position() + length + (length & 1)));
        }
        return Optional.empty();
    }

    private static int tag(String name) {
        return ByteBuffer.wrap(name.getBytes(StandardCharsets.US_ASCII))
                .order(ByteOrder.LITTLE_ENDIAN)
                .getInt();
    }
}
