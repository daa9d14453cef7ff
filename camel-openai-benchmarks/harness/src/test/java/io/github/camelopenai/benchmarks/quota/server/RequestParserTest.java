// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.benchmarks.quota.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class RequestParserTest {
    private final RequestParser parser = new RequestParser();

    @Test
    void waitsForTheWholeRequest() {
        feed("POST /v1/chat/completions HTTP/1.1\r\nContent-Length: 10\r\n\r\n\"job ");
        assertThat(parser.next()).isEmpty();

        feed("42 x\"");

        assertThat(RequestParser.jobOf(parser.next().orElseThrow())).hasValue(42);
        assertThat(parser.next()).isEmpty();
    }

    @Test
    void readsChunks() {
        feed("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n8\r\n\"job 7 x\r\n2\r\n \"");
        assertThat(parser.next()).isEmpty();

        feed("\r\n0\r\n\r\nGET ");

        assertThat(RequestParser.jobOf(parser.next().orElseThrow())).hasValue(7);
        assertThat(parser.next()).isEmpty();
    }

    private void feed(String text) {
        for (byte each : text.getBytes(StandardCharsets.ISO_8859_1)) {
            parser.room().put(each);
        }
    }
}
