// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.docs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Tables of options and headers, from the JSON that the build generates out of the annotations. */
final class Catalog {

    private static final String FILE = "/META-INF/io/github/camelopenai/openai.json";
    private static final Set<String> OPERATIONS = Set.of("chat", "image", "transcribe", "speech", "embed", "tool");
    private static final Set<String> OF_CAMEL =
            Set.of("operation", "lazyStartProducer", "bridgeErrorHandler", "exceptionHandler", "exchangePattern");
    private static final Set<String> CONNECTION = Set.of("common", "advanced", "security", "proxy");

    private final JsonNode json;

    private Catalog(JsonNode json) {
        this.json = json;
    }

    static Catalog read() throws IOException {
        try (InputStream content = Catalog.class.getResourceAsStream(FILE)) {
            return new Catalog(new ObjectMapper().readTree(content));
        }
    }

    /** The options of an operation, or one of {@code connection}, {@code quota}, {@code retry}, {@code component}. */
    String options(String label) {
        StringBuilder table = new StringBuilder("| option | type | default | meaning |\n|---|---|---|---|\n");
        Map<String, JsonNode> properties =
                fields(json.path(label.equals("component") ? "componentProperties" : "properties"));
        properties.entrySet().stream()
                .filter(entry -> belongs(entry.getKey(), entry.getValue(), label))
                .sorted(Map.Entry.comparingByKey(Comparator.naturalOrder()))
                .forEach(entry -> table.append(row(entry.getKey(), entry.getValue())));
        return table.toString();
    }

    /** The headers that calls set ({@code response}), or that steer an operation. */
    String headers(String label) {
        boolean response = label.equals("response");
        StringBuilder table = new StringBuilder("| header | type | meaning |\n|---|---|---|\n");
        fields(json.path("headers")).forEach((name, header) -> {
            boolean isRequest = isOption(name);
            if (response != isRequest && (response || labels(header).contains(label))) {
                table.append("| `")
                        .append(name)
                        .append("` | ")
                        .append(shortType(header))
                        .append(" | ")
                        .append(header.path("description").asText())
                        .append(" |\n");
            }
        });
        return table.toString();
    }

    private boolean isOption(String header) {
        String name = header.substring("CamelOpenAI".length());
        return json.path("properties").has(Character.toLowerCase(name.charAt(0)) + name.substring(1));
    }

    private static boolean belongs(String name, JsonNode option, String label) {
        if (label.equals("component")) {
            return Set.of("httpClient", "modelCatalog", "useGlobalSslContextParameters")
                    .contains(name);
        }
        if (OF_CAMEL.contains(name)) {
            return false;
        }
        Set<String> labels = labels(option);
        return label.equals("connection")
                ? labels.stream().noneMatch(Set.of("quota", "retry")::contains)
                        && (labels.stream().anyMatch(CONNECTION::contains)
                                || labels.stream().noneMatch(OPERATIONS::contains))
                : labels.contains(label);
    }

    private static Set<String> labels(JsonNode option) {
        return Arrays.stream(option.path("label").asText("common").split(",")).collect(Collectors.toSet());
    }

    private static String row(String name, JsonNode option) {
        String shownName = option.path("prefix").asText(name + "").endsWith(".")
                ? option.path("prefix").asText() + "*"
                : name;
        return "| `" + shownName + "` | " + shortType(option) + " | " + defaultValue(option) + " | "
                + option.path("description")
                        .asText()
                        .replace(
                                " This is a multi-value option with prefix: "
                                        + option.path("prefix").asText(),
                                "")
                + (option.path("secret").asBoolean() ? " Secret." : "") + " |\n";
    }

    private static String defaultValue(JsonNode option) {
        // Camel's generator gives every Boolean without a default one of false; such an option is not sent.
        boolean isUnset = option.path("javaType").asText().equals("java.lang.Boolean")
                && !option.path("defaultValue").asBoolean();
        if (isUnset || !option.has("defaultValue")) {
            return "";
        }
        String value = option.path("defaultValue").asText();
        return option.path("type").asText().equals("duration") ? duration(Long.parseLong(value)) : value;
    }

    private static String duration(long millis) {
        if (millis % 3_600_000 == 0) {
            return millis / 3_600_000 + "h";
        }
        if (millis % 60_000 == 0) {
            return millis / 60_000 + "m";
        }
        return millis % 1_000 == 0 ? millis / 1_000 + "s" : millis + "ms";
    }

    private static String shortType(JsonNode option) {
        if (option.path("type").asText().equals("duration")) {
            return "duration";
        }
        String type = option.path("javaType").asText();
        String plain = type.contains("<") ? type.substring(0, type.indexOf('<')) : type;
        return plain.substring(plain.lastIndexOf('.') + 1);
    }

    private static Map<String, JsonNode> fields(JsonNode object) {
        Map<String, JsonNode> fields = new java.util.LinkedHashMap<>();
        object.properties().forEach(entry -> fields.put(entry.getKey(), entry.getValue()));
        return fields;
    }
}
