// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.client.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenai.internal.client.call.FakeReplyHead;
import io.github.camelopenai.internal.quota.terms.ServerView;
import io.github.camelopenai.internal.quota.terms.ServerView.Reading;
import io.github.camelopenai.internal.time.GoDuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

/** Quota headers as values. */
class RateLimitHeadersTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "20ms, 20",
        "8.64s, 8640",
        "1s, 1000",
        "6m0s, 360000",
        "1h2m3s, 3723000",
        "1h0m0.5s, 3600500",
        "1m30.951s, 90951",
        "24h0m0s, 86400000",
        "1d, 86400000",
        "2d3h, 183600000",
        "0s, 0",
        "0ms, 0",
        ".5s, 500",
        "1.5ms, 1.5",
        "250us, 0.25",
        "250µs, 0.25",
        "500000ns, 0.5"
    })
    void readsEveryFormOfADuration(String text, double millis) {
        assertThat(GoDuration.nanos(text)).isEqualTo((long) (millis * 1e6));
    }

    @ParameterizedTest(name = "[{index}] {0}")
    @NullAndEmptySource
    @ValueSource(
            strings = {
                "soon",
                "12",
                "s",
                "1x",
                "1 s",
                "-1s",
                "1.2.3s",
                "1sec",
                "1mss",
                "s1",
                "1e3s",
                "..s",
                "NaNs",
                "1111111111111111111111111111111111111111s"
            })
    void takesNoOtherTextForADuration(String text) {
        assertThat(GoDuration.nanos(text)).isNegative();
    }

    @Test
    void boundsAnAbsurdDuration() {
        assertThat(GoDuration.nanos("99999999999999999999h")).isEqualTo(1_000_000_000_000_000_000L);
    }

    private static FakeReplyHead head(String limit, String remaining, String reset) {
        return new FakeReplyHead(
                200,
                "x-ratelimit-limit-tokens",
                limit,
                "x-ratelimit-remaining-tokens",
                remaining,
                "x-ratelimit-reset-tokens",
                reset);
    }

    @Test
    void readsBothDimensions() {
        FakeReplyHead head = new FakeReplyHead(
                200,
                "x-ratelimit-limit-requests",
                "500",
                "x-ratelimit-remaining-requests",
                "499",
                "x-ratelimit-reset-requests",
                "120ms",
                "x-ratelimit-limit-tokens",
                "200000",
                "x-ratelimit-remaining-tokens",
                "199000",
                "x-ratelimit-reset-tokens",
                "300ms");

        assertThat(RateLimitHeaders.read(head))
                .isEqualTo(
                        new ServerView(new Reading(500, 499, 120_000_000), new Reading(200_000, 199_000, 300_000_000)));
    }

    @Test
    void saysNothingWithoutHeaders() {
        assertThat(RateLimitHeaders.read(new FakeReplyHead(200))).isSameAs(ServerView.NONE);
    }

    @Test
    void knowsWhatIsLeftThoughTheResetMakesNoSense() {
        assertThat(RateLimitHeaders.read(head("100", "40", "tomorrow")).tokens())
                .isEqualTo(new Reading(100, 40, -1));
    }

    @ParameterizedTest(name = "{0} of {1}")
    @CsvSource({
        "0, 0",
        "-5, 0",
        "100, -1",
        "100, 101",
        "many, 5",
        "100, ''",
        "1.5, 1",
        "99999999999999999999, 1",
        "100, 99999999999999999999"
    })
    void ignoresNumbersThatMakeNoSense(String limit, String remaining) {
        assertThat(RateLimitHeaders.read(head(limit, remaining, "1s"))).isSameAs(ServerView.NONE);
    }
}
