// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.test;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelopenai.test.internal.api.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One request the server received. Immutable.
 *
 * @param headers by name in lower case
 * @param body    the text of the body; empty when it was a form, or too large to keep
 * @param size    of the body in bytes
 * @param status  what was answered; empty while the request is held, and when the connection was broken on purpose
 * @param stream  how far the answer was when this was asked for; empty unless it was sent in pieces, as streams are
 * @param arrival simulated time since the server's start
 */
public record ReceivedRequest(
        Endpoint endpoint,
        String method,
        String path,
        Map<String, List<String>> headers,
        Optional<String> body,
        long size,
        String sha256,
        List<ReceivedPart> parts,
        OptionalInt status,
        Optional<StreamedAnswer> stream,
        Duration arrival) {

    /** The first value of a header, whatever the case of the name. */
    public Optional<String> header(String name) {
        return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of()).stream()
                .findFirst();
    }

    /** The body as JSON. */
    public JsonNode json() {
        String text = body.orElseThrow(() -> new IllegalStateException(
                "the body of %s (%d bytes) was not kept; look at parts(), size() or sha256()".formatted(path, size)));
        return Json.parse(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The first part of this name. */
    public Optional<ReceivedPart> part(String name) {
        return parts.stream().filter(part -> part.name().equals(name)).findFirst();
    }
}
