// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelopenai.error.OpenAiException;
import io.github.camelopenai.error.OpenAiRequestException;
import io.github.camelopenai.error.OpenAiResponseException;
import io.github.camelopenai.error.OpenAiServerException;
import io.github.camelopenai.error.OpenAiTransportException;
import io.github.camelopenai.model.ChatDelta;
import io.github.camelopenai.model.ChatStream;
import io.github.camelopenai.model.StreamResult;
import io.github.camelopenai.model.Usage;
import java.io.InputStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A chat answer that is handed on while the model writes it. */
class StreamingTest extends StreamScenario {

    private final BlockingQueue<Object> seen = new LinkedBlockingQueue<>();

    @Test
    void textComesInPiecesAndUsageAtTheEnd() throws Exception {
        server.answer("It ", "is ", "sunny");

        Exchange done = read("", exchange -> {
            ChatStream<?> stream = exchange.getMessage().getBody(ChatStream.class);
            assertThat(stream.result()).isEmpty();
            seen.addAll(all(exchange));
            assertThat(stream.result()).isPresent();
        });

        assertThat(done.getException()).isNull();
        assertThat(seen).containsExactly("It ", "is ", "sunny");
        assertThat(done.getProperty("CamelOpenAIStreamResult"))
                .isEqualTo(new StreamResult("stop", new Usage(7L, 3L, 10L, null, null), "chatcmpl-7", "gpt-x"));
        assertThat(done.getMessage().getHeader("CamelOpenAIRequestId")).isEqualTo("req_7");
        assertThat(done.getMessage().getHeader("CamelOpenAIAttempts")).isEqualTo(1);
    }

    @Test
    void usageIsAlwaysAskedFor() throws Exception {
        server.answer("ok");

        read("", StreamScenario::all);

        assertThat(server.awaitRequest())
                .contains("\"stream\":true")
                .contains("\"stream_options\":{\"include_usage\":true}");
    }

    @Test
    void theFirstPieceIsThereBeforeTheLastIsSent() throws Exception {
        server.send(StreamServer.delta("first"));

        Exchange done = read("", exchange -> {
            Iterator<?> pieces = exchange.getMessage().getBody(Iterator.class);
            assertThat(pieces.next()).isEqualTo("first");
            server.answer("last");
            assertThat(pieces.next()).isEqualTo("last");
            assertThat(pieces.hasNext()).isFalse();
        });

        assertThat(done.getException()).isNull();
    }

    @Test
    void aSlowReaderSlowsTheServer() throws Exception {
        server.endless(1000);

        Exchange done = read("", exchange -> {
            exchange.getMessage().getBody(Iterator.class).next();
            server.awaitRequest();
            long before;
            do { // until the buffers between the two are full
                before = server.sentBytes();
                assertThat(seen.poll(300, TimeUnit.MILLISECONDS)).isNull();
            } while (server.sentBytes() > before);
            assertThat(server.sentBytes()).isLessThan(64L << 20);
        });

        assertThat(done.getException()).isNull();
        assertThat(server.awaitClientGone()).isTrue(); // the exchange is complete
    }

    @Test
    void textConvertsToInputStreamAndReader() throws Exception {
        server.answer("Grüße ", "🚀");
        Exchange asStream = read(
                "",
                exchange -> seen.add(new String(
                        exchange.getMessage().getBody(InputStream.class).readAllBytes(), StandardCharsets.UTF_8)));
        assertThat(asStream.getException()).isNull();

        server.answer("Grüße ", "🚀");
        Exchange asReader =
                template.request(uri(""), exchange -> exchange.getMessage().setBody("hi"));
        Reader reader = asReader.getMessage().getBody(Reader.class);

        assertThat(seen.poll()).isEqualTo("Grüße 🚀");
        assertThat(reader).isNotNull();
    }

    @Test
    void eventsTellEverything() throws Exception {
        server.send(StreamServer.delta("Hm"), StreamServer.finish("length"), StreamServer.usage(3, 4), "[DONE]")
                .end();

        Exchange done = read("&streamFormat=event", exchange -> seen.addAll(all(exchange)));

        assertThat(done.getException()).isNull();
        assertThat(seen)
                .containsExactly(
                        ChatDelta.ofText(1, "Hm"),
                        new ChatDelta(1, "", "", List.of(), List.of(), "length", null),
                        new ChatDelta(1, "", "", List.of(), List.of(), null, new Usage(3L, 4L, 7L, null, null)));
    }

    @Test
    void serverSentEventsAreThoseOfTheApi() throws Exception {
        server.answer("It ", "is");

        Exchange done = read(
                "&streamFormat=sse", exchange -> seen.add(exchange.getMessage().getBody(String.class)));

        assertThat(done.getMessage().getHeader(Exchange.CONTENT_TYPE)).isEqualTo("text/event-stream");
        assertThat(seen.poll().toString()).isEqualTo("""
                data: {"id":"chatcmpl-7","object":"chat.completion.chunk","created":1700000000,"model":"gpt-x","choices":[{"index":0,"delta":{"role":"assistant","content":"It "},"finish_reason":null}]}

                data: {"id":"chatcmpl-7","object":"chat.completion.chunk","created":1700000000,"model":"gpt-x","choices":[{"index":0,"delta":{"content":"is"},"finish_reason":null}]}

                data: {"id":"chatcmpl-7","object":"chat.completion.chunk","created":1700000000,"model":"gpt-x","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}

                data: {"id":"chatcmpl-7","object":"chat.completion.chunk","created":1700000000,"model":"gpt-x","choices":[],"usage":{"prompt_tokens":7,"completion_tokens":2,"total_tokens":9}}

                data: [DONE]

                """);
    }

    @Test
    void linesAreOneObjectEach() throws Exception {
        server.answer("It ", "is");

        Exchange done = read(
                "&streamFormat=ndjson",
                exchange -> seen.add(exchange.getMessage().getBody(String.class)));

        assertThat(done.getMessage().getHeader(Exchange.CONTENT_TYPE)).isEqualTo("application/x-ndjson");
        assertThat(seen.poll().toString()).isEqualTo("""
                {"round":1,"text":"It "}
                {"round":1,"text":"is"}
                {"round":1,"finish_reason":"stop"}
                {"round":1,"usage":{"prompt_tokens":7,"completion_tokens":2,"total_tokens":9}}
                {"result":{"finish_reason":"stop","response_id":"chatcmpl-7","model":"gpt-x","usage":{"prompt_tokens":7,"completion_tokens":2,"total_tokens":9}}}
                """);
    }

    @Test
    void abandoningItClosesTheConnection() throws Exception {
        server.send(StreamServer.delta("first"));

        Exchange done = read(
                "", exchange -> exchange.getMessage().getBody(Iterator.class).next());

        assertThat(done.getException()).isNull();
        assertThat(server.keepsSendingUntilClientIsGone(more -> more.send(StreamServer.delta("more"))))
                .isTrue();
        assertThat(done.getProperty("CamelOpenAIStreamResult")).isNull();
    }

    @Test
    void aFailureOfTheRouteClosesTheConnection() throws Exception {
        server.send(StreamServer.delta("first"));

        Exchange done = read("", exchange -> {
            throw new IllegalStateException("the route fails");
        });

        assertThat(done.getException()).hasMessage("the route fails");
        assertThat(server.keepsSendingUntilClientIsGone(more -> more.send(StreamServer.delta("more"))))
                .isTrue();
    }

    @Test
    void readingAfterTheExchangeSaysSo() throws Exception {
        server.send(StreamServer.delta("first"));
        Exchange done = read("", exchange -> seen.add(exchange.getMessage().getBody()));

        assertThatThrownBy(((Iterator<?>) seen.remove())::next)
                .isInstanceOf(OpenAiTransportException.class)
                .hasMessage("the stream was closed, by its reader or at the end of its exchange; read it before that");
        assertThat(done.getException()).isNull();
    }

    /** Each is the end of a stream after one piece of text. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "cut without a word||OpenAiTransportException|the stream of the answer broke off after 4 characters: it ended before the answer did",
                "cut within an event|data: {\"choices\":[{\"del|OpenAiTransportException|the stream of the answer broke off after 4 characters: its last event is not whole",
                "no JSON|data: oops\\n\\n|OpenAiResponseException|an event of the stream is not the JSON that was expected (JsonParseException)",
            })
    void whatIsCutNeverLooksWhole(String label, String rest, String type, String message) throws Exception {
        server.send(StreamServer.delta("part"));
        if (rest != null) {
            server.sendRaw(rest.replace("\\n", "\n"));
        }
        server.end();

        Exchange done = read("", StreamScenario::all);

        OpenAiException failure = failureOf(done, OpenAiException.class);
        assertThat(failure.getClass().getSimpleName()).isEqualTo(type);
        assertThat(failure).hasMessage(message);
        assertThat(failure.requestId()).isEqualTo("req_7");
        assertThat(failure.attempts()).isEqualTo(1);
    }

    @Test
    void aStreamCutWithinACharacterIsCut() throws Exception {
        byte[] event = ("data: " + StreamServer.delta("Grün")).getBytes(StandardCharsets.UTF_8);
        int middle = new String(event, StandardCharsets.ISO_8859_1).indexOf("Ã") + 1;
        server.sendRaw(java.util.Arrays.copyOf(event, middle)).end();

        Exchange done = read("", StreamScenario::all);

        assertThat(failureOf(done, OpenAiTransportException.class)).hasMessageContaining("its last event is not whole");
    }

    @Test
    void anErrorWithinTheStreamIsTheExceptionItWouldHaveBeen() throws Exception {
        server.send(
                        StreamServer.delta("part"),
                        "{\"error\":{\"message\":\"The server had an error\",\"type\":\"server_error\",\"code\":null}}")
                .end();

        Exchange done = read("", StreamScenario::all);

        assertThat(failureOf(done, OpenAiServerException.class).status()).isEqualTo(500);
        assertThat(done.getException()).hasMessageContaining("The server had an error");
    }

    @Test
    void aRefusalInPiecesIsOne() throws Exception {
        server.send(
                        "{\"choices\":[{\"delta\":{\"refusal\":\"I can\"}}]}",
                        "{\"choices\":[{\"delta\":{\"refusal\":\"not\"}}]}",
                        StreamServer.finish("stop"),
                        "[DONE]")
                .end();

        Exchange done = read("", StreamScenario::all);

        assertThat(failureOf(done, OpenAiResponseException.class).refusal()).isEqualTo("I cannot");
    }

    @Test
    void keepAliveAndUnknownEventsAreNoPieces() throws Exception {
        server.sendRaw(": ping\r\n\r\nevent: keepalive\r\ndata: {}\r\n\r\nid: 7\r\nretry: 3\r\n\r\n")
                .sendRaw("data: " + StreamServer.delta("ok") + "\r\n\r\n")
                .sendRaw("data: " + StreamServer.finish("stop") + "\r\n\r\n")
                .end(); // and no [DONE]

        Exchange done = read("", exchange -> seen.addAll(all(exchange)));

        assertThat(done.getException()).isNull();
        assertThat(seen).containsExactly("ok");
    }

    @Test
    void silenceEndsItAfterStreamIdleTimeout() throws Exception {
        server.send(StreamServer.delta("part"));

        Exchange done = read("&streamIdleTimeout=200", StreamScenario::all);

        assertThat(failureOf(done, OpenAiTransportException.class))
                .hasMessage("the server's stream broke off after 169 bytes: nothing came for longer than"
                        + " streamIdleTimeout");
    }

    @Test
    void aServerThatDoesNotStreamIsReadAsAWhole() throws Exception {
        server.contentType("application/json")
                .sendRaw("{\"id\":\"c1\",\"model\":\"m\",\"choices\":[{\"message\":{\"content\":\"all at once\"},"
                        + "\"finish_reason\":\"stop\"}],\"usage\":{\"total_tokens\":5}}")
                .end();

        Exchange done = read("", exchange -> seen.addAll(all(exchange)));

        assertThat(done.getException()).isNull();
        assertThat(seen).containsExactly("all at once");
        assertThat(done.getProperty("CamelOpenAIStreamResult", StreamResult.class)
                        .finishReason())
                .isEqualTo("stop");
    }

    @ParameterizedTest(name = "{0}={1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "CamelOpenAIN|2|n=2 asks for several answers, but a stream brings one; set n to 1, or streaming to false",
                "CamelOpenAIStreamFormat|xml|streamFormat must be one of [text, event, sse, ndjson] but was 'xml';"
                        + " set it in the URI or in header CamelOpenAIStreamFormat",
            })
    void whatDoesNotGoTogetherIsRefused(String header, String value, String message) {
        Exchange done = call(uri(""), "hi", Map.of(header, value));

        assertThat(failureOf(done, OpenAiRequestException.class)).hasMessage(message);
    }
}
