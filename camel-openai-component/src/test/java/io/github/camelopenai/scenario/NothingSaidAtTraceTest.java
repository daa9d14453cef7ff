// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import io.github.camelopenai.OpenAiConfiguration;
import io.github.camelopenai.memory.InMemoryChatMemory;
import io.github.camelopenai.test.Endpoint;
import io.github.camelopenai.test.Reply;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.support.EventNotifierSupport;
import org.apache.camel.support.processor.DefaultExchangeFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What a run prints with every logger of the component and of OkHttp at TRACE, in its exceptions, events and attributes: no key,
 * no header of the user's own, no prompt, no answer. Loggers of Camel itself stay at their default, as some of them print bodies at
 * TRACE on purpose.
 */
class NothingSaidAtTraceTest extends Scenario {

    private static final String HEADER = "gateway-c2VjcmV0OmhlYWRlcg";
    private static final String PASSWORD = "pr0xy-p4ssw0rd";
    private static final String PROMPT = "Mrs Miller of Elm Street has a heart condition";
    private static final String ANSWER = "Charge Mrs Miller twice, says the doctor";
    private static final String ARGUMENTS = "{\"city\":\"Millertown\"}";
    private static final byte[] RECORDING = "ID3 Mrs Miller speaks".getBytes(StandardCharsets.US_ASCII);
    private static final List<String> NEVER =
            List.of(HEADER, PASSWORD, "sk-simulator", "Miller", "Elm Street", "heart condition", "the doctor");

    private final StringBuffer failures = new StringBuffer();
    private final OkHttpLog okHttp = new OkHttpLog();
    private CapturedLog log;
    private int failed;

    @Override
    void configure(OpenAiConfiguration options) {
        options.setMaxRetries(1);
        options.setRetryInitialDelay(1);
        options.setRetryMaxDelay(1);
        options.getAdditionalHeader().put("X-Gateway", HEADER);
        options.setSystemMessage("Never speak of Mrs Miller");
    }

    @BeforeEach
    void listen() throws Exception {
        log = CapturedLog.ofAllLevels("io.github.camelopenai", "okhttp3", "okio");
        okHttp.open();
        camel.getManagementStrategy().addEventNotifier(new Failures());
        camel.getRegistry().bind("notes", new InMemoryChatMemory());
        routes(new RouteBuilder() {
            @Override
            public void configure() {
                from("openai:tool?name=weather&description=d&parameter.city=string&tags=t")
                        .process(exchange -> exchange.getMessage().setBody("Mrs Miller likes it sunny"));
                from("openai:tool?name=broken&description=d&parameter.city=string&tags=t")
                        .throwException(new IllegalStateException("the tool is broken"));
                from("direct:stream")
                        .toD("openai:chat?streaming=true&streamFormat=${header.format}&tools=t")
                        .process(NothingSaidAtTraceTest::drain);
            }
        });
    }

    @AfterEach
    void hear() {
        okHttp.close();
        log.close();
    }

    private static void drain(Exchange exchange) throws Exception {
        Object body = exchange.getMessage().getBody();
        if (body instanceof Iterator<?> pieces) {
            pieces.forEachRemaining(piece -> {});
        } else {
            exchange.getMessage().getBody(InputStream.class).readAllBytes();
        }
    }

    /** Everything that was said since the start. */
    private void assertNothingIsSaid() throws Exception {
        StringBuilder said = new StringBuilder(failures).append(okHttp.text()).append(everythingInJmx());
        log.events().stream().forEach(event -> {
            said.append(event.getLoggerName()).append(' ').append(event.getFormattedMessage());
            said.append(
                    event.getThrowableProxy() == null ? "" : ThrowableProxyUtil.asString(event.getThrowableProxy()));
            said.append('\n');
        });
        assertThat(said).contains("openai").doesNotContain(NEVER.toArray(String[]::new));
    }

    private void ask(String uri, Object body, Map<String, Object> headers) {
        Exchange exchange = call(uri, body, headers);
        if (exchange.getException() != null) {
            failed++;
            StringWriter stack = new StringWriter();
            exchange.getException().printStackTrace(new PrintWriter(stack));
            failures.append(stack).append(formatted(exchange)).append(exchange.getException());
        }
    }

    private void ask(String uri, Object body) {
        ask(uri, body, Map.of());
    }

    /** As Camel's error handler prints an exchange that has failed, without the body that the route has put into it. */
    private static String formatted(Exchange exchange) {
        DefaultExchangeFormatter formatter = new DefaultExchangeFormatter();
        formatter.setShowAll(false);
        formatter.setShowBody(false);
        formatter.setShowException(true);
        formatter.setShowCaughtException(true);
        formatter.setShowStackTrace(true);
        return formatter.format(exchange);
    }

    @Test
    void whereEverythingSucceeds() throws Exception {
        openAi.next(Reply.status(500), Reply.text(ANSWER));
        ask("openai:chat", PROMPT);
        openAi.next(Reply.text(ANSWER));
        ask("openai:chat?memory=#notes&conversationId=c1&storeFullResponse=true", PROMPT);
        openAi.next(Reply.text("{\"a\":\"" + ANSWER + "\"}"));
        ask("openai:chat?jsonSchema=RAW({\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"string\"}}})", PROMPT);
        openAi.next(Reply.toolCall("weather", ARGUMENTS).andToolCall("broken", ARGUMENTS), Reply.text(ANSWER));
        ask("openai:chat?tools=t", PROMPT);
        for (String format : List.of("text", "event", "sse", "ndjson")) {
            openAi.next(Reply.toolCall("weather", ARGUMENTS), Reply.text(ANSWER));
            ask("direct:stream", PROMPT, Map.of("format", format));
        }
        ask("openai:embed", List.of(PROMPT, ANSWER));
        ask("openai:image", PROMPT);
        ask("openai:speech", PROMPT);
        openAi.next(Reply.json("{\"text\":\"" + ANSWER + "\"}"));
        ask("openai:transcribe?prompt=Mrs Miller", RECORDING);

        assertThat(failed).isZero();
        assertNothingIsSaid();
    }

    @Test
    void whereEverythingFails() throws Exception {
        for (String operation : List.of("chat", "embed", "image", "speech")) {
            for (Reply reply : failures()) {
                openAi.next(reply);
                ask("openai:" + operation + "?maxRetries=0", PROMPT);
            }
        }
        for (Reply reply : failures()) {
            openAi.next(reply);
            ask("openai:transcribe?maxRetries=0", RECORDING, Map.of("CamelOpenAIPrompt", PROMPT));
            openAi.next(reply);
            ask("direct:stream", PROMPT, Map.of("format", "text", "CamelOpenAIMaxRetries", 0));
        }
        assertThat(failed).isGreaterThan(5 * failures().size());
        assertNothingIsSaid();
    }

    private static List<Reply> failures() {
        return List.of(
                Reply.errorAsText(400, "your header X-Gateway: " + HEADER + " is odd, and so is " + PROMPT),
                Reply.errorAsText(401, "Incorrect API key provided: sk-simulator"),
                Reply.plainText(422, PROMPT),
                Reply.quotaExceeded(),
                Reply.html(502),
                Reply.json("{\"choices\":[{\"message\":{\"content\":\"" + ANSWER),
                Reply.connectionReset(),
                Reply.emptyBody());
    }

    @Test
    void whereAnAnswerCannotBeUsed() throws Exception {
        openAi.next(Reply.refusal(ANSWER));
        ask("openai:chat", PROMPT);
        openAi.next(Reply.text(ANSWER).andFinishReason("length"));
        ask("openai:chat?responseFormat=json_object", PROMPT + " as json");
        openAi.next(Reply.text(ANSWER), Reply.text(ANSWER));
        ask("openai:chat?outputClass=java.awt.Point&repair=1", PROMPT);
        openAi.next(Reply.text(ANSWER).cutInside("twice"));
        ask("direct:stream", PROMPT, Map.of("format", "text"));
        openAi.next(Reply.text(ANSWER).errorAfter(2, Reply.status(500)));
        ask("direct:stream", PROMPT, Map.of("format", "sse"));
        ask("openai:chat?proxyHost=127.0.0.1&proxyPort=1&proxyUsername=u&proxyPassword=" + PASSWORD, PROMPT);
        ask("openai:chat", "a", Map.of("CamelOpenAITemperature", PROMPT));
        ask("openai:chat", Map.of("messages", List.of(Map.of("role", PROMPT))));

        assertThat(failed).isGreaterThanOrEqualTo(7);
        assertNothingIsSaid();
    }

    @Test
    @EndsUnderWay
    void whereTheContextStops() throws Exception {
        var held = openAi.hold(Endpoint.CHAT);
        var waiting = template.asyncRequestBody("openai:chat", (Object) PROMPT);
        openAi.awaitRequests(1, PATIENCE);
        camel.getShutdownStrategy().setTimeout(1);

        camel.stop();
        held.open();

        assertThat(waiting).failsWithin(PATIENCE).withThrowableThat().satisfies(failure -> {
            StringWriter stack = new StringWriter();
            failure.printStackTrace(new PrintWriter(stack));
            failures.append(stack);
        });
        assertNothingIsSaid();
    }

    /** All attributes of all that Camel has registered for this context. */
    private String everythingInJmx() throws Exception {
        MBeanServer beans = camel.getManagementStrategy().getManagementAgent().getMBeanServer();
        StringBuilder text = new StringBuilder();
        if (beans == null) {
            return "";
        }
        for (ObjectName name : beans.queryNames(
                new ObjectName("org.apache.camel:context=" + camel.getManagementName() + ",*"), null)) {
            String[] attributes = java.util.Arrays.stream(
                            beans.getMBeanInfo(name).getAttributes())
                    .map(MBeanAttributeInfo::getName)
                    .toArray(String[]::new);
            text.append(name).append(beans.getAttributes(name, attributes)).append('\n');
        }
        return text.toString();
    }

    /** What Camel tells listeners of an exchange that fails. */
    private final class Failures extends EventNotifierSupport {
        @Override
        public void notify(CamelEvent event) {
            if (event instanceof CamelEvent.ExchangeFailedEvent failure) {
                failures.append(failure).append(failure.getCause());
            }
        }
    }

    /** What OkHttp says, which goes to the log of the JDK. */
    private static final class OkHttpLog extends Handler {
        private static final List<Logger> LOGGERS = java.util.stream.Stream.of(
                        "okhttp3", "okhttp3.OkHttpClient", "okhttp3.internal.http2.Http2", "okio")
                .map(Logger::getLogger)
                .toList();
        private final Queue<String> lines = new ConcurrentLinkedQueue<>();

        void open() {
            LOGGERS.forEach(logger -> {
                logger.setLevel(Level.ALL);
                logger.addHandler(this);
            });
        }

        @Override
        public void publish(LogRecord entry) {
            lines.add(entry.getLoggerName() + " " + entry.getMessage() + " " + entry.getThrown());
        }

        String text() {
            return String.join("\n", lines);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {
            LOGGERS.forEach(logger -> {
                logger.setLevel(null);
                logger.removeHandler(this);
            });
        }
    }
}
