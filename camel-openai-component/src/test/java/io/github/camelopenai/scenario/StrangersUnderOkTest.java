// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.github.camelopenai.error.OpenAiException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Something other than the API answers with 200, behind a base URL that looks right. */
class StrangersUnderOkTest extends Scenario {

    private static final String HTML = "<!DOCTYPE html><html><head><title>Sign in</title></head><body>Hi</body></html>";

    private final Map<String, String> routes = new HashMap<>();
    private HttpServer server;
    private volatile int status = 200;
    private volatile String contentType;
    private volatile String answer;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", call -> {
            call.getRequestBody().readAllBytes();
            byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
            if (contentType != null) {
                call.getResponseHeaders().set("Content-Type", contentType);
            }
            call.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            call.getResponseBody().write(bytes);
            call.close();
        });
        server.start();
        component.getConfiguration().setBaseUrl(origin() + "/v1");
        component.getConfiguration().setMaxRetries(0);
    }

    @AfterEach
    void stopServing() {
        server.stop(0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "chat",
                "chat?streaming=true",
                "image",
                "transcribe",
                "transcribe?responseFormat=text",
                "speech",
                "embed"
            })
    void aPageIsNamedWithItsRemedy(String operation) {
        assertThat(failure(operation, "text/html; charset=utf-8", HTML))
                .contains("an HTML page", "Content-Type text/html; charset=utf-8")
                .contains("login page, a proxy or a gateway")
                .doesNotContain("Sign in", "JsonParseException");
    }

    @ParameterizedTest
    @ValueSource(strings = {"chat", "chat?streaming=true", "image", "transcribe", "speech", "embed"})
    void anEmptyBodyIsNamedWithItsRemedy(String operation) {
        assertThat(failure(operation, "application/json", ""))
                .contains("0 bytes", "Content-Type application/json")
                .contains("a proxy or a gateway");
        assertThat(failure(operation, null, "")).contains("0 bytes", "without a Content-Type");
    }

    @ParameterizedTest
    @ValueSource(strings = {"chat", "image", "transcribe", "embed"})
    void aTextIsNamed(String operation) {
        assertThat(failure(operation, "text/plain", "It works!"))
                .contains("a text", "9 bytes", "Content-Type text/plain")
                .doesNotContain("It works");
        assertThat(failure(operation, "application/json", "{\"id\":\"abc\",")).contains("broken JSON");
    }

    @Test
    void aBaseUrlWithoutAVersionIsSaidInstead() {
        component.getConfiguration().setBaseUrl(origin());

        for (String operation : new String[] {"chat", "chat?streaming=true", "image", "transcribe", "embed"}) {
            assertThat(failure(operation, "text/html", HTML))
                    .contains("an HTML page of ")
                    .endsWith("; baseUrl has no version such as /v1, so try baseUrl=" + origin() + "/v1");
        }
    }

    @Test
    void aModelThatIsNotThereIsNoMatterOfTheBaseUrl() {
        component.getConfiguration().setBaseUrl(origin() + "/openai");
        status = 404;

        assertThat(failure("chat", "application/json", "{\"error\":{\"message\":\"model 'x' not found\"}}"))
                .contains("not found")
                .doesNotContain("has no version");
    }

    @Test
    void theStatusIsNotSaidTwice() {
        status = 400;

        assertThat(failure("chat", "application/json", "{\"error\":{\"message\":\"no\",\"code\":400}}"))
                .contains(" answered 400: no");
        assertThat(failure(
                        "chat",
                        "application/json",
                        "{\"error\":{\"message\":\"no\",\"code\":\"400\",\"type\":\"bad\"}}"))
                .contains(" answered 400 bad: no");
    }

    private String origin() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private String failure(String operation, String type, String text) {
        contentType = type;
        answer = text;
        Object body = operation.startsWith("transcribe") ? new byte[] {'I', 'D', '3'} : "Hello";
        String uri = "openai:" + operation;
        if (!routes.containsKey(uri)) {
            routes.put(uri, route(uri));
        }
        return failureOf(call(routes.get(uri), body), OpenAiException.class).getMessage();
    }

    /** A stream fails when it is read. */
    private String route(String uri) {
        String name = "direct:r" + routes.size();
        try {
            routes(new RouteBuilder() {
                @Override
                public void configure() {
                    from(name).to(uri).process(exchange -> {
                        if (exchange.getMessage().getBody() instanceof Iterator<?> stream) {
                            exchange.setProperty("more", stream.hasNext());
                        }
                    });
                }
            });
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        return name;
    }
}
