// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import io.github.camelopenai.error.OpenAiException;
import io.github.camelopenai.error.OpenAiRequestException;
import io.github.camelopenai.error.OpenAiResponseException;
import io.github.camelopenai.test.Reply;
import java.io.InputStream;
import java.io.Reader;
import java.util.AbstractList;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.camel.AsyncProducer;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An Error that a value throws when it is read: one exchange fails with a clear message, and the consumer goes on. */
@Timeout(60)
class ErrorsOfValuesTest extends Scenario {

    private final BlockingQueue<Exchange> failed = new LinkedBlockingQueue<>();
    private final BlockingQueue<Exchange> answered = new LinkedBlockingQueue<>();

    @SuppressWarnings("InfiniteRecursion") // on purpose
    private static int recurse(int depth) {
        return recurse(depth + 1) + 1;
    }

    private static Map<String, Supplier<Error>> errors() {
        return Map.of(
                "StackOverflowError", () -> new StackOverflowError("" + recurse(0)),
                "NoSuchMethodError", () -> new NoSuchMethodError("on purpose"),
                "OutOfMemoryError", () -> new OutOfMemoryError("on purpose"));
    }

    private static Map<String, Object> bodies(Supplier<Error> error) {
        Map<String, Object> bodies = new LinkedHashMap<>();
        bodies.put("a text", new CharSequence() {
            @Override
            public int length() {
                throw error.get();
            }

            @Override
            public char charAt(int index) {
                throw error.get();
            }

            @Override
            public CharSequence subSequence(int start, int end) {
                throw error.get();
            }

            @Override
            public String toString() {
                throw error.get();
            }
        });
        bodies.put("a stream", new InputStream() {
            @Override
            public int read() {
                throw error.get();
            }
        });
        bodies.put("a reader", new Reader() {
            @Override
            public int read(char[] buffer, int offset, int length) {
                throw error.get();
            }

            @Override
            public void close() {}
        });
        bodies.put("an iterator", new Iterator<Object>() {
            @Override
            public boolean hasNext() {
                throw error.get();
            }

            @Override
            public Object next() {
                throw error.get();
            }
        });
        bodies.put("a list", new AbstractList<Object>() {
            @Override
            public Object get(int index) {
                throw error.get();
            }

            @Override
            public int size() {
                throw error.get();
            }
        });
        bodies.put("a map", new AbstractMap<String, Object>() {
            @Override
            public Set<Entry<String, Object>> entrySet() {
                throw error.get();
            }
        });
        bodies.put("an object", new Object() {
            @Override
            public String toString() {
                throw error.get();
            }
        });
        return bodies;
    }

    /** Without a route, as Camel itself reads streams there before we do. */
    private Exchange send(String operation, Object body, Map<String, Object> headers) throws Exception {
        AsyncProducer producer = camel.getEndpoint("openai:" + operation).createAsyncProducer();
        producer.start();
        Exchange exchange = new DefaultExchange(camel);
        exchange.getMessage().setBody(body);
        headers.forEach(exchange.getMessage()::setHeader);
        CompletableFuture<Exchange> end = new CompletableFuture<>();
        producer.process(exchange, doneSync -> end.complete(exchange));
        end.get(20, TimeUnit.SECONDS);
        if (exchange.getException() == null) {
            exchange.getMessage().getBody(String.class); // a stream ends when it is read
        }
        return exchange;
    }

    static List<String> operations() {
        return List.of("chat", "chat?streaming=true", "embed", "image", "speech", "transcribe?fileName=a.mp3");
    }

    private static Object good(String operation) {
        return operation.startsWith("transcribe") ? new byte[1000] : "hello";
    }

    private static String name(String operation) {
        return operation.replaceAll("\\?.*", "");
    }

    @ParameterizedTest
    @MethodSource("operations")
    void inTheBody(String operation) throws Exception {
        for (Map.Entry<String, Supplier<Error>> error : errors().entrySet()) {
            for (Map.Entry<String, Object> body : bodies(error.getValue()).entrySet()) {
                Exchange end = send(operation, body.getValue(), Map.of());

                assertThat(failureOf(end, OpenAiRequestException.class).getMessage())
                        .as("%s that throws %s", body.getKey(), error.getKey())
                        .containsAnyOf(
                                "the request could not be put together: " + error.getKey(),
                                "openai:" + name(operation) + " holds a value that is nested too deep",
                                "the body is a ", // which the operation does not take
                                "cannot be written as JSON");
            }
        }
        assertThat(openAi.requests()).isEmpty();
        assertThat(send(operation, good(operation), Map.of()).getException()).isNull();
    }

    @ParameterizedTest
    @MethodSource("operations")
    void inAHeader(String operation) throws Exception {
        for (Map.Entry<String, Supplier<Error>> error : errors().entrySet()) {
            for (String header : List.of("CamelOpenAIModel", "CamelOpenAILane", "CamelOpenAIUser")) {
                Object value = bodies(error.getValue()).get("an object");

                Exchange end = send(operation, good(operation), Map.of(header, value));

                if (end.getException() == null) {
                    assertThat(header).isEqualTo("CamelOpenAIUser"); // which not every operation sends
                } else {
                    failureOf(end, OpenAiRequestException.class);
                }
            }
        }
    }

    private static List<Object> ring() {
        List<Object> ring = new ArrayList<>();
        ring.add(new ArrayList<>(List.of(new HashMap<>(Map.of("back", ring)))));
        return ring;
    }

    private static Object deep() {
        Object deep = "x";
        for (int level = 0; level < 100_000; level++) {
            deep = new ArrayList<>(List.of(deep));
        }
        return deep;
    }

    @ParameterizedTest
    @MethodSource("operations")
    void ofAValueThatHoldsItselfOrIsTooDeep(String operation) throws Exception {
        for (Object value : List.<Object>of(ring(), deep(), new HashMap<>(Map.of("ring", ring())))) {
            failureOf(send(operation, value, Map.of()), OpenAiRequestException.class);
            failureOf(
                    send(operation, good(operation), Map.of("CamelOpenAIModel", value)), OpenAiRequestException.class);
        }
        assertThat(openAi.requests()).isEmpty();
    }

    @Test
    void inARouteTheNextMessageIsAnswered() throws Exception {
        routes(new RouteBuilder() {
            @Override
            public void configure() {
                onException(StackOverflowError.class).handled(true).process(exchange -> failed.add(exchange.copy()));
                from("seda:in?pollTimeout=20").to("openai:chat").process(exchange -> answered.add(exchange.copy()));
            }
        });

        template.sendBody("seda:in", bodies(errors().get("StackOverflowError")).get("an object"));
        template.sendBody("seda:in", "hello");

        assertThat(failed.poll(20, TimeUnit.SECONDS)).isNotNull();
        assertThat(answered.poll(20, TimeUnit.SECONDS)).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"object\",\"properties\":{\"\":{\"type\":\"string\"}}}",
                "{\"$ref\":\"#\"}",
                "{\"type\":\"object\",\"properties\":{\"a\":{\"$ref\":\"#/properties/a\"}}}",
                "{\"type\":\"object\",\"properties\":{\"\":{\"$ref\":\"#/properties/\"}},\"required\":[\"\"]}"
            })
    void ofASchema(String schema) throws Exception {
        Exchange end = send("chat?strict=false&repair=0", "hello", Map.of("CamelOpenAIJsonSchema", schema));
        Exchange strict = send("chat?repair=0", "hello", Map.of("CamelOpenAIJsonSchema", schema));

        assertThat(Stream.of(end, strict).map(Exchange::getException).filter(Objects::nonNull))
                .allSatisfy(failure -> assertThat(failure).isInstanceOf(OpenAiException.class));
    }

    @Test
    void ofADeepSchema() throws Exception {
        String schema = "{\"type\":\"array\",\"items\":".repeat(5_000) + "{}" + "}".repeat(5_000);

        failureOf(send("chat", "hello", Map.of("CamelOpenAIJsonSchema", schema)), OpenAiRequestException.class);
    }

    public static class Overflowing {
        private String name;

        public String getName() {
            return name;
        }

        public void setName(String name) {
            this.name = name + recurse(0);
        }
    }

    @Test
    void inALaterStep() throws Exception {
        routes(new RouteBuilder() {
            @Override
            public void configure() {
                onException(NoSuchMethodError.class).handled(true).process(exchange -> failed.add(exchange.copy()));
                from("seda:in?pollTimeout=20").to("openai:chat").process(exchange -> {
                    if (answered.isEmpty()) {
                        answered.add(exchange.copy());
                        throw new NoSuchMethodError("on purpose");
                    }
                    answered.add(exchange.copy());
                });
            }
        });

        template.sendBody("seda:in", "hello");
        template.sendBody("seda:in", "again");

        assertThat(failed.poll(20, TimeUnit.SECONDS)).isNotNull();
        assertThat(answered.poll(20, TimeUnit.SECONDS)).isNotNull();
        assertThat(answered.poll(20, TimeUnit.SECONDS)).isNotNull();
    }

    @Test
    void inACallbackThatCamelDoesNotGuard() throws Exception {
        try (CapturedLog log = CapturedLog.from(Level.ERROR)) {
            AsyncProducer producer = camel.getEndpoint("openai:chat").createAsyncProducer();
            producer.start();
            Exchange exchange = new DefaultExchange(camel);
            exchange.getMessage().setBody("hello");
            producer.process(exchange, doneSync -> {
                answered.add(exchange);
                throw new NoSuchMethodError("on purpose");
            });

            assertThat(answered.poll(20, TimeUnit.SECONDS)).isNotNull();
            while (!log.text().contains("on purpose")) { // until the time limit of the class
                Thread.onSpinWait();
            }
            assertThat(log.text()).contains("A later step of exchange " + exchange.getExchangeId());
        }
        send("chat", "hello", Map.of());
    }

    @Test
    void ofAClassForTheAnswer() throws Exception {
        openAi.next(Reply.text("{\"name\":\"x\"}"));

        Exchange end = send("chat?repair=0&outputClass=" + Overflowing.class.getName(), "hello", Map.of());

        assertThat(failureOf(end, OpenAiResponseException.class))
                .hasMessageContaining("the answer does not fit outputClass: $.name cannot be read");
    }
}
