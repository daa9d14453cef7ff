// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenai.internal.tool.ToolOutcome;
import io.github.camelopenai.internal.tool.ToolResult;
import io.github.camelopenai.internal.tool.Toolbox;
import io.github.camelopenai.model.ToolCall;
import io.github.camelopenai.model.ToolTrace;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.converter.stream.CachedOutputStream;
import org.apache.camel.impl.engine.PooledExchangeFactory;
import org.apache.camel.support.SynchronizationAdapter;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** CONTRACT 6: a call becomes an exchange, and its end a text for the model, whatever happens. */
@Timeout(60)
class ToolCallsTest extends ToolScenario {

    private static final String PARIS = "{\"city\":\"Paris\",\"unit\":\"celsius\"}";

    /** The arguments of a tool in Java. */
    public record Weather(String city, Optional<Integer> days) {}

    @Test
    void argumentsAreAMapAndHeaders() throws Exception {
        AtomicReference<Exchange> seen = new AtomicReference<>();
        tool(WEATHER, exchange -> {
            seen.set(exchange.copy());
            exchange.getMessage().setBody(Map.of("degrees", 18));
        });
        caller.setVariable("customer", "4711");
        caller.setProperty("secret", "x");
        caller.getMessage().setHeader("Authorization", "x");

        ToolResult result = callWeather("{\"city\":\"Paris\",\"unit\":\"celsius\",\"CamelHttpUri\":\"http://evil\"}");

        Exchange exchange = seen.get();
        assertThat(result.text()).isEqualTo("{\"degrees\":18}");
        assertThat(result.outcome()).isEqualTo(ToolOutcome.OK);
        assertThat(result.failure()).isEmpty();
        assertThat(exchange.getMessage().getBody(Map.class))
                .isEqualTo(Map.of("city", "Paris", "unit", "celsius", "CamelHttpUri", "http://evil"));
        assertThat(exchange.getMessage().getHeaders())
                .isEqualTo(Map.of("city", "Paris", "unit", "celsius", "CamelOpenAIToolChain", "get_weather"));
        assertThat(exchange.getVariables()).isEqualTo(Map.of("customer", "4711"));
        assertThat(exchange.getProperty("secret")).isNull();
        assertThat(exchange.getProperty("CamelOpenAIToolCall", ToolCall.class).id())
                .isEqualTo("call_1");
        assertThat(exchange.getFromRouteId()).isEqualTo("get_weather");
        assertThat(exchange.getPattern()).hasToString("InOut");
    }

    @Test
    void argumentsMayBeAnInstance() throws Exception {
        tool("openai:tool?name=weather&description=d&argumentClass=" + Weather.class.getName(), exchange -> {
            Weather asked = exchange.getMessage().getBody(Weather.class);
            exchange.getMessage().setBody(asked.city() + " " + asked.days().orElse(1));
        });

        assertThat(call(select("weather"), "weather", "{\"city\":\"Paris\"}").text())
                .isEqualTo("Paris 1");
        assertThat(call(select("weather"), "weather", "{\"city\":\"Paris\",\"days\":3}")
                        .text())
                .isEqualTo("Paris 3");
    }

    @Test
    void whatTheRouteDoesToVariablesStaysThere() throws Exception {
        tool(WEATHER, exchange -> exchange.setVariable("customer", "other"));
        caller.setVariable("customer", "4711");

        callWeather(PARIS);

        assertThat(caller.getVariable("customer")).isEqualTo("4711");
    }

    @Test
    void callsOfARoundRunInParallel() throws Exception {
        CyclicBarrier together = new CyclicBarrier(5);
        tool(WEATHER, exchange -> {
            together.await(20, TimeUnit.SECONDS); // passes only when all five are in the route
            exchange.getMessage().setBody("sunny");
        });
        Toolbox tools = select("weather");

        List<CompletableFuture<ToolResult>> calls = IntStream.range(0, 5)
                .mapToObj(number -> begin(tools, "get_weather", PARIS))
                .toList();

        for (CompletableFuture<ToolResult> call : calls) {
            assertThat(call.get(20, TimeUnit.SECONDS).text()).isEqualTo("sunny");
        }
    }

    @Test
    void theTraceSaysWhatHappened() throws Exception {
        tool(WEATHER, exchange -> ticker.advance(Duration.ofMillis(250)));

        assertThat(callWeather(PARIS).trace(2)).isEqualTo(new ToolTrace(2, "get_weather", PARIS, 250, "ok"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theExchangeEndsOnceAndOnlyAfterItsBodyWasRead(boolean pooled) throws Exception {
        if (pooled) {
            camel.getCamelContextExtension().setExchangeFactory(new PooledExchangeFactory());
        }
        camel.getStreamCachingStrategy().setSpoolEnabled(true);
        camel.getStreamCachingStrategy().setSpoolThreshold(10);
        AtomicInteger ends = new AtomicInteger();
        tool(WEATHER, exchange -> {
            exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
                @Override
                public void onDone(Exchange done) {
                    ends.incrementAndGet();
                }
            });
            CachedOutputStream spool = new CachedOutputStream(exchange);
            new ByteArrayInputStream("a body that lies on disk, for it is long".getBytes()).transferTo(spool);
            exchange.getMessage().setBody(spool.newStreamCache());
        });

        for (int time = 1; time <= 3; time++) {
            assertThat(callWeather(PARIS).text()).isEqualTo("a body that lies on disk, for it is long");
            assertThat(ends).hasValue(time);
            assertThat(camel.getInflightRepository().size()).isZero();
        }
    }

    @Nested
    class WhenTheModelIsWrong {

        @ParameterizedTest(name = "{0}")
        @CsvSource(
                delimiter = '|',
                quoteCharacter = '`',
                value = {
                    "{\"city\": | the arguments are not JSON: Unexpected end-of-input",
                    "[1] | the arguments must be a JSON object; call get_weather again with arguments that fit",
                    "{} | the argument city is missing; call get_weather again with arguments that fit",
                    "{\"city\":\"a\",\"unit\":\"k\"} | the argument unit must be one of [\"celsius\",\"fahrenheit\"];"
                            + " call get_weather again with arguments that fit",
                })
        void itIsToldWhatIsWrongWithArguments(String arguments, String text) throws Exception {
            AtomicInteger runs = new AtomicInteger();
            tool(WEATHER, exchange -> runs.incrementAndGet());

            ToolResult result = callWeather(arguments);

            assertThat(result.outcome()).isEqualTo(ToolOutcome.BAD_ARGUMENTS);
            assertThat(result.text()).startsWith(text).hasSizeLessThanOrEqualTo(500);
            assertThat(result.failure()).isEmpty();
            assertThat(runs).hasValue(0);
        }

        @Test
        void itIsToldWhichToolsThereAre() throws Exception {
            tool(WEATHER, exchange -> {});
            tool("openai:tool?name=secret&description=d", exchange -> {});

            ToolResult result = call(select("weather"), "secret", "{}");

            assertThat(result.outcome()).isEqualTo(ToolOutcome.UNKNOWN_TOOL);
            assertThat(result.text()).isEqualTo("there is no tool secret; the tools are get_weather");
            assertThat(result.failure()).isEmpty();
        }

        @Test
        void aNameWithoutEndIsCut() throws Exception {
            ToolResult result = call(select(), "x".repeat(100_000), "{}");

            assertThat(result.text()).isEqualTo("there is no tool " + "x".repeat(63) + "…");
        }

        @Test
        void aCallWithoutANameIsAnswered() throws Exception {
            assertThat(call(select(), null, null).text()).isEqualTo("there is no tool null");
        }
    }

    @Nested
    class WhenTheRouteFails {

        @Test
        void theModelIsToldTheException() throws Exception {
            tool(WEATHER, exchange -> {
                throw new IllegalStateException("no data for " + "Paris ".repeat(200));
            });

            ToolResult result = callWeather(PARIS);

            assertThat(result.outcome()).isEqualTo(ToolOutcome.FAILED);
            assertThat(result.text())
                    .startsWith("tool get_weather failed: IllegalStateException: no data for Paris")
                    .hasSize(500);
            assertThat(result.failure()).get().isInstanceOf(IllegalStateException.class);
        }

        @Test
        void anErrorIsToldToo() throws Exception {
            camel.getShutdownStrategy().setTimeout(1); // Camel itself goes on counting an exchange that ends so
            tool(WEATHER, exchange -> {
                throw new StackOverflowError();
            });

            ToolResult result = callWeather(PARIS);

            assertThat(result.text()).isEqualTo("tool get_weather failed: StackOverflowError");
        }

        @Test
        void whatTheRouteHandlesIsAnAnswer() throws Exception {
            routes(new RouteBuilder() {
                @Override
                public void configure() {
                    from(WEATHER)
                            .onException(IllegalStateException.class)
                            .handled(true)
                            .setBody(constant("nobody knows"))
                            .end()
                            .throwException(new IllegalStateException("x"));
                }
            });

            ToolResult result = callWeather(PARIS);

            assertThat(result.outcome()).isEqualTo(ToolOutcome.OK);
            assertThat(result.text()).isEqualTo("nobody knows");
        }

        @Test
        void aResultThatIsTooLargeIsToldAsSuch() throws Exception {
            tool(WEATHER, exchange -> exchange.getMessage().setBody("x".repeat((1 << 20) + 1)));

            ToolResult result = callWeather(PARIS);

            assertThat(result.outcome()).isEqualTo(ToolOutcome.TOO_LARGE);
            assertThat(result.text()).isEqualTo("the result is larger than 1 MiB; ask for less");
            assertThat(result.failure()).isPresent();
        }

        @Test
        void aBodyThatIsNoTextIsAFailure() throws Exception {
            tool(WEATHER, exchange -> exchange.getMessage().setBody(new Object()));

            ToolResult result = callWeather(PARIS);

            assertThat(result.outcome()).isEqualTo(ToolOutcome.FAILED);
            assertThat(result.text()).contains("the body, a java.lang.Object, cannot be written as JSON");
        }
    }
}
