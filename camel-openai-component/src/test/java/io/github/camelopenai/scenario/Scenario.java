// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelopenai.OpenAiComponent;
import io.github.camelopenai.OpenAiConfiguration;
import io.github.camelopenai.error.OpenAiException;
import io.github.camelopenai.test.OpenAiSimulator;
import io.github.camelopenai.test.OpenAiSimulatorBuilder;
import io.github.camelopenai.test.ReceivedRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;

/** A simulated OpenAI and a running Camel context that calls it, for each test; after it nothing of ours may be left. */
@ExtendWith(NothingLeft.class)
abstract class Scenario {

    static final Duration PATIENCE = Duration.ofSeconds(20);

    OpenAiSimulator openAi;
    DefaultCamelContext camel;
    OpenAiComponent component;
    ProducerTemplate template;

    @BeforeEach
    final void begin() throws Exception {
        openAi = simulator().start();
        camel = new DefaultCamelContext();
        component = camel.getComponent("openai", OpenAiComponent.class);
        component.getConfiguration().setBaseUrl(openAi.baseUrl());
        component.getConfiguration().setApiKey(openAi.apiKey());
        configure(component.getConfiguration());
        camel.start();
        template = camel.createProducerTemplate();
    }

    /** The server of each test. */
    OpenAiSimulatorBuilder simulator() {
        return OpenAiSimulator.builder();
    }

    /** Options of the component beyond base URL and key. */
    void configure(OpenAiConfiguration options) {}

    @AfterEach
    final void end() throws Exception {
        camel.close();
        int underWay = openAi.awaitIdle(PATIENCE);
        var unread = openAi.unusedReplies();
        openAi.close();

        assertThat(underWay).as("exchanges under way").isZero();
        assertThat(unread).as("scripted replies that nobody read").isEmpty();
    }

    /** Adds routes to the running context. */
    void routes(RouteBuilder routes) throws Exception {
        camel.addRoutes(routes);
    }

    /** Calls an endpoint, or a route, and gives the exchange whether or not it failed. */
    Exchange call(String uri, Object body) {
        return call(uri, body, Map.of());
    }

    Exchange call(String uri, Object body, Map<String, Object> headers) {
        return template.request(uri, exchange -> {
            exchange.getMessage().setBody(body);
            exchange.getMessage().setHeaders(new HashMap<>(headers));
        });
    }

    /** What a call that must succeed leaves in the body. */
    Object bodyOf(Exchange exchange) {
        assertThat(exchange.getException()).isNull();
        return exchange.getMessage().getBody();
    }

    /** How a call that must fail has failed. */
    <T extends OpenAiException> T failureOf(Exchange exchange, Class<T> type) {
        assertThat(exchange.getException()).isInstanceOf(type);
        return type.cast(exchange.getException());
    }

    /** The only request that the server has received. */
    ReceivedRequest request() {
        assertThat(openAi.requests()).hasSize(1);
        return openAi.requests().get(0);
    }

    /** Its document. */
    JsonNode sent() {
        return request().json();
    }

    static List<String> ourThreads() throws InterruptedException {
        List<Thread> threads = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().matches(".*OpenAi(Timer|Worker|Http).*"))
                .toList();
        for (Thread thread : threads) {
            thread.join(PATIENCE.toMillis()); // it has been told to end
        }
        return threads.stream().filter(Thread::isAlive).map(Thread::getName).toList();
    }

    /** Linux deletes a spool's file while it is open; only the open file itself tells of it. */
    static List<String> openSpools() throws IOException {
        Path openFiles = Path.of("/proc/self/fd");
        if (!Files.isDirectory(openFiles)) {
            return List.of();
        }
        try (Stream<Path> open = Files.list(openFiles)) {
            return open.map(Scenario::target)
                    .filter(target -> target.contains("camel-openai-") && target.contains(".spool"))
                    .toList();
        }
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException closedMeanwhile) {
            return "";
        }
    }
}
