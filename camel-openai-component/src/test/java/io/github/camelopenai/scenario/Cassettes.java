// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** Recorded exchanges with real servers, and a local server that repeats their answers byte for byte. Thread-safe. */
final class Cassettes implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, Cassette> playing = new ConcurrentHashMap<>();
    private final Map<String, byte[]> received = new ConcurrentHashMap<>();
    private final HttpServer server;

    Cassettes() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    /** One recorded exchange; its text form is the name of its file. */
    record Cassette(String name, JsonNode content) {

        String endpoint() {
            return content.path("endpoint").textValue();
        }

        boolean isA(String kind) {
            return content.path("kind").textValue().equals(kind);
        }

        int status() {
            return content.path("response").path("status").intValue();
        }

        byte[] answer() {
            return bytes(content.path("response"));
        }

        String answerText() {
            return new String(answer(), StandardCharsets.UTF_8);
        }

        JsonNode answerJson() {
            return json(answer());
        }

        /** Empty where the request was a form. */
        Optional<JsonNode> request() {
            JsonNode body = content.path("request").path("body");
            return body.isTextual() && body.textValue().startsWith("{")
                    ? Optional.of(json(body.textValue().getBytes(StandardCharsets.UTF_8)))
                    : Optional.empty();
        }

        /** A header of the answer, or null. */
        String header(String name) {
            for (JsonNode header : content.path("response").path("headers")) {
                if (header.path(0).textValue().equalsIgnoreCase(name)) {
                    return header.path(1).textValue();
                }
            }
            return null;
        }

        private static byte[] bytes(JsonNode message) {
            return message.has("body_base64")
                    ? Base64.getDecoder().decode(message.path("body_base64").textValue())
                    : message.path("body").textValue().getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /** The folder of the recordings, beside the project or where the system property {@code cassettes} says. */
    static Optional<Path> folder() {
        String given = System.getProperty("cassettes");
        Path folder = Path.of(given == null ? "../../shared/cassettes" : given).resolve("exchanges");
        return Files.isDirectory(folder) ? Optional.of(folder) : Optional.empty();
    }

    /** All of one endpoint and kind. */
    static Stream<Cassette> of(String endpoint, String... kinds) {
        return all().filter(cassette -> cassette.endpoint().equals(endpoint))
                .filter(cassette -> Stream.of(kinds).anyMatch(cassette::isA));
    }

    static Stream<Cassette> all() {
        try (Stream<Path> files = Files.list(folder().orElseThrow())) {
            return files.sorted().toList().stream().map(Cassettes::read);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Cassette read(Path file) {
        try {
            String name = file.getFileName().toString().replace(".json", "");
            return new Cassette(name, JSON.readTree(file.toFile()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JsonNode json(byte[] document) {
        try {
            return JSON.readTree(document);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The base URL at which this answer is given to every request. */
    String baseUrl(Cassette cassette) {
        playing.put(cassette.name(), cassette);
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/" + cassette.name() + "/v1";
    }

    /** The document that came for this cassette. */
    JsonNode received(Cassette cassette) {
        return json(received.get(cassette.name()));
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            Cassette cassette = playing.get(exchange.getRequestURI().getPath().split("/", 3)[1]);
            received.put(cassette.name(), exchange.getRequestBody().readAllBytes());
            for (JsonNode header : cassette.content().path("response").path("headers")) {
                exchange.getResponseHeaders()
                        .add(header.path(0).textValue(), header.path(1).textValue());
            }
            byte[] body = cassette.answer();
            exchange.sendResponseHeaders(cassette.status(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
