// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.spi.ILoggingEvent;
import io.github.camelopenai.OpenAiConfiguration;
import io.github.camelopenai.error.OpenAiException;
import io.github.camelopenai.internal.RawServer;
import io.github.camelopenai.internal.RawServer.Behaviour;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A server that says whatever can do harm where a person reads it: control characters, forged lines, far too much, and what
 * was sent to it. Wherever it says so, neither a stack trace nor a log shows that.
 */
class NastyPeerTest extends Scenario {

    private static final String KEY = "acme/1234567890abcdef";
    private static final String HEADER = "Basic-c2VjcmV0OmhlYWRlcg";
    private static final String PROMPT = "Mr Miller of 12 Elm Street has a heart condition; what shall we charge him?";

    /** One line, as a header needs it. */
    private static final String WORDS = "FORGED \u001b[31m \u0007 \u007f \u2028 \u2029 \u202e \u2066 \u200b \ufeff "
            + KEY + " " + HEADER + " " + PROMPT + " " + "0123456789".repeat(3_000);

    private static final String LINES = "A\r\nFORGED\n\rFORGED \u0000 \ud800 " + WORDS;

    private static final Map<String, String> OPERATIONS = new TreeMap<>(Map.of(
            "chat", "openai:chat?model=gpt-4o",
            "chat streamed", "openai:chat?model=gpt-4o&streaming=true",
            "chat as events", "openai:chat?model=gpt-4o&streaming=true&streamFormat=sse",
            "image", "openai:image",
            "embed", "openai:embed",
            "speech", "openai:speech",
            "transcribe",
                    "openai:transcribe?fileName=a.mp3&prompt="
                            + PROMPT.replace(' ', '+').replace(";", "%3B")));

    private static final Map<String, Behaviour> ANSWERS = new TreeMap<>(Map.ofEntries(
            Map.entry("an error's fields", error(400, "X-Request-Id: " + WORDS + "\r\n", LINES)),
            Map.entry("an error's text", text(500, LINES)),
            Map.entry("a refusal of the key", error(401, "", "Incorrect API key provided: " + KEY + LINES)),
            Map.entry(
                    "a rate limit", error(429, "Retry-After: " + WORDS + "\r\n", "try again in " + "1s".repeat(9_000))),
            Map.entry("a page's title", text(502, "<html><title>" + LINES.substring(0, 100) + "</title></html>")),
            Map.entry(
                    "a validator's list",
                    (socket, request) -> RawServer.write(
                            socket,
                            422,
                            "",
                            "{\"detail\":[{\"loc\":[" + json(LINES) + "],\"msg\":" + json(LINES)
                                    + ",\"type\":\"x\"}]}")),
            Map.entry("a status line", raw("HTTP/1.1 2x " + WORDS.substring(0, 300) + "\r\n\r\n")),
            Map.entry("no HTTP", raw("SSH-2.0 " + WORDS.substring(0, 300) + "\r\n\r\n")),
            Map.entry(
                    "a redirect",
                    (socket, request) ->
                            RawServer.write(socket, 308, "Location: http://other.test/" + WORDS + "\r\n", "")),
            Map.entry(
                    "the size of a chunk",
                    raw("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n" + "Transfer-Encoding: chunked\r\n\r\n"
                            + WORDS.substring(0, 300) + "\r\n")),
            Map.entry(
                    "the size of a later chunk",
                    raw("HTTP/1.1 200 OK\r\nContent-Type: audio/mpeg\r\n"
                            + "Transfer-Encoding: chunked\r\n\r\n4\r\nID3 \r\n" + WORDS.substring(0, 300) + "\r\n")),
            Map.entry("the length", raw("HTTP/1.1 200 OK\r\nContent-Length: " + WORDS + "\r\n\r\n")),
            Map.entry(
                    "the compression",
                    raw("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 300\r\n\r\n" + "FORGED\u001b[31m"
                            + "x".repeat(320))),
            Map.entry(
                    "the type",
                    raw("HTTP/1.1 200 OK\r\nContent-Type: text/" + "html".repeat(9_000) + "; " + WORDS
                            + "\r\nX-Request-Id: " + WORDS + "\r\nContent-Length: 20\r\n\r\n<html>" + "x".repeat(14))),
            Map.entry("an error under 200", error(200, "X-Request-Id: " + WORDS + "\r\n", LINES)),
            Map.entry(
                    "an error event",
                    raw("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n" + "X-Request-Id: "
                            + WORDS + "\r\n\r\ndata: " + document(LINES.repeat(4)) + "\n\n")),
            Map.entry(
                    "a finish reason",
                    (socket, request) -> RawServer.write(
                            socket,
                            200,
                            "",
                            "{\"choices\":[{\"message\":{\"content\":\"\"},\"finish_reason\":" + json(LINES) + "}]}")),
            Map.entry(
                    "a number",
                    (socket, request) -> RawServer.write(
                            socket,
                            200,
                            "",
                            "{\"choices\":[],\"data\":[{\"index\":" + json(LINES) + "}]," + json(LINES) + ":1}")),
            Map.entry("no JSON", text(200, "{\"choices\": FORGED\u001b[31m " + KEY + LINES))));

    @Override
    void configure(OpenAiConfiguration options) {
        options.setApiKey(KEY);
        options.getAdditionalHeader().put("X-Gateway", HEADER);
        options.setMaxRetries(0);
        options.setRetryTimeout(1);
    }

    private static String json(String text) {
        StringBuilder json = new StringBuilder("\"");
        text.chars().forEach(letter -> json.append(String.format("\\u%04x", letter)));
        return json.append('"').toString();
    }

    private static String document(String words) {
        String text = json(words);
        return "{\"error\":{\"code\":" + text + ",\"type\":" + text + ",\"param\":" + text + ",\"message\":" + text
                + "}}";
    }

    private static Behaviour error(int status, String headers, String words) {
        String body = document(words.substring(0, Math.min(2_500, words.length())));
        return (socket, request) -> RawServer.write(socket, status, headers, body);
    }

    private static Behaviour text(int status, String words) {
        return (socket, request) -> RawServer.write(socket, status, "", words);
    }

    private static Behaviour raw(String answer) {
        return (socket, request) -> say(socket, answer);
    }

    private static void say(Socket socket, String answer) throws IOException {
        socket.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
        socket.close();
    }

    static Set<String> operations() {
        return OPERATIONS.keySet();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("operations")
    void showsNothingInStackTracesAndLogs(String operation) throws Exception {
        Object body = operation.equals("transcribe") ? "ID3 a recording".getBytes(StandardCharsets.UTF_8) : PROMPT;
        int failed = 0;

        try (RawServer server = new RawServer(RawServer.closing());
                CapturedLog log = CapturedLog.ofAllLevels("io.github.camelopenai", "okhttp3")) {
            route(server, OPERATIONS.get(operation));
            for (Map.Entry<String, Behaviour> answer : inOrder()) {
                server.behave(answer.getValue());

                Exchange exchange = call("direct:ask", body);

                if (exchange.getException() != null) { // speech takes any bytes of audio for what was asked
                    failed++;
                    assertThat(exchange.getException()).as(answer.getKey()).isInstanceOf(OpenAiException.class);
                    assertFit(answer.getKey(), exchange.getException());
                }
            }
            assertFit(log);
        }
        assertThat(failed).isGreaterThan(ANSWERS.size() - 4);
    }

    @Test
    void showsNoNameThatTheModelHasMadeUp() throws Exception {
        String call = "{\"id\":\"c\",\"type\":\"function\",\"function\":{\"name\":" + json(LINES) + ",\"arguments\":"
                + json(LINES) + "}}";
        Behaviour answer = (socket, request) -> RawServer.write(
                socket,
                200,
                "",
                "{\"choices\":[{\"message\":{\"content\":null,\"tool_calls\":[" + call
                        + "]},\"finish_reason\":\"tool_calls\"}]}");
        routes(new RouteBuilder() {
            @Override
            public void configure() {
                from("openai:tool?name=one&description=One&tags=all").setBody(constant("1"));
            }
        });

        try (RawServer server = new RawServer(answer);
                CapturedLog log = CapturedLog.ofAllLevels("io.github.camelopenai", "okhttp3")) {
            route(server, "openai:chat?tools=all&onToolError=fail&maxToolRounds=1");

            Exchange exchange = call("direct:ask", PROMPT);

            assertThat(exchange.getException()).isNotNull();
            assertFit("a tool", exchange.getException());
            assertFit(log);
        }
    }

    /** A rejection comes last: whatever follows would wait for it. */
    private static List<Map.Entry<String, Behaviour>> inOrder() {
        return ANSWERS.entrySet().stream()
                .sorted(Comparator.comparing(answer -> answer.getKey().equals("a rate limit")))
                .toList();
    }

    private void route(RawServer server, String uri) throws Exception {
        component.getConfiguration().setBaseUrl(server.baseUrl());
        routes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:ask").to(uri).process(NastyPeerTest::drain);
            }
        });
    }

    private static void drain(Exchange exchange) throws IOException {
        Object body = exchange.getMessage().getBody();
        if (body instanceof Iterator<?> pieces) {
            pieces.forEachRemaining(piece -> {});
        } else if (body instanceof InputStream bytes) {
            bytes.readAllBytes();
        }
    }

    private static void assertFit(String answer, Throwable failure) {
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        collect(failure, seen);
        for (Throwable one : seen) {
            assertThat(List.of(String.valueOf(one.getMessage()), one.toString()))
                    .allSatisfy(text -> {
                        assertThat(text.chars().noneMatch(NastyPeerTest::isHarmful))
                                .as(answer + ": " + text)
                                .isTrue();
                        assertThat(text).as(answer).hasSizeLessThan(3_000).doesNotContain(KEY, HEADER, PROMPT);
                    });
            if (one instanceof OpenAiException known) {
                for (String word : new String[] {known.code(), known.type(), known.param(), known.requestId()}) {
                    assertThat(String.valueOf(word)).hasSizeLessThan(210).doesNotContain(KEY, HEADER, PROMPT);
                    assertThat(String.valueOf(word).chars().noneMatch(NastyPeerTest::isHarmful))
                            .as(word)
                            .isTrue();
                }
            }
        }
    }

    private static void collect(Throwable failure, Set<Throwable> seen) {
        if (failure != null && seen.add(failure)) {
            collect(failure.getCause(), seen);
            for (Throwable suppressed : failure.getSuppressed()) {
                collect(suppressed, seen);
            }
        }
    }

    private static void assertFit(CapturedLog log) {
        assertThat(log.text()).doesNotContain(KEY, HEADER, PROMPT);
        assertThat(log.text().lines()).noneMatch(line -> line.startsWith("FORGED"));
        for (ILoggingEvent event : log.events()) {
            assertThat(event.getFormattedMessage()
                            .chars()
                            .noneMatch(letter -> "\n\t".indexOf(letter) < 0 && isHarmful(letter)))
                    .as(event.getFormattedMessage())
                    .isTrue();
        }
    }

    private static boolean isHarmful(int letter) {
        return switch (Character.getType(letter)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }
}
