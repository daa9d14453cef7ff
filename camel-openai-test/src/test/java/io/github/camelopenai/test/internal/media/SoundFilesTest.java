// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.test.internal.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.util.Arrays;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SoundFilesTest {
    @Nested
    class AWav {
        @Test
        void isReadByTheJdk() throws Exception {
            byte[] wav = WavFile.of("ten chars!", 1);

            try (AudioInputStream sound = AudioSystem.getAudioInputStream(new ByteArrayInputStream(wav))) {
                assertThat(sound.getFormat())
                        .matches(new AudioFormat(24_000, 16, 1, true, false)::matches, "24 kHz, 16 bit, mono");
                assertThat(sound.getFrameLength()).isEqualTo(24_000 * 600 / 1_000);
                assertThat(sound.readAllBytes()).contains(1, 2, 3);
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {"a", "even", "Guten Tag, Welt. 你好"})
        void carriesItsText(String text) {
            assertThat(SpokenText.in(WavFile.of(text, 1))).contains(text);
        }

        @Test
        void isHalfAsLongAtDoubleSpeed() {
            assertThat(SpokenText.durationOf(WavFile.of("x".repeat(100), 2))).isEqualTo(Duration.ofSeconds(3));
        }

        @Test
        void isNeverLongerThanAMinute() {
            assertThat(SpokenText.durationOf(WavFile.of("x".repeat(4_096), 1))).isEqualTo(Duration.ofMinutes(1));
        }

        @Test
        void isReadWithCareWhenItIsCut() {
            byte[] wav = WavFile.of("some text", 1);
            for (int length = 12; length < 120; length++) {
                byte[] cut = Arrays.copyOf(wav, length);

                assertThat(SpokenText.in(cut))
                        .satisfiesAnyOf(text -> assertThat(text).isEmpty(), text -> assertThat("some text")
                                .startsWith(text.get()));
                assertThat(SpokenText.durationOf(cut).isNegative()).isFalse();
            }
        }
    }

    @Nested
    class AnMp3 {
        @ParameterizedTest
        @ValueSource(strings = {"a", "Guten Tag, Welt. 你好"})
        void carriesItsText(String text) {
            assertThat(SpokenText.in(Mp3File.of(text, 1))).contains(text);
        }

        @Test
        void carriesATextLongerThanSevenBitsCanCount() {
            String text = "long ".repeat(800);

            assertThat(SpokenText.in(Mp3File.of(text, 1))).contains(text);
        }

        @Test
        void isAChainOfFramesUpToItsLastByte() {
            byte[] mp3 = Mp3File.of("ten chars!", 1);
            int at = tagLength(mp3);
            int frames = 0;
            while (at < mp3.length) {
                at += Mp3FrameHeader.at(mp3, at).orElseThrow().bytes();
                frames++;
            }

            assertThat(at).isEqualTo(mp3.length);
            assertThat(frames).isEqualTo(26);
            assertThat(SpokenText.durationOf(mp3)).isEqualTo(Duration.ofMillis(26 * 24));
        }

        @Test
        void isReadWithCareWhenItIsCut() {
            byte[] mp3 = Mp3File.of("some text", 1);
            for (int length = 0; length < 160; length++) {
                byte[] cut = Arrays.copyOf(mp3, length);

                assertThat(SpokenText.in(cut))
                        .satisfiesAnyOf(text -> assertThat(text).isEmpty(), text -> assertThat(text)
                                .contains("some text"));
                assertThat(SpokenText.durationOf(cut).isNegative()).isFalse();
            }
        }

        private static int tagLength(byte[] mp3) {
            return 10 + (mp3[6] << 21 | mp3[7] << 14 | mp3[8] << 7 | mp3[9]);
        }
    }

    @Test
    void noiseCarriesNoText() {
        assertThat(SpokenText.in(new byte[] {1, 2, 3})).isEmpty();
        assertThat(SpokenText.durationOf(new byte[8_000])).isEqualTo(Duration.ofSeconds(2));
    }
}
