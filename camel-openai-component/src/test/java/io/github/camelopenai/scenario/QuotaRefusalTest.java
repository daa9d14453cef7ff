// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenai.error.OpenAiRateLimitException;
import io.github.camelopenai.test.Gate;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.camel.AsyncProducer;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** When a route is told that there is no quota, and of what. */
@Timeout(60)
class QuotaRefusalTest extends Line {

    @Test
    void tenPicturesAgainstFiveAMinuteAreAMatterOfImages() throws Exception {
        AsyncProducer image = producer("openai:image?model=gpt-image-2.5-flare&tier=tier1&n=10");

        Exchange refused = send(image, "a lighthouse").get(20, TimeUnit.SECONDS);

        assertThat(failureOf(refused, OpenAiRateLimitException.class))
                .hasMessageContaining("10 images, more than the limit of 5 images per minute")
                .hasMessageNotContaining("tokens");
        assertThat(openAi.requests()).isEmpty();
    }

    /** The row of the tier has 30,000 tokens, of which each call may use 16,000. */
    @Test
    void theRowOfATierRefusesNobodyBeforeItsDeadline() throws Exception {
        AsyncProducer chat = producer("openai:chat?model=gpt-4o&tier=tier1&maxTokens=16000&queueTimeout=1500");
        List<Exchange> ends;
        try (Gate gate = openAi.hold()) {
            List<CompletableFuture<Exchange>> calls = sendAll(chat, 40);
            gate.awaitHeld(1, Duration.ofSeconds(20));

            assertThat(component.quotaLevels().get(0).expectedWaitKnown()).isFalse();
            ends = ends(calls.subList(5, 40));
            gate.open();
        }

        assertThat(ends).allSatisfy(end -> {
            OpenAiRateLimitException failure = failureOf(end, OpenAiRateLimitException.class);
            assertThat(failure)
                    .hasMessageContaining("the call got no quota within queueTimeout=1s")
                    .hasMessageContaining("for quota of tokens, and the limit is 30,000 tokens per minute");
            assertThat(failure.retryAfter().orElseThrow()).isPositive();
        });
    }
}
