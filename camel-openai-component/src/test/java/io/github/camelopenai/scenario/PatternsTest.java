// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenai.OpenAiComponent;
import io.github.camelopenai.OpenAiHeaders;
import io.github.camelopenai.error.OpenAiRequestException;
import io.github.camelopenai.error.OpenAiServerException;
import io.github.camelopenai.test.Endpoint;
import io.github.camelopenai.test.OpenAiSimulator;
import io.github.camelopenai.test.Reply;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.processor.aggregate.GroupedBodyAggregationStrategy;
import org.apache.camel.spi.TransactedPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The component inside Camel's patterns. */
@Timeout(60)
class PatternsTest extends Scenario {

    private static final byte[] RECORDING =
            "ID3 a recording, in a way".repeat(20_000).getBytes(StandardCharsets.US_ASCII);

    private static String spoken(byte[] speech) {
        return OpenAiSimulator.spokenTextOf(speech).orElseThrow();
    }

    @Test
    void toDWithManyUris() throws Exception {
        routes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:dynamic").toD("openai:chat?model=${header.wanted}&maxTokens=${header.most}");
            }
        });

        for (int number = 1; number <= 50; number++) {
            Exchange answer = call("direct:dynamic", "hello", Map.of("wanted", "gpt-4o-mini", "most", 100 + number));
            assertThat(bodyOf(answer)).asString().startsWith("You said:");
        }

        assertThat(openAi.requests())
                .extracting(request -> request.json().path("max_tokens").asInt())
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(101, 150).boxed().toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"image", "speech?responseFormat=wav"})
    void mediaOfAParallelSplitAreReadAfterIt(String operation) throws Exception {
        routes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:split")
                        .split(body(), new GroupedBodyAggregationStrategy())
                        .parallelProcessing()
                        .to("openai:" + operation)
                        .end()
                        .process(exchange -> {
                            List<?> media = exchange.getMessage().getBody(List.class);
                            exchange.getMessage()
                                    .setBody(media.stream()
                                            .map(medium -> exchange.getContext()
                                                    .getTypeConverter()
                                                    .convertTo(byte[].class, exchange, medium))
                                            .toList());
                        });
            }
        });
        List<String> prompts = List.of("a cat", "a dog", "a camel", "a horse", "a bird", "a whale");

        List<?> media = (List<?>) bodyOf(call("direct:split", prompts));

        assertThat(media)
                .extracting(medium -> operation.equals("image")
                        ? OpenAiSimulator.promptOf((byte[]) medium).orElseThrow()
                        : spoken((byte[]) medium))
                .containsExactlyInAnyOrderElementsOf(prompts);
    }

    @Test
    void partsOfASplitAreMergedWhileTheyArrive() throws Exception {
        routes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:split")
                        .split(body(), (all, one) -> {
                            // The body is read inside the aggregation, in turn.
                            String text = spoken(one.getMessage().getBody(byte[].class));
                            one.getMessage()
                                    .setBody(
                                            all == null
                                                    ? text
                                                    : all.getMessage().getBody() + "," + text);
                            return one;
                        })
                        .to("openai:speech?responseFormat=wav")
                        .end();
            }
        });

        assertThat(bodyOf(call("direct:split", List.of("one", "two", "three")))).isEqualTo("one,two,three");
    }

    @Test
    void twoBranchesReadTheSameSpeech() throws Exception {
        Queue<byte[]> read = new ConcurrentLinkedQueue<>();
        routes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:both")
                        .to("openai:speech?responseFormat=wav")
                        .multicast()
                        .parallelProcessing()
                        .to("direct:left", "direct:right");
                from("direct:left")
                        .process(exchange -> read.add(exchange.getMessage().getBody(byte[].class)));
                from("direct:right")
                        .process(exchange -> read.add(exchange.getMessage().getBody(byte[].class)));
            }
        });

        bodyOf(call("direct:both", "hear, hear"));

        assertThat(read).hasSize(2).allSatisfy(speech -> assertThat(spoken(speech))
                .isEqualTo("hear, hear"));
        assertThat(openAi.requests()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"seda", "wireTap"})
    void aSpeechIsReadAfterTheRouteThatMadeItHasEnded(String way) throws Exception {
        CountDownLatch firstHasEnded = new CountDownLatch(1);
        CountDownLatch read = new CountDownLatch(1);
        Queue<String> heard = new ConcurrentLinkedQueue<>();
        routes(new RouteBuilder() {
            @Override
            public void configure() {
                var route = from("direct:say").to("openai:speech?responseFormat=wav");
                if (way.equals("seda")) {
                    route.to("seda:later?waitForTaskToComplete=Never");
                } else {
                    route.wireTap("seda:later");
                }
                from("seda:later?pollTimeout=20").process(exchange -> {
                    firstHasEnded.await(20, TimeUnit.SECONDS);
                    heard.add(spoken(exchange.getMessage().getBody(byte[].class)));
                    read.countDown();
                });
            }
        });

        template.sendBody("direct:say", "see you later");
        firstHasEnded.countDown();

        assertThat(read.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(heard).containsExactly("see you later");
    }

    @Test
    void aTappedSpeechIsHeardTwice() throws Exception {
        Queue<String> tapped = new ConcurrentLinkedQueue<>();
        CountDownLatch read = new CountDownLatch(1);
        routes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:say")
                        .to("openai:speech?responseFormat=wav")
                        .wireTap("direct:tap")
                        .convertBodyTo(byte[].class);
                from("direct:tap").process(exchange -> {
                    tapped.add(spoken(exchange.getMessage().getBody(byte[].class)));
                    read.countDown();
                });
            }
        });

        byte[] speech = (byte[]) bodyOf(call("direct:say", "psst"));

        assertThat(spoken(speech)).isEqualTo("psst");
        assertThat(read.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(tapped).containsExactly("psst");
    }

    /** Without stream caching Camel itself loses the body of a redelivery, but not that of a dead letter. */
    @ParameterizedTest(name = "stream caching {0}, redeliveries {1}")
    @CsvSource({"true, 2", "true, 0", "false, 0"})
    void theDeadLetterIsTheOriginal(boolean streamCaching, int redeliveries) throws Exception {
        List<Exchange> dead = new CopyOnWriteArrayList<>();
        List<byte[]> bodies = new CopyOnWriteArrayList<>();
        routes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(deadLetterChannel("direct:dead")
                        .maximumRedeliveries(redeliveries)
                        .redeliveryDelay(1));
                from("direct:hear").streamCache(String.valueOf(streamCaching)).to("openai:transcribe");
                from("direct:dead").process(exchange -> {
                    bodies.add(exchange.getMessage().getBody(byte[].class));
                    dead.add(exchange);
                });
            }
        });
        IntStream.rangeClosed(0, redeliveries).forEach(attempt -> openAi.next(Reply.status(400)));

        Map<String, Object> headers = Map.of(OpenAiHeaders.LANGUAGE, "en", OpenAiHeaders.PROMPT, "hm", "order", 7);
        call("direct:hear", new ByteArrayInputStream(RECORDING), headers);

        assertThat(bodies).hasSize(1);
        assertThat(bodies.get(0)).isEqualTo(RECORDING);
        assertThat(dead.get(0).getMessage().getHeaders()).containsAllEntriesOf(headers);
        assertThat(dead.get(0).getProperty(Exchange.EXCEPTION_CAUGHT)).isInstanceOf(OpenAiRequestException.class);
        assertThat(openAi.requests(Endpoint.TRANSCRIPTION))
                .hasSize(redeliveries + 1)
                .allSatisfy(request -> {
                    assertThat(request.part("file").orElseThrow().size()).isEqualTo(RECORDING.length);
                    assertThat(request.part("language").orElseThrow().text()).contains("en");
                });
    }

    @Test
    void redeliveryOfABareStreamSucceedsInTheEnd() throws Exception {
        routes(new RouteBuilder() {
            @Override
            public void configure() {
                onException(OpenAiServerException.class).maximumRedeliveries(3).redeliveryDelay(1);
                from("direct:hear").to("openai:transcribe?maxRetries=0");
            }
        });
        openAi.next(Reply.status(500), Reply.status(503));
        openAi.transcription("call.mp3", "heard you");

        Exchange answer =
                call("direct:hear", new ByteArrayInputStream(RECORDING), Map.of(OpenAiHeaders.FILE_NAME, "call.mp3"));

        assertThat(bodyOf(answer)).isEqualTo("heard you");
        assertThat(answer.getMessage().getHeaders()).doesNotContainKey(OpenAiHeaders.FILE_NAME);
        assertThat(openAi.requests()).hasSize(3);
    }

    @Test
    void aSpeechFeedsTheNextStep() throws Exception {
        routes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:loop")
                        .to("openai:chat")
                        .to("openai:speech?responseFormat=wav")
                        .to("openai:transcribe")
                        .to("openai:embed?dimensions=8");
            }
        });

        Object vector = bodyOf(call("direct:loop", "round and round"));

        assertThat(vector).isInstanceOf(float[].class);
        assertThat(openAi.requests(Endpoint.EMBEDDINGS)
                        .get(0)
                        .json()
                        .path("input")
                        .asText())
                .isEqualTo("You said: round and round");
    }

    @Test
    void routesThatCallAgainFromAProcessorDoNotWaitForEachOther() throws Exception {
        int callers = 64;
        component.getConfiguration().setMaxConcurrentRequests(4);
        routes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:outer").to("openai:chat?model=gpt-4o-mini").process(exchange -> {
                    Object first = exchange.getMessage().getBody();
                    exchange.getMessage().setBody(template.requestBody("openai:chat?model=gpt-4o-mini", first));
                });
            }
        });
        List<Future<Object>> answers = IntStream.range(0, callers)
                .mapToObj(number -> (Future<Object>) template.asyncRequestBody("direct:outer", (Object) ("n" + number)))
                .toList();

        for (int number = 0; number < callers; number++) {
            assertThat(answers.get(number).get(40, TimeUnit.SECONDS)).isEqualTo("You said: You said: n" + number);
        }
        assertThat(openAi.requests()).hasSize(2 * callers);
    }

    @Test
    void allWorkersCallAgainAtTheSameMoment() throws Exception {
        int callers = 64;
        CountDownLatch allThere = new CountDownLatch(callers);
        routes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:outer").to("openai:chat").process(exchange -> {
                    allThere.countDown();
                    allThere.await(20, TimeUnit.SECONDS);
                    exchange.getMessage()
                            .setBody(template.requestBody(
                                    "openai:chat", exchange.getMessage().getBody()));
                });
            }
        });
        CountDownLatch open = new CountDownLatch(callers);
        Queue<Exchange> ended = new ConcurrentLinkedQueue<>();

        try (var producer = camel.getEndpoint("direct:outer").createAsyncProducer()) {
            producer.start();
            for (int number = 0; number < callers; number++) {
                Exchange exchange = producer.getEndpoint().createExchange();
                exchange.getMessage().setBody("n" + number);
                producer.process(exchange, doneSync -> {
                    ended.add(exchange);
                    open.countDown();
                });
            }
            assertThat(open.await(40, TimeUnit.SECONDS)).isTrue();
        }

        assertThat(ended)
                .allSatisfy(exchange -> assertThat(bodyOf(exchange)).asString().startsWith("You said: You said: n"));
    }

    @Test
    void aCallerThatWaitsGetsItsAnswer() {
        assertThat(template.requestBody("openai:chat", "hello", String.class)).isEqualTo("You said: hello");
    }

    @Test
    void withinATransactionTheRouteStaysOnItsThread() throws Exception {
        camel.getRegistry().bind("required", TransactedPolicy.class, new ThreadBoundPolicy());
        Queue<Thread> threads = new ConcurrentLinkedQueue<>();
        routes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:transacted")
                        .transacted("required")
                        .process(exchange -> threads.add(Thread.currentThread()))
                        .to("openai:chat")
                        .process(exchange -> threads.add(Thread.currentThread()));
            }
        });

        Object answer = bodyOf(call("direct:transacted", "hello"));

        assertThat(answer).isEqualTo("You said: hello");
        assertThat(threads).hasSize(2).containsOnly(Thread.currentThread());
    }

    /** What a transaction is to Camel: a thread, and a mark on the exchange. */
    private static final class ThreadBoundPolicy implements TransactedPolicy {
        @Override
        public void beforeWrap(Route route, NamedNode definition) {}

        @Override
        public Processor wrap(Route route, Processor processor) {
            return exchange -> {
                exchange.getUnitOfWork().beginTransactedBy(this);
                try {
                    processor.process(exchange);
                } finally {
                    exchange.getUnitOfWork().endTransactedBy(this);
                }
            };
        }
    }

    @Test
    void theComponentWorksUnderAnotherName() throws Exception {
        OpenAiComponent other = new OpenAiComponent(camel);
        other.getConfiguration().setBaseUrl(openAi.baseUrl());
        other.getConfiguration().setApiKey(openAi.apiKey());
        camel.addComponent("gpt", other);
        routes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:named").to("gpt:chat?model=gpt-4o-mini&temperature=0.5");
            }
        });

        assertThat(bodyOf(call("direct:named", "hello"))).isEqualTo("You said: hello");
        assertThat(sent().path("temperature").asDouble()).isEqualTo(0.5);
    }

    @Test
    void aRecordingOfAnotherRouteIsHeardThroughSeda() throws Exception {
        routes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:hear").to("seda:hear");
                from("seda:hear?pollTimeout=20").to("openai:transcribe");
            }
        });
        InputStream recording = new ByteArrayInputStream(RECORDING);

        assertThat(bodyOf(call("direct:hear", recording))).asString().contains(RECORDING.length + " bytes");
    }
}
