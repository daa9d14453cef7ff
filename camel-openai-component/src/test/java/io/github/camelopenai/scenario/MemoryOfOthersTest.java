// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenai.error.OpenAiResponseException;
import io.github.camelopenai.error.OpenAiTransportException;
import io.github.camelopenai.memory.ChatMemory;
import io.github.camelopenai.model.ChatMessage;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.apache.camel.AsyncProducer;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A memory is code of others: whatever it gives or does, its exchange ends once and says that it was the memory. */
@Timeout(60)
class MemoryOfOthersTest extends Scenario {

    private final AtomicInteger ends = new AtomicInteger();

    private CompletableFuture<Exchange> send(ChatMemory memory, String options) throws Exception {
        camel.getRegistry().bind("notes", memory);
        AsyncProducer producer = camel.getEndpoint("openai:chat?memory=#notes&conversationId=c1" + options)
                .createAsyncProducer();
        producer.start();
        Exchange exchange = new DefaultExchange(camel);
        exchange.getMessage().setBody("hello");
        CompletableFuture<Exchange> end = new CompletableFuture<>();
        producer.process(exchange, doneSync -> {
            ends.incrementAndGet();
            end.complete(exchange);
        });
        return end;
    }

    /** Remembers nothing. */
    private static ChatMemory giving(Supplier<List<ChatMessage>> loaded) {
        return new ChatMemory() {
            @Override
            public List<ChatMessage> load(String conversation) {
                return loaded.get();
            }

            @Override
            public void append(String conversation, List<ChatMessage> messages) {}
        };
    }

    /** A list that can be read so many times. */
    private static List<ChatMessage> readable(int times, int sizes) {
        return new AbstractList<>() {
            private int reads;

            @Override
            public ChatMessage get(int index) {
                if (++reads > times) {
                    throw new NoSuchMethodError("on purpose");
                }
                return ChatMessage.user("before");
            }

            @Override
            public int size() {
                return sizes;
            }
        };
    }

    static List<List<ChatMessage>> broken() {
        return List.of(readable(0, 1), readable(1, 2), readable(0, -1), Collections.singletonList(null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "&streaming=true"})
    void aListThatCannotBeRead(String options) throws Exception {
        for (List<ChatMessage> list : broken()) {
            ends.set(0);

            Exchange end = send(giving(() -> list), options).get(20, TimeUnit.SECONDS);

            assertThat(failureOf(end, OpenAiTransportException.class))
                    .hasMessageContaining("the conversation could not be read: memory");
            assertThat(ends).hasValue(1);
        }
        assertThat(openAi.requests()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "&streaming=true"})
    void aListThatCanBeReadOnceIsEnough(String options) throws Exception {
        Exchange end = send(giving(() -> readable(2, 2)), options).get(20, TimeUnit.SECONDS);

        assertThat(bodyOf(end)).isNotNull();
        end.getMessage().getBody(String.class); // a stream ends when it is read
        assertThat(sent().path("messages")).hasSize(3);
        assertThat(ends).hasValue(1);
    }

    /** The context has stopped when the memory comes back; the exchange has ended, or ends now, and once. */
    @Test
    @EndsUnderWay
    void oneThatComesBackAfterTheStop() throws Exception {
        CountDownLatch within = new CountDownLatch(1);
        CountDownLatch over = new CountDownLatch(1);
        ChatMemory slow = giving(() -> {
            within.countDown();
            awaitQuietly(over);
            return new ArrayList<>();
        });
        CompletableFuture<CompletableFuture<Exchange>> sent = new CompletableFuture<>();
        Thread caller = new Thread(() -> {
            try {
                sent.complete(send(slow, ""));
            } catch (Exception e) {
                sent.completeExceptionally(e);
            }
        });
        caller.start();
        within.await();

        camel.stop();
        over.countDown();

        Exchange end = sent.get(20, TimeUnit.SECONDS).get(20, TimeUnit.SECONDS);
        caller.join();
        assertThat(end.getException()).isInstanceOf(OpenAiTransportException.class);
        assertThat(ends).hasValue(1);
        assertThat(openAi.requests()).isEmpty();
    }

    @Test
    void oneThatThrowsAnErrorAfterAnAnswerEndsTheExchangeOnce() throws Exception {
        ChatMemory forgetful = new ChatMemory() {
            @Override
            public List<ChatMessage> load(String conversation) {
                return List.of();
            }

            @Override
            public void append(String conversation, List<ChatMessage> messages) {
                messages.clear(); // it is its own
                throw new StackOverflowError("on purpose");
            }
        };

        Exchange end = send(forgetful, "").get(20, TimeUnit.SECONDS);

        assertThat(failureOf(end, OpenAiResponseException.class)).hasMessageContaining("received but not remembered");
        assertThat(ends).hasValue(1);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
