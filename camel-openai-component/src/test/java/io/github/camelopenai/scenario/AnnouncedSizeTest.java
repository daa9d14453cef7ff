// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenai.error.OpenAiResponseException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An answer that says that it is too large is refused for its head; nobody waits for its body. */
@Timeout(60)
class AnnouncedSizeTest extends RawServerScenario {

    @ParameterizedTest
    @CsvSource({"chat, application/json", "embed, application/json", "image, application/json", "speech, audio/mpeg"})
    void isRefusedBeforeAByteOfItHasCome(String operation, String type) {
        server.behave((connection, request) -> connection
                .getOutputStream()
                .write(("HTTP/1.1 200 OK\r\nContent-Type: " + type + "\r\nContent-Length: 3001\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII)));

        OpenAiResponseException failure = failureOf(
                call("openai:" + operation + "?maxResponseSize=3kb&requestTimeout=20s&maxRetries=0", "hi"),
                OpenAiResponseException.class);

        assertThat(failure).hasMessageContaining("is larger than maxResponseSize, 3000 bytes");
        assertThat(server.received()).hasSize(1);
    }
}
