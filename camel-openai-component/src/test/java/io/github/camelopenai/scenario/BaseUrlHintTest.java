// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.github.camelopenai.error.OpenAiException;
import io.github.camelopenai.error.OpenAiRequestException;
import io.github.camelopenai.error.OpenAiResponseException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A base URL without its version is the usual reason for an answer that is not the API's; the failure says so. */
class BaseUrlHintTest extends Scenario {

    private static final String HTML = "<!DOCTYPE html><html><head><title>Welcome</title></head><body>Hi</body></html>";

    private HttpServer server;
    private volatile int status = 404;
    private volatile String contentType = "text/plain";
    private volatile String answer = "404 page not found";

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", call -> {
            call.getRequestBody().readAllBytes();
            byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
            call.getResponseHeaders().set("Content-Type", contentType);
            call.sendResponseHeaders(status, bytes.length);
            call.getResponseBody().write(bytes);
            call.close();
        });
        server.start();
        component.getConfiguration().setMaxRetries(0);
    }

    @AfterEach
    void stopServing() {
        server.stop(0);
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "404 | text/plain | 404 page not found",
                "404 | application/json | {\"detail\":\"Not Found\"}",
                "404 | application/json | {\"error\":{\"message\":\"Invalid URL (POST /chat/completions)\",\"type\":\"invalid_request_error\"}}",
                "404 | text/plain | ``",
                "404 | text/html | " + HTML,
                "405 | text/html | " + HTML,
                "403 | text/html | " + HTML,
                "502 | text/html | " + HTML,
            })
    void isGivenWhereTheServerDoesNotKnowThePath(int status, String contentType, String answer) {
        this.status = status;
        this.contentType = contentType;
        this.answer = answer;

        for (String operation : new String[] {"chat", "chat?streaming=true", "image", "speech", "embed"}) {
            assertThat(messageOf(operation, "")).endsWith(hint(""));
        }
        assertThat(messageOf("embed", "/api")).endsWith(hint("/api"));
        assertThat(messageOf("embed", "/")).endsWith(hint(""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"chat", "image", "embed"})
    void isGivenWhereAPageComesInPlaceOfTheAnswer(String operation) {
        status = 200;
        contentType = "text/html";
        answer = HTML;

        Exchange exchange = call("openai:" + operation + "?baseUrl=" + origin(), "Hello");

        assertThat(failureOf(exchange, OpenAiResponseException.class)).hasMessageEndingWith(hint(""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1", "/v1beta/openai", "/api/v3", "/openai/v1/", "/V2"})
    void isNotGivenWhereThereIsAVersion(String path) {
        assertThat(messageOf("embed", path)).doesNotContain("has no version");
    }

    @Test
    void namesThePathThatIsTooMuch() {
        assertThat(messageOf("chat", "/v1/chat/completions"))
                .endsWith("; baseUrl ends with the path of an operation, so try baseUrl=" + origin() + "/v1");
        assertThat(messageOf("embed", "/v1/embeddings")).endsWith("so try baseUrl=" + origin() + "/v1");
    }

    @Test
    void isNotGivenWhereTheApiItselfHasAnswered() {
        contentType = "application/json";
        answer =
                "{\"error\":{\"message\":\"The model x does not exist\",\"code\":\"model_not_found\",\"param\":\"model\"}}";

        assertThat(messageOf("chat", "")).doesNotContain("has no version");
    }

    @Test
    void isNotGivenForOtherFailures() {
        status = 400;
        assertThat(messageOf("chat", "")).doesNotContain("has no version");
    }

    @Test
    void theClassStaysWhatItWas() {
        failureOf(call("openai:embed?baseUrl=" + origin(), "Hello"), OpenAiRequestException.class);
    }

    private String messageOf(String operation, String path) {
        String uri = "openai:" + operation + (operation.contains("?") ? "&" : "?") + "baseUrl=" + origin() + path;
        return failureOf(call(uri, "Hello"), OpenAiException.class).getMessage();
    }

    private String hint(String path) {
        return "; baseUrl has no version such as /v1, so try baseUrl=" + origin() + path + "/v1";
    }

    private String origin() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }
}
