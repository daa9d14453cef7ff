// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import io.github.camelopenai.OpenAiConfiguration;
import io.github.camelopenai.OpenAiHeaders;
import io.github.camelopenai.error.OpenAiResponseException;
import io.github.camelopenai.error.OpenAiTransportException;
import io.github.camelopenai.memory.ChatMemory;
import io.github.camelopenai.model.ChatMessage;
import io.github.camelopenai.quota.QuotaStore;
import io.github.camelopenai.test.Endpoint;
import io.github.camelopenai.test.Reply;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import okhttp3.OkHttpClient;
import org.apache.camel.AsyncProducer;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.spi.ThreadPoolProfile;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.support.DefaultMessage;
import org.apache.camel.support.DefaultThreadPoolFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is thrown, and wherever, the exchange ends once, with it, and holds nothing any more. */
@Timeout(60)
class EveryThrowableEndsTest extends Scenario {

    private static final String CHAT = "openai:chat?model=gpt-4o-mini";

    private final AtomicInteger ends = new AtomicInteger();
    private final Threadless threads = new Threadless();

    @Override
    void configure(OpenAiConfiguration options) {
        camel.getExecutorServiceManager().setThreadPoolFactory(threads);
        options.setRetryInitialDelay(1);
        options.setRetryMaxDelay(2);
    }

    @AfterEach
    void nothingIsHeld() {
        assertThat(component.getInFlightCalls()).isZero();
        assertThat(component.getQueuedCalls()).isZero();
    }

    /** The exchange once it has ended, through the component's own producer and nothing else. */
    private Exchange send(String uri, Object body, Map<String, Object> headers) throws Exception {
        AsyncProducer producer = camel.getEndpoint(uri).createAsyncProducer();
        producer.start();
        Exchange exchange = new DefaultExchange(camel);
        exchange.getMessage().setBody(body);
        headers.forEach(exchange.getMessage()::setHeader);
        CompletableFuture<Exchange> end = new CompletableFuture<>();
        producer.process(exchange, doneSync -> {
            ends.incrementAndGet();
            end.complete(exchange);
        });
        end.get(20, TimeUnit.SECONDS);
        assertThat(ends).hasValue(1);
        return exchange;
    }

    /** A message that fails when the answer is written to it. */
    private static final class BrokenMessage extends DefaultMessage {

        BrokenMessage(CamelContext camel) {
            super(camel);
        }

        @Override
        public void setHeader(String name, Object value) {
            if (name.equals(OpenAiHeaders.ATTEMPTS)) {
                throw new NoSuchMethodError("on purpose");
            }
            super.setHeader(name, value);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"chat", "chat?streaming=true", "embed", "speech", "image"})
    void aMessageThatThrowsWhenTheAnswerIsWritten(String operation) throws Exception {
        AsyncProducer producer = camel.getEndpoint("openai:" + operation).createAsyncProducer();
        producer.start();
        Exchange exchange = new DefaultExchange(camel);
        exchange.setMessage(new BrokenMessage(camel));
        exchange.getMessage().setBody("hello");
        CompletableFuture<Exchange> end = new CompletableFuture<>();

        producer.process(exchange, doneSync -> end.complete(exchange));

        assertThat(root(end.get(20, TimeUnit.SECONDS))).isInstanceOf(NoSuchMethodError.class);
    }

    private Exchange send(String uri, Object body) throws Exception {
        return send(uri, body, Map.of());
    }

    private static Throwable root(Exchange exchange) {
        Throwable cause = exchange.getException();
        while (cause != null && cause.getCause() != null && cause.getCause() != cause) {
            cause = cause.getCause();
        }
        return cause;
    }

    static Stream<Named<Supplier<Throwable>>> throwables() {
        return Stream.of(
                Named.of("a missing method", () -> new NoSuchMethodError("on purpose")),
                Named.of("a broken machine", () -> new InternalError("on purpose")),
                Named.of("no memory", () -> new OutOfMemoryError("on purpose")),
                Named.of("an assertion", () -> new AssertionError("on purpose")),
                Named.of("a checked exception", () -> new IllegalAccessException("on purpose")));
    }

    /** Throws it though it may be checked, as other languages do. */
    @SuppressWarnings("unchecked")
    private static <T extends Throwable> RuntimeException sneak(Throwable failure) throws T {
        throw (T) failure;
    }

    /** A body or a header that fails when its text is wanted. */
    private record Failing(Supplier<Throwable> failure) {

        @Override
        public String toString() {
            throw EveryThrowableEndsTest.<RuntimeException>sneak(failure.get());
        }
    }

    @ParameterizedTest
    @MethodSource("throwables")
    void aBodyThatThrows(Supplier<Throwable> failure) throws Exception {
        assertThat(root(send(CHAT, new Failing(failure)))).hasMessage("on purpose");
    }

    @ParameterizedTest
    @ValueSource(strings = {"embed", "image", "speech"})
    void aBodyThatThrowsInAnyOperation(String operation) throws Exception {
        Failing body = new Failing(() -> new NoSuchMethodError("on purpose"));

        assertThat(root(send("openai:" + operation, body))).isInstanceOf(NoSuchMethodError.class);
    }

    @Test
    void aRecordingThatThrows() throws Exception {
        InputStream recording = new InputStream() {
            @Override
            public int read() {
                throw new NoSuchMethodError("on purpose");
            }
        };

        assertThat(root(send("openai:transcribe?fileName=a.mp3", recording))).isInstanceOf(NoSuchMethodError.class);
    }

    @ParameterizedTest
    @MethodSource("throwables")
    void aHeaderThatThrows(Supplier<Throwable> failure) throws Exception {
        Exchange end = send(CHAT, "hello", Map.of("CamelOpenAILane", new Failing(failure)));

        assertThat(root(end)).hasMessage("on purpose");
    }

    @ParameterizedTest
    @MethodSource("throwables")
    void aTypeConverterThatThrows(Supplier<Throwable> failure) throws Exception {
        camel.getTypeConverterRegistry()
                .addTypeConverter(
                        String.class,
                        Thread.class,
                        new org.apache.camel.support.SimpleTypeConverter(
                                false, (type, exchange, value) -> sneak(failure.get())));

        assertThat(root(send(CHAT, Thread.currentThread()))).hasMessage("on purpose");
    }

    @ParameterizedTest
    @MethodSource("throwables")
    void aMemoryThatThrowsWhenItIsRead(Supplier<Throwable> failure) throws Exception {
        camel.getRegistry().bind("notes", memory(true, failure));

        Exchange end = send(CHAT + "&memory=#notes&conversationId=c1", "hello");

        assertThat(end.getException())
                .isInstanceOf(OpenAiTransportException.class)
                .hasMessageContaining("the conversation could not be read")
                .hasRootCauseMessage("on purpose");
        assertThat(openAi.requests()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("throwables")
    void aMemoryThatThrowsWhenItIsWritten(Supplier<Throwable> failure) throws Exception {
        camel.getRegistry().bind("notes", memory(false, failure));

        Exchange end = send(CHAT + "&memory=#notes&conversationId=c1", "hello");

        assertThat(end.getException())
                .isInstanceOf(OpenAiResponseException.class)
                .hasMessageContaining("received but not remembered")
                .hasRootCauseMessage("on purpose");
    }

    private static ChatMemory memory(boolean whenRead, Supplier<Throwable> failure) {
        return new ChatMemory() {
            @Override
            public List<ChatMessage> load(String conversation) {
                if (whenRead) {
                    throw EveryThrowableEndsTest.<RuntimeException>sneak(failure.get());
                }
                return List.of();
            }

            @Override
            public void append(String conversation, List<ChatMessage> messages) {
                throw EveryThrowableEndsTest.<RuntimeException>sneak(failure.get());
            }
        };
    }

    /** What a model's answer is to become. */
    public static class Broken {
        @JsonDeserialize(using = BrokenReader.class)
        public String name;
    }

    public static class BrokenReader extends JsonDeserializer<String> {
        @Override
        public String deserialize(JsonParser parser, DeserializationContext context) {
            throw new NoSuchMethodError("on purpose");
        }
    }

    @Test
    void aClassForTheAnswerThatThrows() throws Exception {
        openAi.next(Reply.text("{\"name\":\"x\"}"));

        Exchange end = send(CHAT + "&outputClass=" + Broken.class.getName(), "hello");

        assertThat(root(end)).isInstanceOf(NoSuchMethodError.class);
    }

    @Nested
    class ATool {

        private void tool(String more, org.apache.camel.Processor work) throws Exception {
            routes(new RouteBuilder() {
                @Override
                public void configure() {
                    errorHandler(noErrorHandler());
                    from("openai:tool?name=broken&description=d" + more).process(work);
                }
            });
            openAi.next(Reply.toolCall("broken", "{\"name\":\"x\"}"), Reply.text("done without"));
        }

        private void isToldToTheModel() throws Exception {
            Exchange end = send(CHAT + "&tools=broken&toolTimeout=20s", "hello");

            assertThat(bodyOf(end)).isEqualTo("done without");
            assertThat(openAi.requests()
                            .get(1)
                            .json()
                            .path("messages")
                            .get(2)
                            .path("content")
                            .asText())
                    .startsWith("tool broken failed: ");
        }

        @Test
        void whoseRouteThrows() throws Exception {
            tool("", exchange -> {
                throw new NoSuchMethodError("on purpose");
            });
            isToldToTheModel();
        }

        @Test
        void whoseResultThrows() throws Exception {
            tool("", exchange -> exchange.getMessage().setBody(new FailingText()));
            isToldToTheModel();
        }

        @Test
        void whoseArgumentsThrow() throws Exception {
            tool("&argumentClass=" + Broken.class.getName(), exchange -> {});
            isToldToTheModel();
        }

        @Test
        void whoseExceptionThrowsWhenItIsAskedForItsMessage() throws Exception {
            tool("", exchange -> {
                throw new IllegalStateException() {
                    @Override
                    public String getMessage() {
                        throw new NoSuchMethodError("on purpose");
                    }
                };
            });
            isToldToTheModel();
        }
    }

    private static final class FailingText implements CharSequence {
        @Override
        public int length() {
            return 1;
        }

        @Override
        public char charAt(int index) {
            return 'x';
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return this;
        }

        @Override
        public String toString() {
            throw new NoSuchMethodError("on purpose");
        }
    }

    @ParameterizedTest
    @MethodSource("throwables")
    void aQuotaStoreThatThrows(Supplier<Throwable> failure) throws Exception {
        QuotaStore broken = (QuotaStore) Proxy.newProxyInstance(
                QuotaStore.class.getClassLoader(), new Class<?>[] {QuotaStore.class}, (proxy, method, arguments) -> {
                    if (method.getDeclaringClass() == Object.class) {
                        return method.invoke(failure, arguments);
                    }
                    throw failure.get();
                });
        camel.getRegistry().bind("store", broken);

        Exchange end = send(CHAT + "&quotaStore=#store&requestsPerMinute=600&storeFailure=open", "hello");

        assertThat(bodyOf(end)).isEqualTo("You said: hello");
    }

    @ParameterizedTest
    @MethodSource("throwables")
    void aClientOfTheUsersOwnThatThrows(Supplier<Throwable> failure) throws Exception {
        component.setHttpClient(new OkHttpClient.Builder()
                .addInterceptor(chain -> {
                    throw EveryThrowableEndsTest.<RuntimeException>sneak(failure.get());
                })
                .build());

        assertThat(root(send(CHAT, "hello"))).hasMessage("on purpose");
    }

    /** The system gives no more threads. */
    @Nested
    class NoMoreThreads {

        @Test
        void forTheCall() throws Exception {
            threads.exhausted = true;
            boolean isCarriedByVirtualThread = Runtime.version().feature() >= 21; // of which there is no end

            Exchange end = send(CHAT, "hello");

            assertThat(end.getException() == null).isEqualTo(isCarriedByVirtualThread);
            assertThat(openAi.requests()).hasSize(isCarriedByVirtualThread ? 1 : 0);
        }

        @Test
        void forTheTimer() throws Exception {
            camel.getEndpoint(CHAT).createAsyncProducer();
            threads.exhaustedForTimers = true;
            openAi.next(Reply.status(503));

            // either it has its thread already, or the call fails
            assertThat(send(CHAT, "hello").getMessage().getBody()).isNotNull();
        }

        @Test
        void forARefusalOfTheStep() throws Exception {
            camel.getEndpoint(CHAT).createAsyncProducer();
            threads.exhausted = true;

            assertThat(send(CHAT, "").getException()).hasMessageContaining("empty");
        }

        @Test
        void forATool() throws Exception {
            routes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("openai:tool?name=sunny&description=d").setBody().constant("sunny");
                }
            });
            openAi.on(Endpoint.CHAT).next(Reply.toolCall("sunny", "{}"), Reply.text("done"));
            threads.exhaustedAfter(1);

            Exchange end = send(CHAT + "&tools=sunny", "hello");

            assertThat(bodyOf(end)).isEqualTo("done");
        }
    }

    /** Thread pools that get no thread once they are exhausted. */
    private static final class Threadless extends DefaultThreadPoolFactory {
        volatile boolean exhausted;
        volatile boolean exhaustedForTimers;
        private volatile int left = Integer.MAX_VALUE;

        void exhaustedAfter(int threads) {
            left = threads;
        }

        @Override
        public ExecutorService newCachedThreadPool(ThreadFactory factory) {
            return super.newCachedThreadPool(work -> {
                if (exhausted || left-- <= 0) {
                    throw new OutOfMemoryError("unable to create native thread");
                }
                return factory.newThread(work);
            });
        }

        @Override
        public ScheduledExecutorService newScheduledThreadPool(ThreadPoolProfile profile, ThreadFactory factory) {
            return super.newScheduledThreadPool(profile, work -> {
                if (exhaustedForTimers) {
                    throw new OutOfMemoryError("unable to create native thread");
                }
                return factory.newThread(work);
            });
        }
    }

    /** Nothing of a test may be left in a list that only grows. */
    @Test
    void manyFailuresLeaveNoCallBehind() throws Exception {
        List<CompletableFuture<Exchange>> calls = new ArrayList<>();
        for (int call = 0; call < 50; call++) {
            calls.add(template.asyncSend(CHAT, exchange -> exchange.getMessage().setBody(new InputStream() {
                @Override
                public int read() throws IOException {
                    throw new StackOverflowError("on purpose");
                }
            })));
        }
        for (CompletableFuture<Exchange> call : calls) {
            assertThat(call.get(20, TimeUnit.SECONDS).getException()).isNotNull();
        }
    }
}
