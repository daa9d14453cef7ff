// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.test.internal.media;

import java.time.Duration;
import java.util.Optional;

/** Speaks a text into a sound file and hears it again: the text rides in the file's metadata. Stateless. */
public final class SpokenText {
    private static final long MILLIS_PER_CHARACTER = 60;
    private static final long LONGEST_MILLIS = 60_000;

    /** About 32 kbit/s, for files whose length we cannot read. */
    private static final long BYTES_PER_SECOND = 4_000;

    private SpokenText() {}

    /** How long it takes to say a text; a minute at most, so that files stay small. */
    public static Duration duration(String text, double speed) {
        long characters = text.codePointCount(0, text.length());
        double millis = Math.max(1, characters) * MILLIS_PER_CHARACTER / speed;
        return Duration.ofMillis(Math.min(LONGEST_MILLIS, Math.round(millis)));
    }

    /** The text inside a WAV or MP3 file of ours. */
    public static Optional<String> in(byte[] audio) {
        return WavFile.isWav(audio) ? WavFile.comment(audio) : Mp3File.text(audio);
    }

    /** How long a sound file is: exact for WAV and MP3, a guess from its size for others. */
    public static Duration durationOf(byte[] audio) {
        return (WavFile.isWav(audio) ? WavFile.duration(audio) : Mp3File.duration(audio))
                .orElseGet(() -> Duration.ofMillis(1_000L * audio.length / BYTES_PER_SECOND));
    }
}
