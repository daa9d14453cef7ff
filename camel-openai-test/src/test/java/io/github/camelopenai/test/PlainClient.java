// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.test;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelopenai.test.internal.api.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Calls a simulator with nothing but the JDK's HTTP client. Thread-safe. */
final class PlainClient {
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final OpenAiSimulator server;
    private final String key;

    PlainClient(OpenAiSimulator server) {
        this(server, server.apiKey());
    }

    PlainClient(OpenAiSimulator server, String key) {
        this.server = server;
        this.key = key;
    }

    Answer chat(String message) {
        return post("/chat/completions", chatRequest(message));
    }

    static String chatRequest(String message) {
        var request = Json.object().put("model", "gpt-4o-mini");
        request.putArray("messages").addObject().put("role", "user").put("content", message);
        return request.toString();
    }

    Answer post(String path, String json) {
        return send(request(path)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json))
                .build());
    }

    CompletableFuture<Answer> postLater(String path, String json) {
        HttpRequest request = request(path)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json))
                .build();
        return http.sendAsync(request, BodyHandlers.ofByteArray()).thenApply(Answer::new);
    }

    /** A chat request for a stream, with usage at its end. */
    static String streamRequest(String message) {
        ObjectNode request = (ObjectNode) Json.parse(chatRequest(message).getBytes(StandardCharsets.UTF_8));
        request.put("stream", true).putObject("stream_options").put("include_usage", true);
        return request.toString();
    }

    /** Begins to read an answer; whoever calls closes it. */
    EventReader open(String json) {
        HttpRequest request = request("/chat/completions")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json))
                .build();
        try {
            return new EventReader(http.send(request, BodyHandlers.ofInputStream()));
        } catch (IOException e) {
            throw new BrokenConnection(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    Answer get(String path) {
        return send(request(path).GET().build());
    }

    /** Uploads a file with fields; a field named twice is not possible here. */
    Answer upload(String fileName, byte[] file, Map<String, String> fields) {
        var body = new ByteArrayOutputStream();
        fields.forEach(
                (name, value) -> body.writeBytes("--b0und\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n"
                        .formatted(name, value)
                        .getBytes(StandardCharsets.UTF_8)));
        body.writeBytes(
                "--b0und\r\nContent-Disposition: form-data; name=\"file\"; filename=\"%s\"\r\nContent-Type: application/octet-stream\r\n\r\n"
                        .formatted(fileName)
                        .getBytes(StandardCharsets.UTF_8));
        body.writeBytes(file);
        body.writeBytes("\r\n--b0und--\r\n".getBytes(StandardCharsets.UTF_8));
        return send(request("/audio/transcriptions")
                .header("Content-Type", "multipart/form-data; boundary=b0und")
                .POST(BodyPublishers.ofByteArray(body.toByteArray()))
                .build());
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(server.baseUrl() + path))
                .timeout(Duration.ofSeconds(20))
                .header("Authorization", "Bearer " + key);
    }

    Answer send(HttpRequest request) {
        try {
            return new Answer(http.send(request, BodyHandlers.ofByteArray()));
        } catch (IOException e) {
            throw new BrokenConnection(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What came back. */
    record Answer(HttpResponse<byte[]> response) {
        int status() {
            return response.statusCode();
        }

        byte[] bytes() {
            return response.body();
        }

        String text() {
            return new String(response.body(), StandardCharsets.UTF_8);
        }

        JsonNode json() {
            return Json.parse(response.body());
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        String content() {
            return json().at("/choices/0/message/content").asText();
        }

        JsonNode error() {
            return json().path("error");
        }
    }

    /** The connection ended before the answer did. */
    static final class BrokenConnection extends RuntimeException {
        BrokenConnection(IOException cause) {
            super(cause);
        }
    }
}
