// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenai.OpenAiConfiguration;
import io.github.camelopenai.error.OpenAiTransportException;
import io.github.camelopenai.internal.RawServer;
import java.nio.charset.StandardCharsets;
import org.apache.camel.Exchange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers whose Content-Length is no length. */
class OddLengthsTest extends RawServerScenario {

    @Override
    void configure(OpenAiConfiguration options) {
        super.configure(options);
        options.setMaxRetries(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "chat?model=m",
                "chat?model=m&streaming=true",
                "chat?model=m&streaming=true&streamFormat=sse",
                "image?model=m",
                "speech?model=m",
                "embed?model=m"
            })
    void aNegativeLengthIsAFailureOfTheServer(String uri) {
        server.behave((connection, request) -> connection
                .getOutputStream()
                .write(("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: -5\r\n\r\n"
                                + RawServer.HELLO)
                        .getBytes(StandardCharsets.US_ASCII)));

        Exchange exchange = call("openai:" + uri, "hi");

        OpenAiTransportException failure = failureOf(exchange, OpenAiTransportException.class);
        assertThat(failure).hasMessageContaining("Content-Length");
        assertThat(failure.attempts()).isEqualTo(2);
        assertThat(server.received()).hasSize(2);
        assertThat(failure.isRetryable()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 429, 500, 307})
    void aNegativeLengthOfARefusalIsAFailureOfTheServerToo(int status) {
        server.behave((connection, request) -> connection
                .getOutputStream()
                .write(("HTTP/1.1 " + status + " No\r\nContent-Length: -5\r\n\r\n{}")
                        .getBytes(StandardCharsets.US_ASCII)));

        Exchange exchange = call("openai:chat?model=m", "hi");

        assertThat(failureOf(exchange, OpenAiTransportException.class)).hasMessageContaining("Content-Length");
    }
}
