// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelopenai.OpenAiComponent;
import io.github.camelopenai.error.OpenAiTransportException;
import io.github.camelopenai.test.Gate;
import io.github.camelopenai.test.Reply;
import io.github.camelopenai.test.StreamGate;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.camel.AsyncProducer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is stopped and started again within a running context, or with it, works as before. */
@Timeout(60)
@EndsUnderWay
class RestartTest extends Scenario {

    private void ask(String... more) throws Exception {
        routes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:ask").routeId("ask").to("openai:chat" + String.join("", more));
            }
        });
    }

    private void answers() {
        assertThat(bodyOf(call("direct:ask", "hello"))).isEqualTo("You said: hello");
    }

    private void restart() {
        component.stop();
        component.start();
    }

    private long timers() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().contains("OpenAiTimer") && isOfCamel(thread))
                .count();
    }

    private boolean isOfCamel(Thread thread) {
        return thread.getName().contains("(" + camel.getName() + ")");
    }

    private Set<String> beans(String type) throws Exception {
        MBeanServer server = camel.getManagementStrategy().getManagementAgent().getMBeanServer();
        Set<String> found = new TreeSet<>();
        for (ObjectName bean : server.queryNames(
                new ObjectName("org.apache.camel:context=" + camel.getManagementName() + ",type=" + type + ",*"),
                null)) {
            found.add(bean.getKeyProperty("name").replace("\"", ""));
        }
        found.removeIf(name -> !name.toLowerCase(Locale.ROOT).contains("openai"));
        return found;
    }

    @ParameterizedTest
    @ValueSource(strings = {"chat", "chat?streaming=true", "embed", "image", "speech", "transcribe?fileName=a.mp3"})
    void aComponentServesTheProducersThatItHadBefore(String operation) throws Exception {
        Object body = operation.startsWith("transcribe") ? new byte[1000] : "hello";
        routes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in").to("openai:" + operation).process(exchange -> exchange.getMessage()
                        .getBody(String.class)); // a stream ends when it is read
            }
        });
        bodyOf(call("direct:in", body));

        for (int time = 0; time < 3; time++) {
            restart();
            bodyOf(call("direct:in", body));
        }

        assertThat(component.getInFlightCalls()).isZero();
    }

    @Test
    void noThreadIsThereTwiceAndTheBeansAreBack() throws Exception {
        ask();
        answers();
        Set<String> poolsBefore = beans("threadpools");
        Set<String> componentsBefore = beans("components");

        for (int time = 0; time < 3; time++) {
            restart();
            answers();
        }

        while (timers() > 1) { // until the time limit of the class: a thread that is to end takes a moment
            Thread.onSpinWait();
        }
        assertThat(timers()).isEqualTo(1);
        assertThat(poolsBefore).hasSize(2);
        assertThat(beans("threadpools")).hasSameSizeAs(poolsBefore);
        assertThat(beans("components")).isEqualTo(componentsBefore).isNotEmpty();
        component.stop();
        assertThat(beans("threadpools")).isEmpty();
        assertThat(ourThreads()).isEmpty();
    }

    @Test
    void whatIsUnderWayEndsWithAnException() throws Exception {
        ask("?maxConcurrentRequests=1");
        try (Gate gate = openAi.hold()) {
            List<CompletableFuture<Exchange>> calls = IntStream.range(0, 5)
                    .mapToObj(number -> template.asyncSend(
                            "direct:ask", exchange -> exchange.getMessage().setBody("hello")))
                    .toList();
            gate.awaitHeld(1, PATIENCE);

            restart();

            for (CompletableFuture<Exchange> call : calls) {
                assertThat(failureOf(call.get(20, TimeUnit.SECONDS), OpenAiTransportException.class))
                        .hasMessageContaining("stopped");
            }
        }
        openAi.awaitIdle(PATIENCE);
        answers();
    }

    @Test
    void aStreamThatIsOpenBreaksOffAndTheNextOneIsWhole() throws Exception {
        AsyncProducer producer = camel.getEndpoint("openai:chat?streaming=true").createAsyncProducer();
        producer.start();
        Iterator<?> open;
        try (StreamGate gate = openAi.holdStreams()) {
            open = stream(producer);
            gate.awaitHeld(1, PATIENCE);

            restart();

            assertThatThrownBy(() -> open.forEachRemaining(piece -> {}))
                    .isInstanceOf(OpenAiTransportException.class)
                    .hasMessageContaining("stopped while the stream was open");
        }
        StringBuilder whole = new StringBuilder();
        stream(producer).forEachRemaining(whole::append);
        assertThat(whole).hasToString("You said: hello");
    }

    private Iterator<?> stream(AsyncProducer producer) throws Exception {
        Exchange exchange = producer.getEndpoint().createExchange();
        exchange.getMessage().setBody("hello");
        CompletableFuture<Exchange> end = new CompletableFuture<>();
        producer.process(exchange, doneSync -> end.complete(exchange));
        return (Iterator<?>) bodyOf(end.get(20, TimeUnit.SECONDS));
    }

    @Test
    void aCallWhileItIsStoppedFails() throws Exception {
        ask();
        Endpoint unused = camel.getEndpoint("openai:speech");
        component.stop();

        failureOf(call("direct:ask", "hello"), OpenAiTransportException.class);
        assertThatThrownBy(unused::createProducer).hasMessageContaining("the component openai is stopped");
        assertThat(ourThreads()).isEmpty();
        component.start();

        answers();
    }

    @Test
    void routesAndProducersAndEndpoints() throws Exception {
        ask();
        answers();

        camel.getRouteController().suspendRoute("ask");
        camel.getRouteController().resumeRoute("ask");
        answers();
        camel.getRouteController().stopRoute("ask");
        camel.getRouteController().startRoute("ask");
        answers();
        component.suspend();
        component.resume();
        answers();
        camel.getRouteController().stopRoute("ask");
        camel.removeEndpoints("openai:*");
        camel.getRouteController().startRoute("ask");
        answers();
        camel.getRouteController().stopRoute("ask");
        camel.removeRoute("ask");
        ask();
        answers();
    }

    @Test
    void toolRoutesAreStillThere() throws Exception {
        routes(new RouteBuilder() {
            @Override
            public void configure() {
                from("openai:tool?name=sunny&description=d")
                        .routeId("tool")
                        .setBody()
                        .constant("sunny");
                from("direct:tools").to("openai:chat?tools=sunny");
            }
        });
        openAi.next(
                Reply.toolCall("sunny", "{}"), Reply.text("done"), Reply.toolCall("sunny", "{}"), Reply.text("again"));
        assertThat(bodyOf(call("direct:tools", "hello"))).isEqualTo("done");

        restart();
        camel.getRouteController().stopRoute("tool");
        camel.getRouteController().startRoute("tool");

        assertThat(bodyOf(call("direct:tools", "hello"))).isEqualTo("again");
    }

    /** Camel forgets components that it found itself; those that are beans come back. */
    @Test
    void aContextWhoseComponentIsABean() throws Exception {
        try (DefaultCamelContext other = new DefaultCamelContext()) {
            OpenAiComponent bean = new OpenAiComponent();
            bean.getConfiguration().setBaseUrl(openAi.baseUrl());
            bean.getConfiguration().setApiKey(openAi.apiKey());
            other.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:ask").to("openai:chat");
                }
            });
            for (int time = 0; time < 3; time++) {
                other.getRegistry().bind("openai", bean); // a stop empties the registry
                other.start();
                assertThat(other.createProducerTemplate().requestBody("direct:ask", "hello"))
                        .isEqualTo("You said: hello");
                other.stop();
            }
        }
    }
}
