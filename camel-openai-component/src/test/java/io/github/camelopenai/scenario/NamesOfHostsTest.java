// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenai.OpenAiConfiguration;
import io.github.camelopenai.error.OpenAiTransportException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.OkHttpClient;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A name service that fails or never answers ends a call like any other trouble of the network. */
@Timeout(60)
class NamesOfHostsTest extends Scenario {

    private final CountDownLatch end = new CountDownLatch(1);
    private final AtomicInteger lookups = new AtomicInteger();

    @Override
    void configure(OpenAiConfiguration options) {
        options.setRetryInitialDelay(1);
        options.setRetryMaxDelay(2);
        options.setBaseUrl("http://api.example:" + openAi.port() + "/v1");
    }

    @AfterEach
    void answerAtLast() {
        end.countDown();
    }

    /** An answer that comes when the test is over, if at all. */
    private List<InetAddress> hangingLookup(String host) throws UnknownHostException {
        lookups.incrementAndGet();
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new UnknownHostException(host);
    }

    @ParameterizedTest
    @ValueSource(strings = {"chat", "chat?streaming=true", "speech", "embed"})
    void oneThatNeverAnswersIsLeftAtTheRequestTimeout(String operation) {
        component.setHttpClient(
                new OkHttpClient.Builder().dns(this::hangingLookup).build());

        Exchange answer = call(
                "openai:" + operation + (operation.contains("?") ? "&" : "?") + "requestTimeout=100&maxRetries=1",
                "hello");

        assertThat(failureOf(answer, OpenAiTransportException.class))
                .hasMessageContaining("requestTimeout=100ms")
                .matches(failure -> failure.attempts() == 2 && failure.isRetryable());
    }

    @Test
    void oneThatComesBackIsAskedAgain() {
        component.setHttpClient(new OkHttpClient.Builder()
                .dns(host -> {
                    if (lookups.incrementAndGet() == 1) {
                        throw new UnknownHostException(host);
                    }
                    return List.of(InetAddress.getLoopbackAddress());
                })
                .build());

        Exchange answer = call("openai:chat?maxRetries=1", "hello");

        assertThat(bodyOf(answer)).isEqualTo("You said: hello");
        assertThat(openAi.requests()).hasSize(1);
    }
}
