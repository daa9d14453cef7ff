// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.test.internal.media;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A text as beeps, one per character. Stateless. */
public final class Tones {
    static final int SAMPLES_PER_SECOND = 24_000;

    private static final double LOUDNESS = 6_000;
    private static final int FADE = 120;

    private Tones() {}

    /** Raw 16-bit little-endian mono samples. */
    public static byte[] pcm(String text, double speed) {
        int[] characters = text.codePoints().toArray();
        int samples = Math.toIntExact(SpokenText.duration(text, speed).toMillis() * SAMPLES_PER_SECOND / 1_000);
        int perCharacter = Math.max(1, samples / Math.max(1, characters.length));
        ByteBuffer out = ByteBuffer.allocate(2 * samples).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < samples; i++) {
            int character = Math.min(i / perCharacter, characters.length - 1);
            boolean silent = character < 0 || Character.isWhitespace(characters[character]);
            out.putShort(silent ? 0 : sample(characters[character], i, i % perCharacter, perCharacter));
        }
        return out.array();
    }

    private static short sample(int character, int at, int inCharacter, int perCharacter) {
        double hertz = 220 + character % 48 * 12.0;
        // Faded in and out, or each beep would begin and end with a click.
        double fade = Math.min(1, Math.min(inCharacter, perCharacter - inCharacter) / (double) FADE);
        return (short) (LOUDNESS * fade * Math.sin(2 * Math.PI * hertz * at / SAMPLES_PER_SECOND));
    }
}
