// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.scenario;

import io.github.camelopenai.OpenAiHeaders;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.camel.AsyncProducer;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.extension.ExtendWith;

/** Calls whose end is a future. */
@ExtendWith(NothingLeft.class)
abstract class Line extends Scenario {

    private final List<AsyncProducer> producers = new ArrayList<>();

    AsyncProducer producer(String uri) throws Exception {
        AsyncProducer producer = camel.getEndpoint(uri).createAsyncProducer();
        producer.start();
        producers.add(producer);
        return producer;
    }

    static CompletableFuture<Exchange> send(AsyncProducer producer, String prompt) {
        Exchange exchange = producer.getEndpoint().createExchange();
        exchange.getMessage().setBody(prompt);
        CompletableFuture<Exchange> end = new CompletableFuture<>();
        producer.process(exchange, doneSync -> end.complete(exchange));
        return end;
    }

    static List<CompletableFuture<Exchange>> sendAll(AsyncProducer producer, int count) {
        return IntStream.range(0, count)
                .mapToObj(number -> send(producer, "number " + number))
                .toList();
    }

    static List<Exchange> ends(List<CompletableFuture<Exchange>> calls) throws Exception {
        CompletableFuture.allOf(calls.toArray(CompletableFuture[]::new)).get(40, TimeUnit.SECONDS);
        return calls.stream().map(CompletableFuture::join).toList();
    }

    static long queuedMillis(Exchange exchange) {
        return exchange.getMessage().getHeader(OpenAiHeaders.QUEUED_MILLIS, Long.class);
    }
}
