// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenai.OpenAiConfiguration;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.apache.camel.ExchangePattern;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.seda.SedaEndpoint;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Open answers of exchanges that Camel drops without an end: once nobody can read them, they are closed and permits return. */
class StreamsForgottenTest extends Scenario {

    private static final String QUEUE = "seda:dropped?waitForTaskToComplete=Never&size=100";
    private static final int SENT = 5;
    private static final long LONGEST_NANOS = Duration.ofSeconds(60).toNanos();

    @Override
    void configure(OpenAiConfiguration options) {
        options.setStreamIdleTimeout(200); // how often a body is looked at
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "chat?model=m&streaming=true",
                "chat?model=m&streaming=true&streamFormat=text",
                "chat?model=m&streaming=true&streamFormat=sse",
                "speech?model=m&voice=alloy"
            })
    void theirPermitsReturn(String uri) throws Exception {
        boolean speaks = uri.startsWith("speech");
        try (EndlessServer endless = new EndlessServer()
                .body(
                        speaks ? "audio/mpeg" : "text/event-stream",
                        speaks ? "ID3\u0004" : "",
                        speaks ? "x" : "data: {\"choices\":[{\"delta\":{\"content\":\"x\"}}]}\n\n")) {
            routes(dropping("openai:" + uri + "&baseUrl=" + endless.baseUrl()));
            for (int sent = 0; sent < SENT; sent++) {
                template.sendBody("direct:a", "hi");
            }
            assertThat(component.getInFlightCalls()).isEqualTo(SENT);

            camel.getEndpoint(QUEUE, SedaEndpoint.class).purgeQueue(); // as a consumer does that stops, if it is to

            long begun = System.nanoTime();
            while (component.getInFlightCalls() > 0 && System.nanoTime() - begun < LONGEST_NANOS) {
                System.gc();
                LockSupport.parkNanos(20_000_000);
            }
            assertThat(component.getInFlightCalls()).isZero();
            assertThat(endless.isClientGone()).isTrue();
        }
    }

    private static RouteBuilder dropping(String uri) {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:a")
                        .noStreamCaching() // or the queue reads a copy to its end
                        .to(uri)
                        .to(ExchangePattern.InOnly, QUEUE);
            }
        };
    }
}
