// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.client.http;

import io.github.camelopenai.fuzz.Promise;
import io.github.camelopenai.fuzz.Target;
import io.github.camelopenai.internal.client.call.Head;
import io.github.camelopenai.internal.quota.terms.ServerView;
import io.github.camelopenai.internal.retry.RetryAfter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;

/** Headers on the quota: numbers that make sense or none, and durations that both of our readers take alike. */
public final class HeadersTarget implements Target {

    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    private static final Duration MOST = Duration.ofDays(366);

    @Override
    public void run(byte[] input) {
        String lines = new String(input, StandardCharsets.UTF_8);
        Head head = Head.ofLines(429, lines);
        ServerView view = RateLimitHeaders.read(head);
        makesSense(view.requests());
        makesSense(view.tokens());
        RetryAfter.parse(head::header, NOW).ifPresent(HeadersTarget::isBounded);
        for (String line : lines.split("\n")) {
            boundedDuration(line.substring(line.indexOf(':') + 1).strip());
        }
    }

    private static void makesSense(ServerView.Reading reading) {
        if (reading != null) {
            Promise.holds(
                    reading.limit() >= 1 && reading.remaining() >= 0 && reading.remaining() <= reading.limit(),
                    "no level: " + reading);
        }
    }

    private static void isBounded(Duration wait) {
        Promise.holds(!wait.isNegative() && wait.compareTo(MOST) <= 0, "no wait: " + wait);
    }

    private static void boundedDuration(String text) {
        RetryAfter.goDuration(text).ifPresent(HeadersTarget::isBounded);
    }
}
