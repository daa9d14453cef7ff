// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.body;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The kind of a medium, by its first bytes, its name or its header. */
class MediaTypeTest {

    /** Text in which a percent sign and two hexadecimal digits stand for a byte. */
    private static byte[] bytes(String text) {
        StringBuilder bytes = new StringBuilder();
        for (int at = 0; at < text.length(); at++) {
            if (text.charAt(at) == '%') {
                bytes.append((char) Integer.parseInt(text.substring(at + 1, at + 3), 16));
                at += 2;
            } else {
                bytes.append(text.charAt(at));
            }
        }
        return bytes.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    @Nested
    class Heads {

        @ParameterizedTest(name = "{0}: {1}")
        @CsvSource({
            "WAV,  RIFF%24%00%00%00WAVE",
            "WEBP, RIFF%24%00%00%00WEBP",
            "MP4,  %00%00%00%20ftypisom",
            "MP4,  %00%00%00%20ftypmp42",
            "M4A,  %00%00%00%20ftypM4A%20",
            "MP3,  ID3%03%00%00%00%00%00%00",
            "MP3,  %FF%FB%90%64%00%00%00%00",
            "MP3,  %FF%F3%90%64",
            "MP3,  %FF%F2%90%64",
            "MP3,  %FF%E3%90%64",
            "MP3,  %FF%FA",
            "AAC,  %FF%F1%50%80",
            "AAC,  %FF%F9%50",
            "AAC,  ADIF%00",
            "OGG,  OggS%00%02%00%00",
            "FLAC, fLaC%00%00%00%22",
            "WEBM, %1AE%DF%A3%01%00%00%00",
            "PNG,  %89PNG%0D%0A%1A%0A",
            "JPEG, %FF%D8%FF%E0%00%10JFIF",
            "GIF,  GIF89a%01%00",
            "GIF,  GIF87a",
            "PDF,  %25PDF-1.7"
        })
        void tellTheKind(MediaType expected, String head) {
            assertThat(MediaType.ofHead(bytes(head))).contains(expected);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "R",
                    "RIFF",
                    "RIFF%24%00%00%00AVI%20",
                    "hello world!",
                    "%FF",
                    "%FF%FE",
                    "%FF%D8",
                    "%FF%E0%50",
                    "%00%00%00%20fty",
                    "Ogg",
                    "%FE%FF%00A"
                })
        void mayTellNothing(String head) {
            assertThat(MediaType.ofHead(bytes(head))).isEmpty();
        }

        @Test
        void areLongEnoughForEachKind() {
            assertThat(MediaType.HEAD).isEqualTo("RIFF????WAVE".length());
        }
    }

    @Nested
    class Names {

        @ParameterizedTest
        @EnumSource(MediaType.class)
        void tellTheKindByTheirExtension(MediaType type) {
            assertThat(MediaType.ofFileName("a.b." + type.extension())).contains(type);
            assertThat(MediaType.ofFileName("A." + type.extension().toUpperCase(java.util.Locale.ROOT)))
                    .contains(type);
        }

        @ParameterizedTest
        @ValueSource(strings = {"", ".", "recording", "a.mp3.gz", "a.", "a.mp"})
        void mayTellNothing(String name) {
            assertThat(MediaType.ofFileName(name)).isEmpty();
        }
    }

    @Nested
    class Headers {

        @ParameterizedTest(name = "{0}")
        @CsvSource({
            "audio/mpeg, MP3",
            "AUDIO/WAV, WAV",
            "'audio/ogg; codecs=opus', OGG",
            "' image/png ;x', PNG",
            "audio/mp4, M4A",
            "image/jpeg, JPEG",
            "image/jpg, JPEG",
            "audio/x-wav, WAV",
            "audio/mp3, MP3",
            "application/x-pdf, PDF"
        })
        void tellTheKind(String header, MediaType expected) {
            assertThat(MediaType.ofMimeType(header)).contains(expected);
        }

        @Test
        void mayTellNothing() {
            assertThat(MediaType.ofMimeType(null)).isEmpty();
            assertThat(MediaType.ofMimeType("")).isEmpty();
            assertThat(MediaType.ofMimeType("application/octet-stream")).isEmpty();
        }

        @Test
        void haveNoTwoKindsWithOneExtension() {
            assertThat(Arrays.stream(MediaType.values()).map(MediaType::extension))
                    .doesNotHaveDuplicates();
        }
    }
}
