// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelopenai.OpenAiHeaders;
import io.github.camelopenai.error.OpenAiException;
import io.github.camelopenai.test.OpenAiSimulator;
import io.github.camelopenai.test.Reply;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.camel.Exchange;
import org.apache.camel.StreamCache;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A text in, a recording out. */
class SpeechTest extends Scenario {

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource({"mp3, audio/mpeg", "wav, audio/wav", "pcm, audio/pcm"})
    void theFormatShowsInTheHeaders(String format, String contentType) throws Exception {
        Exchange exchange = speak("openai:speech?responseFormat=" + format, "hello");

        assertThat((byte[]) bodyOf(exchange)).isNotEmpty();
        assertThat(exchange.getMessage().getHeaders())
                .containsEntry(Exchange.CONTENT_TYPE, contentType)
                .containsEntry(OpenAiHeaders.FILE_EXTENSION, format)
                .doesNotContainKeys(Exchange.FILE_NAME, OpenAiHeaders.PROMPT_TOKENS);
    }

    @Test
    void withoutOptionsItIsAnMp3OfAlloy() throws Exception {
        Exchange exchange = speak("openai:speech", "hello");

        assertThat(OpenAiSimulator.spokenTextOf((byte[]) bodyOf(exchange))).hasValue("hello");
        assertThat(sent().toString())
                .isEqualTo("{\"input\":\"hello\",\"voice\":\"alloy\",\"response_format\":\"mp3\","
                        + "\"model\":\"gpt-4o-mini-tts\"}");
    }

    @Test
    void voiceSpeedAndInstructionsAreSent() throws Exception {
        speak("openai:speech?voice=nova&speed=1.5&instructions=Whisper.", "hello");

        assertThat(sent().path("voice").asText()).isEqualTo("nova");
        assertThat(sent().path("speed").asDouble()).isEqualTo(1.5);
        assertThat(sent().path("instructions").asText()).isEqualTo("Whisper.");
    }

    @Test
    void theStreamCanBeReadTwiceWithinARoute() throws Exception {
        routes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:speak")
                        .to("openai:speech?responseFormat=wav")
                        .process(e -> {
                            assertThat(e.getMessage().getBody())
                                    .isInstanceOf(InputStream.class)
                                    .isInstanceOf(StreamCache.class);
                            e.setProperty("first", e.getMessage().getBody(byte[].class));
                        })
                        .log("spoken")
                        .convertBodyTo(byte[].class);
            }
        });

        Exchange exchange = call("direct:speak", "hello world");

        assertThat(bodyOf(exchange)).isEqualTo(exchange.getProperty("first"));
        assertThat(OpenAiSimulator.spokenTextOf((byte[]) bodyOf(exchange))).hasValue("hello world");
    }

    @Test
    void theFileEndpointWritesIt(@TempDir Path folder) throws Exception {
        routes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:speak")
                        .to("openai:speech?responseFormat=wav")
                        .to("file:" + folder + "?fileName=spoken.${header.CamelOpenAIFileExtension}");
            }
        });

        bodyOf(call("direct:speak", "hello world"));

        assertThat(OpenAiSimulator.spokenTextOf(Files.readAllBytes(folder.resolve("spoken.wav"))))
                .hasValue("hello world");
    }

    @Test
    void bothBranchesOfAMulticastReadAllOfIt() throws Exception {
        routes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:speak")
                        .to("openai:speech?responseFormat=wav")
                        .multicast()
                        .parallelProcessing()
                        .to("direct:hear", "direct:hear")
                        .end()
                        .setBody(constant("done"));
                from("direct:hear")
                        .to("openai:transcribe")
                        .process(e -> assertThat(e.getMessage().getBody()).isEqualTo("hello world"));
            }
        });

        assertThat(bodyOf(call("direct:speak", "hello world"))).isEqualTo("done");
    }

    @Test
    void theRouteGoesOnWhileTheServerStillSpeaks() throws Exception {
        // The first bytes come at once, the last two seconds later; the route must not have waited for those.
        openAi.next(Reply.ok().over(Duration.ofSeconds(2)));
        routes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:speak")
                        .to("openai:speech?responseFormat=wav")
                        .process(e -> e.setProperty("underWay", openAi.inFlight()))
                        .convertBodyTo(byte[].class);
            }
        });

        Exchange exchange = call("direct:speak", "hello world");

        assertThat(OpenAiSimulator.spokenTextOf((byte[]) bodyOf(exchange))).hasValue("hello world");
        assertThat(exchange.getProperty("underWay")).isEqualTo(1);
    }

    @Test
    void aRecordingCutShortIsAFailureOfTheStepThatReadsIt() throws Exception {
        openAi.next(Reply.ok().cutAfter(2_000));

        Exchange exchange = speak("openai:speech?responseFormat=wav&maxRetries=0", "hello world");

        assertThat(exchange.getException()).isNotNull();
    }

    @Test
    void readingAfterTheExchangeIsCompleteFailsClearly() {
        InputStream late = (InputStream) bodyOf(call("openai:speech", "hello"));

        assertThatThrownBy(late::readAllBytes)
                .isInstanceOf(IOException.class)
                .hasMessage("the exchange is complete and its stream is closed; read the body within the route, for"
                        + " example with convertBodyTo(byte[].class)");
    }

    @Test
    void withoutStreamCachingItIsAPlainStreamThatClosesWithTheExchange() throws Exception {
        routes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:speak")
                        .noStreamCaching()
                        .to("openai:speech?responseFormat=wav")
                        .process(e -> {
                            InputStream stream = e.getMessage().getBody(InputStream.class);
                            assertThat(stream).isNotInstanceOf(StreamCache.class);
                            assertThat(stream.readNBytes(4)).asString().isEqualTo("RIFF");
                        });
            }
        });

        InputStream left = (InputStream) bodyOf(call("direct:speak", "hello world"));

        assertThat(openAi.awaitIdle(PATIENCE)).isZero();
        assertThatThrownBy(left::readAllBytes).isInstanceOf(IOException.class);
    }

    @Test
    void aFailureNamesTheFieldThatTheServerComplainsAbout() throws Exception {
        Exchange exchange = speak("openai:speech?voice=bob", "hello");

        OpenAiException failure = failureOf(exchange, OpenAiException.class);
        assertThat(failure.param()).isEqualTo("voice");
        assertThat(exchange.getMessage().getBody()).isEqualTo("hello");
    }

    /** Reads the recording within the exchange, as a route would. */
    private Exchange speak(String uri, String text) throws Exception {
        routes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:speak").to(uri).convertBodyTo(byte[].class);
            }
        });
        Exchange exchange = call("direct:speak", text);
        if (exchange.getException() == null) {
            assertThat(exchange.getMessage().getBody()).isInstanceOf(byte[].class);
        }
        return exchange;
    }
}
