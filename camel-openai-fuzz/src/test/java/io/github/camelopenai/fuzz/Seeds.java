// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What a target begins with: our own samples, and answers of real servers where they lie beside the project. Stateless. */
final class Seeds {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path OWN = Path.of("src/test/resources/seeds");
    private static final int LONGEST = 24_000;
    private static final int MOST = 60;

    private Seeds() {}

    /** Those of a target by a name that tells where they come from. */
    static TreeMap<String, byte[]> of(String target) throws IOException {
        TreeMap<String, byte[]> seeds = new TreeMap<>();
        Path own = OWN.resolve(target);
        if (Files.isDirectory(own)) {
            for (Path file : files(own)) {
                seeds.put(file.getFileName().toString(), Files.readAllBytes(file));
            }
        }
        for (Path file : recordings()) {
            JsonNode recorded = JSON.readTree(file.toFile());
            byte[] seed = seed(target, recorded);
            if (seed != null && seed.length <= LONGEST && seeds.size() < MOST) {
                seeds.put(file.getFileName().toString(), seed);
            }
        }
        return seeds;
    }

    private static List<Path> recordings() throws IOException {
        Path folder = Path.of(System.getProperty("cassettes", "../../shared/cassettes"), "exchanges");
        return Files.isDirectory(folder) ? files(folder) : List.of();
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    private static byte[] seed(String target, JsonNode recorded) {
        String endpoint = recorded.path("endpoint").asText();
        String kind = recorded.path("kind").asText();
        JsonNode response = recorded.path("response");
        byte[] body = response.has("body_base64")
                ? Base64.getDecoder().decode(response.path("body_base64").asText())
                : response.path("body").asText().getBytes(StandardCharsets.UTF_8);
        return switch (target) {
            case "chat" -> endpoint.endsWith("chat/completions") && kind.equals("json") ? body : null;
            case "stream", "events" -> kind.equals("stream") ? body : null;
            case "embeddings" -> endpoint.endsWith("embeddings") && kind.equals("json") ? body : null;
            case "images" -> endpoint.contains("images") && kind.equals("json") ? body : null;
            case "transcript" -> endpoint.endsWith("transcriptions") ? body : null;
            case "speech" -> endpoint.endsWith("speech") ? body : null;
            case "error" -> response.path("status").asInt() >= 400 ? body : null;
            case "headers" -> headers(response.path("headers"));
            case "json-answer", "think" -> content(endpoint, kind, body);
            default -> null;
        };
    }

    private static byte[] headers(JsonNode headers) {
        List<String> lines = new ArrayList<>();
        for (JsonNode header : headers) {
            String name = header.path(0).asText().toLowerCase(java.util.Locale.ROOT);
            if (name.startsWith("x-ratelimit") || name.startsWith("retry-after")) {
                lines.add(name + ": " + header.path(1).asText());
            }
        }
        return lines.isEmpty() ? null : String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] content(String endpoint, String kind, byte[] body) {
        if (!endpoint.endsWith("chat/completions") || !kind.equals("json")) {
            return null;
        }
        try {
            JsonNode content = JSON.readTree(body).at("/choices/0/message/content");
            return content.isTextual() ? content.textValue().getBytes(StandardCharsets.UTF_8) : null;
        } catch (IOException e) {
            return null;
        }
    }
}
