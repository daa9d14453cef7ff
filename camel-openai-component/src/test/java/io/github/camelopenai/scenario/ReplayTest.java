// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.scenario;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import io.github.camelopenai.OpenAiComponent;
import io.github.camelopenai.error.OpenAiException;
import io.github.camelopenai.model.ChatDelta;
import io.github.camelopenai.model.ChatDelta.ToolCallDelta;
import io.github.camelopenai.model.ChatStream;
import io.github.camelopenai.model.StreamResult;
import io.github.camelopenai.model.ToolCall;
import io.github.camelopenai.scenario.Cassettes.Cassette;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.Buffer;
import okio.ForwardingSource;
import okio.Okio;
import okio.Source;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every chat exchange that was recorded with a real server becomes what {@code replay.tsv} says, however its bytes are cut.
 * One context for all of them. Skipped where the recordings are not beside the project.
 */
@ExtendWith(NothingLeft.class)
class ReplayTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LARGEST_PIECE = 40;
    private static final int MILLIS_A_PIECE = 2;

    private static Map<String, Cassette> recorded;
    private static Cassettes cassettes;
    private static WireMockServer dribble;
    private static DefaultCamelContext camel;
    private static ProducerTemplate template;

    @BeforeAll
    static void begin() throws Exception {
        String absent = "the folder shared/cassettes is not beside the project; give it as -Dcassettes=FOLDER";
        if (Cassettes.folder().isEmpty()) {
            System.out.println("ReplayTest is skipped: " + absent); // the report of the build does not show it
        }
        Assumptions.assumeTrue(Cassettes.folder().isPresent(), absent);
        recorded = Cassettes.of("chat/completions", "json", "stream", "error")
                .collect(Collectors.toMap(Cassette::name, Function.identity()));
        cassettes = new Cassettes();
        dribble = new WireMockServer(wireMockConfig().dynamicPort().disableRequestJournal());
        dribble.start();
        camel = new DefaultCamelContext();
        OpenAiComponent component = camel.getComponent("openai", OpenAiComponent.class);
        component.getConfiguration().setApiKey("sk-replay");
        component.setHttpClient(
                new OkHttpClient.Builder().addInterceptor(ReplayTest::cut).build());
        camel.addRoutes(routes());
        camel.start();
        template = camel.createProducerTemplate();
    }

    private static RouteBuilder routes() {
        String chat = "openai:chat?maxRetries=0&baseUrl=${header.server}";
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:whole").toD(chat);
                from("direct:event")
                        .toD(chat + "&streaming=true&streamFormat=event")
                        .process(exchange -> Heard.in(exchange).events());
                from("direct:text").toD(chat + "&streaming=true").process(exchange -> Heard.in(exchange)
                        .texts());
            }
        };
    }

    @AfterAll
    static void end() throws Exception {
        if (camel != null) {
            camel.close();
            dribble.stop();
            cassettes.close();
            assertThat(Scenario.ourThreads()).as("threads").isEmpty();
        }
    }

    /** Bytes arrive one to forty at a time; the seed is the recording. WireMock cuts by itself. */
    private static Response cut(Interceptor.Chain chain) throws IOException {
        Response answer = chain.proceed(chain.request());
        if (chain.request().url().port() == dribble.port()) {
            return answer;
        }
        Random random = new Random(chain.request().url().encodedPath().hashCode());
        ResponseBody body = answer.body();
        Source pieces = new ForwardingSource(body.source()) {
            @Override
            public long read(Buffer sink, long count) throws IOException {
                return super.read(sink, Math.min(count, 1 + random.nextInt(LARGEST_PIECE)));
            }
        };
        return answer.newBuilder()
                .body(ResponseBody.create(Okio.buffer(pieces), body.contentType(), body.contentLength()))
                .build();
    }

    /** What a route has heard of a stream, also when it breaks off. */
    private static final class Heard {
        private final Exchange exchange;
        private final StringBuilder text = new StringBuilder();
        private final StringBuilder thoughts = new StringBuilder();
        private final Map<Integer, ToolCall> calls = new TreeMap<>();

        private Heard(Exchange exchange) {
            this.exchange = exchange;
        }

        static Heard in(Exchange exchange) {
            Heard heard = exchange.getProperty("heard", Heard.class);
            if (heard == null) {
                heard = new Heard(exchange);
                exchange.setProperty("heard", heard);
            }
            return heard;
        }

        void events() {
            ChatStream<?> stream = exchange.getMessage().getBody(ChatStream.class);
            while (stream.hasNext()) {
                ChatDelta delta = (ChatDelta) stream.next();
                text.append(delta.text());
                thoughts.append(delta.reasoning());
                delta.toolCalls().forEach(this::add);
            }
        }

        void texts() {
            exchange.getMessage().getBody(ChatStream.class).forEachRemaining(text::append);
        }

        /** An index is enough to tell which call a piece belongs to. */
        private void add(ToolCallDelta piece) {
            calls.merge(
                    piece.index(),
                    new ToolCall(piece.id(), piece.name(), piece.arguments()),
                    (known, more) -> new ToolCall(
                            known.id() == null ? more.id() : known.id(),
                            known.name() == null ? more.name() : known.name(),
                            known.arguments() + more.arguments()));
        }
    }

    private static Exchange call(String route, String server, Object body) {
        return template.request(route, exchange -> {
            exchange.getMessage().setBody(body);
            exchange.getMessage().setHeader("server", server);
        });
    }

    private static OpenAiException failureOf(Exchange exchange) {
        assertThat(exchange.getException()).isInstanceOf(OpenAiException.class);
        return (OpenAiException) exchange.getException();
    }

    static Stream<String> wholes() {
        return files("whole");
    }

    static Stream<String> streams() {
        return files("stream");
    }

    static Stream<String> errors() {
        return files("error");
    }

    private static Stream<String> files(String kind) {
        return ReplayRow.table().stream().filter(row -> row.isA(kind)).map(row -> row.get("file"));
    }

    private static ReplayRow expected(String file) {
        return ReplayRow.table().stream()
                .filter(row -> row.get("file").equals(file))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theTableHasARowForEachRecording() {
        assertThat(ReplayRow.table())
                .extracting(row -> row.get("file"))
                .containsExactlyInAnyOrderElementsOf(recorded.keySet());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wholes")
    void aWholeAnswerBecomesWhatTheTableSays(String file) {
        Cassette cassette = recorded.get(file);
        Map<?, ?> request = JSON.convertValue(cassette.request().orElseThrow(), Map.class);

        Exchange done = call("direct:whole", cassettes.baseUrl(cassette), request);

        ReplayRow actual = expected(file).blank();
        assertThat(done.getException() == null ? actual.whole(done) : actual.failed(failureOf(done)))
                .isEqualTo(expected(file));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("streams")
    void aStreamInPiecesOfAnySizeBecomesWhatTheTableSays(String file) {
        Exchange done = call("direct:event", cassettes.baseUrl(recorded.get(file)), "hello");

        assertThat(streamed(file, done)).isEqualTo(expected(file));
    }

    private static ReplayRow streamed(String file, Exchange done) {
        Heard heard = Heard.in(done);
        ReplayRow actual = expected(file).blank().said(heard.text, heard.thoughts, List.copyOf(heard.calls.values()));
        return done.getException() == null
                ? actual.ended(done.getProperty("CamelOpenAIStreamResult", StreamResult.class))
                : actual.failed(failureOf(done));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("streams")
    void aStreamThatDribblesInHasTheSameText(String file) {
        String server = dribble(recorded.get(file));

        Exchange done = call("direct:text", server, "hello");

        ReplayRow actual = streamed(file, done);
        for (String column : List.of("model", "finish", "text", "tokens", "failure", "status", "code", "type")) {
            assertThat(actual.get(column)).as(column).isEqualTo(expected(file).get(column));
        }
    }

    private static String dribble(Cassette cassette) {
        int pieces = 3 + new Random(cassette.name().hashCode()).nextInt(10);
        ResponseDefinitionBuilder answer = aResponse()
                .withStatus(cassette.status())
                .withHeader("Content-Type", cassette.header("content-type"))
                .withBody(cassette.answer())
                .withChunkedDribbleDelay(pieces, pieces * MILLIS_A_PIECE);
        String base = "/" + cassette.name() + "/v1";
        dribble.stubFor(post(urlPathEqualTo(base + "/chat/completions")).willReturn(answer));
        return dribble.baseUrl() + base;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("errors")
    void anErrorBecomesWhatTheTableSays(String file) {
        Exchange done = call("direct:whole", cassettes.baseUrl(recorded.get(file)), "hello");

        assertThat(expected(file).blank().failed(failureOf(done))).isEqualTo(expected(file));
    }

    /** A server may say no to a stream as well, before it has begun. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("errors")
    void anErrorInsteadOfAStreamIsTheSame(String file) {
        Exchange done = call("direct:event", cassettes.baseUrl(recorded.get(file)), "hello");

        assertThat(expected(file).blank().failed(failureOf(done))).isEqualTo(expected(file));
    }
}
