// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.github.camelopenai.OpenAiHeaders;
import io.github.camelopenai.error.OpenAiRequestException;
import io.github.camelopenai.model.Transcription;
import io.github.camelopenai.test.Reply;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.WrappedFile;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.converter.stream.InputStreamCache;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A recording in, its text out. */
class TranscribeTest extends Scenario {

    /** Longer than a spool keeps in memory. */
    private static final byte[] LONG = Arrays.copyOf("ID3 a long recording".getBytes(StandardCharsets.UTF_8), 300_000);

    private static final byte[] MP3 = Arrays.copyOf(LONG, 1_000);

    static Stream<Arguments> recordings() {
        return Stream.of(
                Arguments.of("byte[]", MP3),
                Arguments.of("InputStream", new ByteArrayInputStream(MP3)),
                Arguments.of("StreamCache", new InputStreamCache(MP3)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("recordings")
    void aNamelessRecordingIsNamedAfterItsFirstBytes(String label, Object body) {
        openAi.transcription("audio.mp3", "good morning");

        assertThat(bodyOf(call("openai:transcribe", body))).isEqualTo("good morning");
        assertThat(upload()).isEqualTo("audio.mp3 audio/mpeg 1000");
    }

    @Test
    void aFileIsUploadedUnderItsName(@TempDir Path folder) throws Exception {
        Path file = Files.write(folder.resolve("Über uns.mp3"), MP3);
        openAi.transcription("Über uns.mp3", "good morning");

        assertThat(bodyOf(call("openai:transcribe", file))).isEqualTo("good morning");
        assertThat(bodyOf(call("openai:transcribe", file.toFile()))).isEqualTo("good morning");
    }

    @Test
    void aConsumedFileIsUploadedUnderItsName(@TempDir Path folder) throws Exception {
        Files.createDirectory(folder.resolve("sub"));
        Files.write(folder.resolve("sub/call.mp3"), MP3);
        openAi.transcription("call.mp3", "good morning");
        routes(new RouteBuilder() {
            @Override
            public void configure() {
                from("file:" + folder + "?noop=true&initialDelay=0&recursive=true")
                        .process(e -> assertThat(e.getMessage().getBody()).isInstanceOf(WrappedFile.class))
                        .to("openai:transcribe")
                        .to("seda:texts");
            }
        });

        String text = camel.createConsumerTemplate().receiveBody("seda:texts", PATIENCE.toMillis(), String.class);

        assertThat(text).isEqualTo("good morning");
        assertThat(upload()).isEqualTo("call.mp3 audio/mpeg 1000");
    }

    @ParameterizedTest(name = "fileName={0}, CamelFileName={1} is {2}")
    @CsvSource({"one.wav, two.mp3, one.wav", ", in/box/two.m4a, two.m4a", ", 'in\\two.ogg', two.ogg", ", , audio.mp3"})
    void theNameOfTheUploadIsTheFirstThatIsKnown(String fileName, String camelFileName, String name) {
        Map<String, Object> headers = camelFileName == null ? Map.of() : Map.of(Exchange.FILE_NAME, camelFileName);

        bodyOf(call("openai:transcribe" + (fileName == null ? "" : "?fileName=" + fileName), MP3, headers));

        assertThat(upload()).startsWith(name + " ");
    }

    @Test
    void theHeaderOfTheFileNameWinsOverTheFile(@TempDir Path folder) throws Exception {
        Path file = Files.write(folder.resolve("upload.tmp"), MP3);

        bodyOf(call("openai:transcribe", file, Map.of(OpenAiHeaders.FILE_NAME, "call.mp3")));

        assertThat(upload()).isEqualTo("call.mp3 audio/mpeg 1000");
    }

    @Test
    void aRecordingOfUnknownFormatWithoutANameIsRefused() {
        byte[] body = "just a text".getBytes(StandardCharsets.UTF_8);

        Exchange exchange = call("openai:transcribe", body);

        assertThat(failureOf(exchange, OpenAiRequestException.class))
                .hasMessage(
                        "the format of the recording is not known from its first bytes, and the server takes it from"
                                + " the file name; set fileName, such as fileName=call.mp3, or header CamelFileName");
        assertThat(exchange.getMessage().getBody()).isSameAs(body);
        assertThat(openAi.requests()).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "json | good morning",
                "text | \"good morning\n\"",
                "srt  | \"1\n00:00:00,000 --> 00:00:00,000\ngood morning\n\n\"",
                "vtt  | \"WEBVTT\n\n00:00:00.000 --> 00:00:00.000\ngood morning\n\n\""
            })
    void plainFormatsAreTexts(String format, String text) {
        openAi.transcription("audio.mp3", "good morning");

        Object body = bodyOf(call("openai:transcribe?responseFormat=" + format, MP3));

        assertThat(body).asString().matches(text.replaceAll("\\d\\d:\\d\\d:\\d\\d[.,]\\d{3}", "[\\\\d:.,]+"));
        assertThat(body).isInstanceOf(String.class);
        assertThat(field("response_format")).isEqualTo(format);
    }

    @Test
    void aDetailedFormatIsAMapWithTypedAccess() throws Exception {
        byte[] wav = recordingOf("good morning");

        Exchange exchange = call(
                "openai:transcribe?responseFormat=verbose_json&timestampGranularities=word,segment&language=en-GB",
                wav);

        Map<?, ?> body = (Map<?, ?>) bodyOf(exchange);
        assertThat(body.get("task")).isEqualTo("transcribe");
        Transcription transcription = Transcription.from(body);
        assertThat(transcription.text()).isEqualTo("good morning");
        assertThat(transcription.language()).isEqualTo("english");
        assertThat(transcription.words()).extracting(Transcription.Word::word).containsExactly("good", "morning");
        assertThat(transcription.segments()).hasSize(1);
        assertThat(exchange.getMessage().getHeaders())
                .contains(
                        entry(OpenAiHeaders.AUDIO_DURATION, transcription.duration()),
                        entry(OpenAiHeaders.DETECTED_LANGUAGE, "english"));
        assertThat(exchange.getMessage().getHeader(OpenAiHeaders.AUDIO_DURATION))
                .isInstanceOf(Double.class);
        assertThat(openAi.requests().get(1).parts().stream()
                        .filter(part -> part.name().equals("timestamp_granularities[]"))
                        .map(part -> part.text().orElseThrow()))
                .containsExactly("word", "segment");
    }

    @Test
    void aDiarizedFormatTellsWhoSpeaks() throws Exception {
        byte[] wav = recordingOf("good morning");

        Map<?, ?> body = (Map<?, ?>)
                bodyOf(call("openai:transcribe?model=gpt-4o-transcribe-diarize&responseFormat=diarized_json", wav));

        assertThat(Transcription.from(body).segments())
                .extracting(Transcription.Segment::speaker)
                .containsExactly("A");
    }

    @ParameterizedTest(name = "{0} is sent as {1}")
    @CsvSource({"zh-CN, zh", "pt_BR, pt", "DE, de", "en, en"})
    void aRegionIsCutFromTheLanguage(String given, String sent) {
        bodyOf(call("openai:transcribe?language=" + given, MP3));

        assertThat(field("language")).isEqualTo(sent);
    }

    @Test
    void promptAndTemperatureAreFieldsOfTheForm() {
        bodyOf(call("openai:transcribe?prompt=Names: Ödön&temperature=0.2", MP3));

        assertThat(field("prompt")).isEqualTo("Names: Ödön");
        assertThat(field("temperature")).isEqualTo("0.2");
        assertThat(field("model")).isEqualTo("whisper-1");
    }

    @Test
    void theGranularitiesMayBeAListInAHeader() {
        bodyOf(call(
                "openai:transcribe?responseFormat=verbose_json",
                MP3,
                Map.of(OpenAiHeaders.TIMESTAMP_GRANULARITIES, List.of("word"))));

        assertThat(field("timestamp_granularities[]")).isEqualTo("word");
    }

    @Nested
    class ABareStream {

        @Test
        void isSpooledAndTheSpoolIsGoneAfterwards() throws Exception {
            routes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:hear")
                            .noStreamCaching()
                            .to("openai:transcribe")
                            .process(e -> e.setProperty("spools", openSpools()));
                }
            });

            Exchange exchange = call("direct:hear", new OneTimeStream(LONG));

            assertThat(bodyOf(exchange)).asString().startsWith("[audio of 300000 bytes");
            assertThat(exchange.getProperty("spools", List.class)).hasSize(1);
            assertThat(openSpools()).isEmpty();
        }

        @Test
        void isGoneAfterAFailureToo() {
            openAi.next(Reply.status(400));

            Exchange exchange = call("openai:transcribe", new OneTimeStream(LONG));

            assertThat(exchange.getException()).isInstanceOf(OpenAiRequestException.class);
            assertThat(openSpoolsNow()).isEmpty();
        }

        @Test
        void isSentAgainWhenTheServerWasBusy() {
            openAi.next(Reply.status(503));

            Exchange exchange = call("openai:transcribe?retryInitialDelay=1", new OneTimeStream(LONG));

            assertThat(bodyOf(exchange)).asString().startsWith("[audio of 300000 bytes");
            assertThat(openAi.requests()).hasSize(2);
            assertThat(openAi.requests())
                    .extracting(request -> request.part("file").orElseThrow().sha256())
                    .containsOnly(
                            openAi.requests().get(0).part("file").orElseThrow().sha256());
        }

        @Test
        void isSentAgainByARedelivery() throws Exception {
            openAi.next(Reply.status(400));
            routes(new RouteBuilder() {
                @Override
                public void configure() {
                    onException(OpenAiRequestException.class)
                            .maximumRedeliveries(1)
                            .redeliveryDelay(0);
                    from("direct:hear").to("openai:transcribe"); // stream caching is on unless switched off
                }
            });

            Exchange exchange = call("direct:hear", new OneTimeStream(LONG));

            assertThat(bodyOf(exchange)).asString().startsWith("[audio of 300000 bytes");
        }

        @Test
        void thatIsTooLongIsRefusedAndStaysReadable() {
            Exchange exchange = call("openai:transcribe?maxUploadSize=200000", new OneTimeStream(LONG));

            assertThat(failureOf(exchange, OpenAiRequestException.class)).hasMessageContaining("maxUploadSize=200,000");
            assertThat(openAi.requests()).isEmpty();
        }

        private List<String> openSpoolsNow() {
            try {
                return openSpools();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** A stream that, as one from a socket, can neither be reset nor read twice. */
    private static final class OneTimeStream extends InputStream {
        private final InputStream bytes;

        OneTimeStream(byte[] bytes) {
            this.bytes = new ByteArrayInputStream(bytes);
        }

        @Override
        public int read() throws IOException {
            return bytes.read();
        }

        @Override
        public int read(byte[] target, int offset, int count) throws IOException {
            return bytes.read(target, offset, count);
        }
    }

    private byte[] recordingOf(String text) {
        return template.requestBody("openai:speech?responseFormat=wav", text, byte[].class);
    }

    private String upload() {
        var file = openAi.requests().get(0).part("file").orElseThrow();
        return file.fileName().orElseThrow() + " " + file.contentType().orElseThrow() + " " + file.size();
    }

    private String field(String name) {
        return request().part(name).orElseThrow().text().orElseThrow();
    }
}
