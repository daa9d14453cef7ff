// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenai.error.OpenAiException;
import io.github.camelopenai.error.OpenAiRateLimitException;
import io.github.camelopenai.test.OpenAiSimulatorBuilder;
import io.github.camelopenai.test.Reply;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that goes on saying 429, and does not say what is left: the retries end with retryTimeout, in every operation. */
@Timeout(60)
class RetryTimeoutTest extends Scenario {

    private static final byte[] MP3 = Arrays.copyOf("ID3 a recording".getBytes(StandardCharsets.UTF_8), 1_000);
    private static final Reply BUSY = Reply.errorAsText(429, "busy");

    @Override
    OpenAiSimulatorBuilder simulator() {
        return super.simulator().rateLimitHeaders(false);
    }

    @AfterEach
    void mostOfTheScriptIsNotRead() {
        openAi.reset();
    }

    private void busyAfter(Reply... first) {
        openAi.next(first);
        openAi.next(Collections.nCopies(200, BUSY).toArray(Reply[]::new));
    }

    @ParameterizedTest
    @ValueSource(strings = {"chat", "chat?streaming=true", "embed", "image", "speech", "transcribe?fileName=a.mp3"})
    void endsTheRetriesOf(String operation) {
        busyAfter();

        Exchange exchange = call(
                "openai:" + operation + (operation.contains("?") ? "&" : "?") + "retryTimeout=400",
                operation.startsWith("transcribe") ? MP3 : "hello");

        OpenAiException failure = failureOf(exchange, OpenAiRateLimitException.class);
        assertThat(failure.status()).isEqualTo(429);
        assertThat(failure).hasMessageContaining("retryTimeout=400ms");
        assertThat(failure.attempts()).isEqualTo(openAi.requests().size());
    }

    @Test
    void endsTheRetriesOfALaterRound() throws Exception {
        busyAfter(Reply.toolCall("look", "{}"));
        routes(new RouteBuilder() {
            @Override
            public void configure() {
                from("openai:tool?name=look&description=look&tags=now").setBody(constant("fine"));
            }
        });

        Exchange exchange = call("openai:chat?tools=now&retryTimeout=400", "hello");

        assertThat(failureOf(exchange, OpenAiRateLimitException.class)).hasMessageContaining("retryTimeout=400ms");
    }

    /** A minute's only request has been used, and the number is not the server's: the retry cannot leave in time. */
    @Test
    void endsTheWaitOfARetryForQuota() {
        openAi.next(Reply.status(503));

        Exchange exchange = call("openai:chat?retryTimeout=400&requestsPerMinute=1&retryInitialDelay=1", "hello");

        OpenAiException failure = failureOf(exchange, OpenAiException.class);
        assertThat(failure.status()).isEqualTo(503);
        assertThat(failure.attempts()).isEqualTo(1);
        assertThat(failure).hasMessageContaining("got no quota before the retry deadline (retryTimeout=400ms)");
        assertThat(openAi.requests()).hasSize(1);
    }
}
