// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenai.OpenAiComponent;
import io.github.camelopenai.OpenAiHeaders;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.AsyncProducer;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

/** Answers without end in a JVM whose heap is smaller than the bound of an answer: each exchange ends, and holds nothing. */
class SmallHeapTest extends Scenario {

    private static final int EXCHANGES = 3;

    @Test
    void anAnswerLargerThanTheHeapEndsItsExchange() throws Exception {
        try (EndlessServer server =
                new EndlessServer().body("application/json", "{\"choices\":[{\"message\":{\"content\":\"", "x")) {
            String said = ChildJvm.run(
                    Child.class, List.of("-Xmx64m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"), server.baseUrl());

            assertThat(said).contains("failed " + EXCHANGES + ", in flight 0");
        }
    }

    @Test
    void anExceptionThatFindsNoMemoryEndsTheExchangeWithAnother() throws Exception {
        AtomicInteger refused = new AtomicInteger(2);
        AtomicInteger ends = new AtomicInteger();
        Exchange exchange = new DefaultExchange(camel);
        exchange.getMessage().setHeader(OpenAiHeaders.TEMPERATURE, "hot");
        Exchange full = (Exchange) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Exchange.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("setException") && refused.getAndDecrement() > 0) {
                        throw new OutOfMemoryError("on purpose");
                    }
                    return method.invoke(exchange, arguments);
                });
        AsyncProducer producer =
                camel.getEndpoint("openai:chat?model=gpt-4o-mini").createAsyncProducer();
        producer.start();

        producer.processAsync(full).thenRun(ends::incrementAndGet).join();

        assertThat(exchange.getException()).hasMessage("no memory was left on this side to end the step");
        assertThat(ends).hasValue(1);
    }

    /** Prints how its exchanges have ended. */
    static final class Child {
        public static void main(String[] arguments) throws Exception {
            try (DefaultCamelContext camel = new DefaultCamelContext()) {
                camel.start();
                String uri = "openai:chat?model=m&apiKey=k&maxResponseSize=1GB&baseUrl=" + arguments[0];
                int failed = 0;
                for (int sent = 0; sent < EXCHANGES; sent++) {
                    Exchange ended = camel.createProducerTemplate()
                            .request(uri, exchange -> exchange.getMessage().setBody("hi"));
                    failed += ended.getException() == null ? 0 : 1;
                }
                OpenAiComponent component = camel.getComponent("openai", OpenAiComponent.class);
                System.out.println("failed " + failed + ", in flight " + component.getInFlightCalls());
            }
            System.exit(0);
        }
    }
}
