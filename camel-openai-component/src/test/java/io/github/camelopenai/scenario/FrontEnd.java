// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.scenario;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.DefaultEndpoint;

/** Stands for an HTTP server: takes the answer's body when the route has ended, and completes the exchange after that. */
final class FrontEnd extends DefaultComponent {

    private volatile DefaultConsumer consumer;

    /** What the server does with the answer. */
    @FunctionalInterface
    interface Response {
        void send(Exchange exchange) throws Exception;
    }

    /** A request; completes with the exchange when it is complete, and with what sending threw. */
    CompletableFuture<Exchange> ask(String body, Response response) {
        CompletableFuture<Exchange> end = new CompletableFuture<>();
        try {
            Exchange exchange = consumer.createExchange(false);
            exchange.getMessage().setBody(body);
            consumer.createUoW(exchange);
            consumer.getAsyncProcessor()
                    .process(exchange, doneSync -> new Thread(() -> send(exchange, response, end)).start());
        } catch (Exception e) {
            end.completeExceptionally(e);
        }
        return end;
    }

    private void send(Exchange exchange, Response response, CompletableFuture<Exchange> end) {
        Throwable failure = null;
        try {
            response.send(exchange);
        } catch (Throwable e) {
            failure = e;
        }
        consumer.doneUoW(exchange);
        if (failure == null) {
            end.complete(exchange);
        } else {
            end.completeExceptionally(failure);
        }
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
        return new DefaultEndpoint(uri, this) {
            @Override
            public Producer createProducer() {
                throw new UnsupportedOperationException();
            }

            @Override
            public Consumer createConsumer(Processor processor) {
                consumer = new DefaultConsumer(this, processor);
                return consumer;
            }
        };
    }
}
