// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.test.internal.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One request as it came in. Header names are in lower case. Immutable, apart from the bytes, which nobody changes.
 *
 * @param json  the parsed body; a missing node when it is not JSON
 * @param parts the parts of a multipart form, else empty
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Incoming(
        String method,
        String path,
        Map<String, List<String>> headers,
        byte[] body,
        JsonNode json,
        List<FormPart> parts) {

    public static Incoming of(String method, String path, Map<String, List<String>> headers, byte[] body) {
        String contentType = headers.getOrDefault("content-type", List.of("")).get(0);
        boolean form = Multipart.is(contentType);
        JsonNode json = form || body.length == 0 ? MissingNode.getInstance() : Json.parse(body);
        List<FormPart> parts = form ? Multipart.parse(body, contentType) : List.of();
        return new Incoming(method, path, headers, body, json, parts);
    }

    public Optional<String> header(String lowerCaseName) {
        return headers.getOrDefault(lowerCaseName, List.of()).stream().findFirst();
    }

    public Optional<FormPart> part(String name) {
        return parts.stream().filter(part -> part.name().equals(name)).findFirst();
    }

    /** The model id, if the request names one at all. */
    public Optional<String> model() {
        return Optional.ofNullable(json.path("model").textValue())
                .or(() -> part("model").map(FormPart::text))
                .filter(model -> !model.isBlank());
    }
}
