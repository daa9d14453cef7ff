// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.test;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelopenai.test.internal.api.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads an answer as it comes. Closing it early closes the connection. Not thread-safe. */
record EventReader(HttpResponse<InputStream> response) implements AutoCloseable {
    private static final String DATA = "data: ";

    /** The next line that is not empty; the empty text at the end. */
    String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int next = response.body().read();
        while (next >= 0 && (next != '\n' || line.size() == 0)) {
            if (next != '\n') {
                line.write(next);
            }
            next = response.body().read();
        }
        return line.toString(StandardCharsets.UTF_8);
    }

    /** What the next event adds to the text. */
    String delta() throws IOException {
        return event(line()).at("/choices/0/delta/content").asText();
    }

    List<String> lines() throws IOException {
        List<String> lines = new ArrayList<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            lines.add(line);
        }
        return lines;
    }

    /** All bytes that come before the connection ends, however it does. */
    byte[] bytesUntilTheEnd() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            response.body().transferTo(bytes);
        } catch (IOException e) {
            bytes.writeBytes("<cut>".getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    static JsonNode event(String line) {
        return Json.parse(line.substring(DATA.length()).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() throws IOException {
        response.body().close();
    }
}
