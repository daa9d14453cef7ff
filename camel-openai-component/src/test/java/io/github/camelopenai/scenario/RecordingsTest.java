// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenai.OpenAiHeaders;
import io.github.camelopenai.error.OpenAiRequestException;
import io.github.camelopenai.test.Reply;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Under which name and type a recording is sent, and which ones are not sent at all. */
class RecordingsTest extends Scenario {

    private static final String FORMATS = "flac, m4a, mp3, mp4, mpeg, mpga, oga, ogg, wav, webm";

    private static final String OGG = "OggS\0\u0002\0\0\0\0\0\0OpusHead";
    private static final String M4A = "\0\0\0\u0020ftypM4A \0\0\0\0";
    private static final String ADTS = "\u00FF\u00F1P\u0080\u0003\u001F\u00FC\0\0\0\0\0";
    private static final String AIFF = "FORM\0\0\u0001\0AIFFCOMM";
    private static final String AIFC = "FORM\0\0\u0001\0AIFCFVER";
    private static final String CAF = "caff\0\u0001\0\0desc\0\0";
    private static final String AMR = "#!AMR\n<\u0091\u0017\u0016\u00BE\u0066";
    private static final String UNKNOWN = "\u0001\u0002\u0003\u0004\u0005\u0006\u0007\u0008 some samples";

    private static final int MP4_BYTES_BESIDE_THE_FRAMES = 576;

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private Exchange hear(String content, String name, String type) {
        Map<String, Object> headers = new HashMap<>();
        if (name != null) {
            headers.put(Exchange.FILE_NAME, name);
        }
        if (type != null) {
            headers.put(Exchange.CONTENT_TYPE, type);
        }
        return call("openai:transcribe", bytes(content), headers);
    }

    private String upload() {
        var file = request().part("file").orElseThrow();
        return file.fileName().orElseThrow() + " " + file.contentType().orElseThrow();
    }

    private static String content(String name) {
        return switch (name) {
            case "OGG" -> OGG;
            case "M4A" -> M4A;
            case "ADTS" -> ADTS;
            case "AIFF" -> AIFF;
            case "AIFC" -> AIFC;
            case "CAF" -> CAF;
            case "AMR" -> AMR;
            case "ADIF" -> "ADIF\0\0\0\0\0\0\0\0";
            case "MP3" -> "ID3\u0004\0\0\0\0\0\0\0\0";
            case "MP4" -> "\0\0\0\u0020ftyp3gp4\0\0\0\0";
            case "WEBM" -> "\u001AE\u00DF\u00A3\0\0\0\0\0\0\0\0";
            case "PNG" -> "\u0089PNG\r\n\u001A\n\0\0\0\r";
            default -> UNKNOWN;
        };
    }

    @Nested
    class WhatTheContentAllows {

        @ParameterizedTest(name = "{0} named {1} as {2} is {3}")
        @CsvSource({
            "OGG, voice.opus, , voice.ogg audio/ogg",
            "OGG, VOICE.OPUS, , VOICE.ogg audio/ogg",
            "OGG, , audio/opus, audio.ogg audio/ogg",
            "OGG, , 'Audio/Ogg; codecs=opus', audio.ogg audio/ogg",
            "OGG, , , audio.ogg audio/ogg",
            "OGG, voice.oga, , voice.oga audio/ogg",
            "OGG, voice.caf, , voice.ogg audio/ogg",
            "M4A, song.aac, , song.m4a audio/mp4",
            "M4A, song.m4b, , song.m4a audio/mp4",
            "MP4, memo.3gp, , memo.mp4 audio/mp4",
            "MP4, memo.tar.aac, , memo.tar.mp4 audio/mp4",
            "WEBM, call.mka, , call.webm audio/webm",
            "MP3, song.aiff, , song.mp3 audio/mpeg",
            "MP3, upload.tmp, , upload.tmp.mp3 audio/mpeg",
            "MP3, call, text/plain, call.mp3 audio/mpeg",
        })
        void isSentUnderANameTheApiTakes(String content, String name, String type, String sent) {
            bodyOf(hear(content(content), name, type));

            assertThat(upload()).isEqualTo(sent);
        }

        @Test
        void isSentFromAFileToo(@TempDir Path folder) throws Exception {
            Path file = Files.write(folder.resolve("voice.opus"), bytes(OGG));

            bodyOf(call("openai:transcribe", file));

            assertThat(upload()).isEqualTo("voice.ogg audio/ogg");
        }

        @Test
        void isSentUnderTheChosenNameToo() {
            bodyOf(call("openai:transcribe?fileName=voice.opus", new ByteArrayInputStream(bytes(OGG))));

            assertThat(upload()).isEqualTo("voice.ogg audio/ogg");
        }
    }

    @Nested
    class WhatTheApiDoesNotTake {

        @ParameterizedTest(name = "{0} named {1} as {2}")
        @CsvSource(
                nullValues = "-",
                value = {
                    "ADTS, song.aac, -, audio/aac with broken frames",
                    "ADTS, -, -, audio/aac with broken frames",
                    "ADTS, -, audio/aac, audio/aac with broken frames",
                    "ADTS, song.tmp, -, audio/aac with broken frames",
                    "AIFF, memo.aiff, -, audio/aiff",
                    "AIFC, memo.aif, -, audio/aiff",
                    "AIFF, -, audio/x-aiff, audio/aiff",
                    "CAF, memo.caf, -, audio/x-caf",
                    "CAF, -, -, audio/x-caf",
                    "AMR, memo, -, audio/amr",
                    "PNG, -, -, image/png",
                    "PNG, memo.opus, -, image/png",
                    "UNKNOWN, memo.caf, -, a .caf file",
                    "UNKNOWN, MEMO.AIFF, -, a .aiff file",
                    "ADIF, song.aac, -, audio/aac",
                    "UNKNOWN, -, audio/opus, audio/opus",
                    "UNKNOWN, -, 'AUDIO/AAC; x=y', audio/aac",
                    "UNKNOWN, memo, audio/x-caf, audio/x-caf",
                    "UNKNOWN, -, audio/amr-wb, audio/amr-wb"
                })
        void isRefusedWithTheFormatsThatItTakes(String content, String name, String type, String what) {
            Exchange exchange = hear(content(content), name, type);

            assertThat(failureOf(exchange, OpenAiRequestException.class))
                    .hasMessage("the recording is " + what + ", which the API does not take; convert it to one of "
                            + FORMATS + ", or set fileName if your server takes it as it is");
            assertThat(openAi.requests()).isEmpty();
        }

        @Test
        void isSentToACompatibleServerUnderTheNameThatSomebodyChose() {
            openAi.next(Reply.json("{\"text\":\"hello\"}"));

            assertThat(bodyOf(call("openai:transcribe?fileName=memo.aiff", bytes(AIFF))))
                    .isEqualTo("hello");

            assertThat(upload()).isEqualTo("memo.aiff audio/aiff");
        }

        @Test
        void isNotSentToTheApiUnderAnyName() {
            component.getConfiguration().setBaseUrl("https://api.openai.com/v1");

            assertThat(failureOf(
                            call("openai:transcribe?fileName=memo.aiff&apiKey=sk-none", bytes(AIFF)),
                            OpenAiRequestException.class))
                    .hasMessage("the recording is audio/aiff, which the API does not take; convert it to one of "
                            + FORMATS);
        }
    }

    @Nested
    class WithoutASignature {

        @ParameterizedTest(name = "{1} named {0}")
        @CsvSource({
            ", audio/mpeg, audio.mp3 audio/mpeg",
            ", 'AUDIO/MPEG; charset=binary', audio.mp3 audio/mpeg",
            ", audio/x-wav, audio.wav audio/wav",
            ", audio/x-m4a, audio.m4a audio/mp4",
            ", audio/m4a, audio.m4a audio/mp4",
            ", video/mp4, audio.mp4 audio/mp4",
            ", application/ogg, audio.ogg audio/ogg",
            ", video/webm, audio.webm audio/webm",
            "call, audio/mpeg, call.mp3 audio/mpeg",
            "memo.opus, audio/mpeg, memo.mp3 audio/mpeg",
            "call.wav, audio/mpeg, call.wav audio/wav"
        })
        void theContentTypeCounts(String name, String type, String sent) {
            bodyOf(hear(UNKNOWN, name, type));

            assertThat(upload()).isEqualTo(sent);
        }

        @Test
        void theTypeThatAComponentOfTheCloudGivesCountsToo() {
            Map<String, Object> headers =
                    Map.of("CamelAwsS3ContentType", "audio/flac", Exchange.CONTENT_TYPE, "audio/mpeg");

            bodyOf(call("openai:transcribe", bytes(UNKNOWN), headers));

            assertThat(upload()).isEqualTo("audio.flac audio/flac");
        }

        @ParameterizedTest
        @ValueSource(strings = {"application/octet-stream", "text/plain", "nonsense", ""})
        void anotherContentTypeTellsNothing(String type) {
            Exchange exchange = hear(UNKNOWN, null, type);

            assertThat(failureOf(exchange, OpenAiRequestException.class))
                    .hasMessageStartingWith("the format of the recording is not known from its first bytes");
        }
    }

    @Nested
    class OurOwnSpeech {

        private void routeBySpeech(String format) throws Exception {
            routes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:echo")
                            .to("openai:speech?responseFormat=" + format)
                            .to("openai:transcribe");
                }
            });
        }

        @ParameterizedTest
        @ValueSource(strings = {"audio/opus", "audio/ogg", "application/octet-stream"})
        void inOpusIsTranscribed(String contentType) throws Exception {
            openAi.next(Reply.media(contentType, Arrays.copyOf(bytes(OGG), 500)), Reply.text("hello"));
            routeBySpeech("opus");

            assertThat(bodyOf(call("direct:echo", "hello"))).isEqualTo("hello");

            var file = openAi.requests().get(1).part("file").orElseThrow();
            assertThat(file.fileName()).hasValue("audio.ogg");
            assertThat(file.size()).isEqualTo(500);
        }

        @Test
        void inOpusIsTranscribedFromAFileToo(@TempDir Path folder) throws Exception {
            openAi.next(Reply.media("audio/opus", bytes(OGG)), Reply.text("hello"));
            routes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:echo")
                            .to("openai:speech?responseFormat=opus")
                            .to("file:" + folder + "?fileName=said.${header.CamelOpenAIFileExtension}")
                            .pollEnrich("file:" + folder + "?fileName=said.opus&initialDelay=0", 5_000)
                            .to("openai:transcribe");
                }
            });

            assertThat(bodyOf(call("direct:echo", "hello"))).isEqualTo("hello");
        }

        /** The API takes AAC within an MP4 file only. */
        @Test
        void inAacIsTranscribedAsAnMp4File() throws Exception {
            openAi.next(Reply.media("audio/aac", aac(3)).inPiecesOf(5), Reply.text("hello"));
            routeBySpeech("aac");

            assertThat(bodyOf(call("direct:echo", "hello"))).isEqualTo("hello");

            var file = openAi.requests().get(1).part("file").orElseThrow();
            assertThat(file.fileName()).hasValue("audio.m4a");
            assertThat(file.contentType()).hasValue("audio/mp4");
            assertThat(file.size()).isEqualTo(MP4_BYTES_BESIDE_THE_FRAMES + 3 * (4 + 10));
        }

        @Test
        void inAacIsTranscribedFromAFileToo(@TempDir Path folder) throws Exception {
            Path file = Files.write(folder.resolve("said.aac"), aac(2));

            bodyOf(call("openai:transcribe", file.toFile()));

            assertThat(upload()).isEqualTo("said.m4a audio/mp4");
        }

        @Test
        void inAacIsSentAgainWhenTheServerWasBusy() {
            openAi.next(Reply.status(503));

            bodyOf(call("openai:transcribe?retryInitialDelay=1", new ByteArrayInputStream(aac(2))));

            assertThat(openAi.requests())
                    .hasSize(2)
                    .extracting(request -> request.part("file").orElseThrow().sha256())
                    .containsOnly(
                            openAi.requests().get(0).part("file").orElseThrow().sha256());
        }

        @Test
        void inBrokenAacIsRefusedWhileItIsSent() throws Exception {
            openAi.next(Reply.media("audio/aac", Arrays.copyOf(aac(1), 200)));
            routeBySpeech("aac");

            assertThat(failureOf(call("direct:echo", "hello"), OpenAiRequestException.class))
                    .hasMessage("the recording begins as AAC, but its frames do not follow each other");
            assertThat(openAi.requests()).hasSize(1);
        }

        /** Frames of 24 kHz and one channel with ten bytes each. */
        private byte[] aac(int frames) {
            return bytes("\u00FF\u00F1X@\u0002\u003F\u00FC0123456789".repeat(frames));
        }

        @ParameterizedTest(name = "{0} served as {1} is {3} {4}")
        @CsvSource({
            "mp3,  application/octet-stream, MP3, audio/mpeg, mp3",
            "mp3,  text/plain, MP3, audio/mpeg, mp3",
            "mp3,  audio/mpeg, OGG, audio/ogg, ogg",
            "mp3,  audio/mp3, MP3, audio/mp3, mp3",
            "opus, application/octet-stream, OGG, audio/opus, opus",
            "opus, audio/ogg; codecs=opus, OGG, audio/ogg; codecs=opus, opus",
            "opus, audio/opus, OGG, audio/opus, opus",
            "aac,  audio/aac, ADTS, audio/aac, aac",
            "aac,  audio/aac, M4A, audio/mp4, m4a",
            "pcm,  application/octet-stream, UNKNOWN, audio/pcm, pcm",
            "pcm,  audio/L16; rate=24000, UNKNOWN, audio/L16; rate=24000, pcm"
        })
        void isNamedAfterItsBytes(String format, String served, String content, String type, String extension)
                throws Exception {
            openAi.next(Reply.media(served, bytes(content(content))));
            routes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:say")
                            .to("openai:speech?responseFormat=" + format)
                            .convertBodyTo(byte[].class);
                }
            });

            Exchange exchange = call("direct:say", "hello");

            assertThat(bodyOf(exchange)).isEqualTo(bytes(content(content)));
            assertThat(exchange.getMessage().getHeaders())
                    .containsEntry(Exchange.CONTENT_TYPE, type)
                    .containsEntry(OpenAiHeaders.FILE_EXTENSION, extension);
        }
    }
}
