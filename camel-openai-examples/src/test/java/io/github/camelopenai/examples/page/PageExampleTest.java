// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.examples.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelopenai.examples.ExampleContext;
import io.github.camelopenai.examples.OpenAiAccess;
import io.github.camelopenai.model.StreamResult;
import io.github.camelopenai.test.OpenAiSimulator;
import io.github.camelopenai.test.Reply;
import io.github.camelopenai.test.StreamGate;
import io.github.camelopenai.test.WithOpenAiSimulator;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.spi.CamelEvent.ExchangeCompletedEvent;
import org.apache.camel.spi.CamelEvent.ExchangeEvent;
import org.apache.camel.spi.CamelEvent.ExchangeFailedEvent;
import org.apache.camel.support.EventNotifierSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes over the wire between the page and its route. One call may be on its way to the model. */
@WithOpenAiSimulator
@Timeout(60)
class PageExampleTest {

    private static final Duration SOON = Duration.ofSeconds(10);

    private final HttpClient browser = HttpClient.newHttpClient();
    private final Endings endings = new Endings();
    private OpenAiSimulator openAi;
    private ExampleContext example;
    private String origin;

    /** How exchanges have ended, in their order. */
    private static final class Endings extends EventNotifierSupport {
        private final BlockingQueue<Exchange> ended = new LinkedBlockingQueue<>();

        @Override
        public void notify(CamelEvent event) {
            Exchange exchange = ((ExchangeEvent) event).getExchange();
            if (exchange.getProperty(ExchangePropertyKey.ON_COMPLETION) == null) { // else a copy, for onCompletion
                ended.add(exchange);
            }
        }

        @Override
        public boolean isEnabled(CamelEvent event) {
            return event instanceof ExchangeCompletedEvent || event instanceof ExchangeFailedEvent;
        }

        Exchange next() throws InterruptedException {
            return ended.poll(SOON.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** The routes of the example, watched. */
    private final class Watched extends RouteBuilder {
        @Override
        public void configure() throws Exception {
            endings.start();
            getContext().getManagementStrategy().addEventNotifier(endings);
            getContext().addRoutes(new PageExample());
        }
    }

    @BeforeEach
    void start() throws IOException {
        int port = FreePort.find();
        Properties settings = PageExample.server(port);
        settings.setProperty("camel.component.openai.max-concurrent-requests", "1");
        settings.setProperty("camel.component.openai.max-retries", "0");
        example = ExampleContext.start(new Watched(), OpenAiAccess.to(openAi, "tier2"), settings);
        origin = "http://127.0.0.1:" + port;
        openAi.chat().when("hump").answer("It stores fat.");
    }

    @AfterEach
    void stop() {
        example.close();
    }

    private HttpRequest question(String contentType) {
        return HttpRequest.newBuilder(URI.create(origin + "/ask"))
                .timeout(SOON)
                .header("Content-Type", contentType)
                .POST(HttpRequest.BodyPublishers.ofString("{\"question\":\"Why a hump?\"}"))
                .build();
    }

    private HttpResponse<InputStream> ask() throws Exception {
        return browser.send(question("application/json"), BodyHandlers.ofInputStream());
    }

    private HttpResponse<String> askToTheEnd() throws Exception {
        return browser.send(question("application/json"), BodyHandlers.ofString());
    }

    private static BufferedReader reader(HttpResponse<InputStream> response) {
        return new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
    }

    @Test
    void givesThePage() throws Exception {
        HttpResponse<String> page =
                browser.send(HttpRequest.newBuilder(URI.create(origin + "/")).build(), BodyHandlers.ofString());

        assertThat(page.headers().firstValue("content-type")).hasValue("text/html; charset=utf-8");
        assertThat(page.body()).contains("<h1>Ask a model</h1>");
    }

    @Test
    void theFirstWordLeavesBeforeTheLastOneHasCome() throws Exception {
        StreamGate gate = openAi.holdStreams();
        gate.release(2);

        try (BufferedReader answer = reader(ask())) {
            assertThat(answer.readLine()).contains("\"content\":\"It");
            gate.awaitHeld(1, SOON);

            gate.open();
            assertThat(answer.lines()).contains("data: [DONE]");
        }
    }

    @Test
    void usageIsKnownWhenTheAnswerHasEnded() throws Exception {
        HttpResponse<String> answer = askToTheEnd();

        assertThat(answer.headers().firstValue("content-type")).hasValue("text/event-stream");
        assertThat(answer.body()).contains("\"total_tokens\":");
        StreamResult result = endings.next().getProperty("CamelOpenAIStreamResult", StreamResult.class);
        assertThat(result.finishReason()).isEqualTo("stop");
        assertThat(result.usage().totalTokens()).isPositive();
    }

    @Test
    void aBrowserThatGoesEndsTheAnswerAtTheModel() throws Exception {
        StreamGate gate = openAi.holdStreams();
        gate.release(2);
        HttpResponse<InputStream> response = ask();
        assertThat(response.body().read()).isPositive();

        response.body().close();

        openAi.awaitStreamsAbandoned(1, SOON);
        Exchange ended = endings.next();
        assertThat(ended.getException()).isNull();
        assertThat(ended.getProperty("CamelOpenAIStreamResult")).isNull();

        gate.open();
        assertThat(askToTheEnd().body()).as("there is room for the next call").contains("[DONE]");
        assertThat(endings.next()).isNotSameAs(ended);
        assertThat(endings.ended).isEmpty();
    }

    @Test
    void anErrorInTheMiddleIsToldAndNoEnd() throws Exception {
        openAi.next(Reply.text("It stores fat.").errorAfter(3, Reply.status(500)));

        HttpResponse<String> answer = askToTheEnd();

        assertThat(answer.body()).contains("It").contains("{\"error\":{").doesNotContain("[DONE]");
        assertThat(endings.next().getProperty("CamelOpenAIStreamResult")).isNull();
    }

    @Test
    void anAnswerThatBreaksOffIsAnErrorToo() throws Exception {
        openAi.next(Reply.text("It stores fat.").cutAfterEvents(3));

        HttpResponse<String> answer = askToTheEnd();

        assertThat(answer.body()).contains("It").contains("{\"error\":{").doesNotContain("[DONE]");
    }

    @Test
    void aCallThatFailsIsAStatusAndWords() throws Exception {
        openAi.next(Reply.status(401));

        HttpResponse<String> answer = askToTheEnd();

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).isEqualTo("The model cannot answer now.");
    }

    @Test
    void whatTheFormOfAnotherSiteCanSendIsRefused() throws Exception {
        HttpResponse<String> answer = browser.send(question("text/plain"), BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(415);
        assertThat(openAi.requests()).isEmpty();
    }

    @Test
    void thePortIsAnArgument() {
        assertThat(PageExample.port(new String[0])).isEqualTo(8080);
        assertThat(PageExample.port(new String[] {"--port", "8081"})).isEqualTo(8081);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--port", "--port 0", "--port 65536", "--port x", "8080"})
    void aWrongCommandLineIsExplained(String line) {
        assertThatThrownBy(() -> PageExample.port(line.split(" ")))
                .hasMessage("the arguments must be --port and a number from 1 to 65535 but were '" + line + "'");
    }
}
