// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.client.failure;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenai.internal.client.call.FakeReplyHead;
import io.github.camelopenai.internal.client.http.RateLimitHeaders;
import io.github.camelopenai.internal.quota.terms.ServerView;
import io.github.camelopenai.internal.retry.RetryAfter;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Headers and texts of servers hold anything; what makes no sense is as good as absent, and nothing throws. */
class AnyHeaderTest {

    private static final String[] PIECES = {
        "0",
        "1",
        "9",
        "123456789",
        "99999999999999999999",
        ".",
        "..",
        "-",
        "+",
        " ",
        "e5",
        "h",
        "m",
        "s",
        "ms",
        "us",
        "\u00b5s",
        "ns",
        "d",
        "\u0663",
        "\u0967",
        "\uff11",
        "NaN",
        "Infinity",
        "0x1p",
        "_",
        ",",
        ":",
        "GMT",
        "Mon, 23 Nov 2026 ",
        "try again in "
    };

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int piece = random.nextInt(6); piece > 0; piece--) {
            text.append(PIECES[random.nextInt(PIECES.length)]);
        }
        return text.toString();
    }

    @Test
    void isReadOrIgnored() {
        Random random = new Random(7);
        for (int round = 0; round < 100_000; round++) {
            String value = text(random);
            FakeReplyHead head = new FakeReplyHead(
                    200,
                    "x-ratelimit-limit-requests",
                    "5",
                    "x-ratelimit-remaining-requests",
                    text(random),
                    "x-ratelimit-reset-requests",
                    value);
            ServerView view = RateLimitHeaders.read(head);
            Optional<Duration> wait = RetryAfter.parse(name -> value, Instant.EPOCH);
            Optional<Duration> told = RetryAfter.inText(value);

            assertThat(view).isNotNull();
            assertThat(wait.orElse(Duration.ZERO)).isGreaterThanOrEqualTo(Duration.ZERO);
            assertThat(told.orElse(Duration.ZERO)).isGreaterThanOrEqualTo(Duration.ZERO);
        }
    }
}
