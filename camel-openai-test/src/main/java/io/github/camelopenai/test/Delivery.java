// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.test;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.ResponseDefinition;
import io.github.camelopenai.test.internal.api.Answer;
import io.github.camelopenai.test.internal.limit.GoDuration;
import io.github.camelopenai.test.internal.limit.Levels;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;

/** Turns outcomes into WireMock's responses, with the headers of the API. Thread-safe. */
final class Delivery {
    /** A body that trickles comes in so many pieces. */
    private static final int PIECES = 10;

    private final SimulatedClock clock;
    private final AtomicLong requestIds = new AtomicLong();

    Delivery(SimulatedClock clock) {
        this.clock = clock;
    }

    ResponseDefinition of(Outcome outcome, Optional<Levels> levels) {
        Reply reply = outcome.reply();
        Answer answer = outcome.answer();
        ResponseDefinitionBuilder response = new ResponseDefinitionBuilder().withStatus(answer.status());
        int delay = clock.realMillis(reply.delay());
        if (delay > 0) {
            response.withFixedDelay(delay);
        }
        if (outcome.fault().isPresent()) {
            return response.withFault(outcome.fault().get()).build();
        }
        headers(outcome, levels).forEach(response::withHeader);
        int spread = clock.realMillis(reply.spread());
        if (spread > 0 && answer.body().length > 0) {
            response.withChunkedDribbleDelay(PIECES, spread);
        }
        return response.withBody(body(reply, answer)).build();
    }

    private Map<String, String> headers(Outcome outcome, Optional<Levels> levels) {
        Answer answer = outcome.answer();
        Reply reply = outcome.reply();
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.put("content-type", answer.contentType());
        headers.put("x-request-id", "req_%032x".formatted(requestIds.incrementAndGet()));
        headers.put("openai-processing-ms", Long.toString(Math.max(1, GoDuration.millis(reply.delay()))));
        headers.put("openai-version", "2020-10-01");
        headers.put("openai-organization", RateLimitErrors.ORGANIZATION);
        levels.ifPresent(value -> putLevels(headers, value));
        outcome.retryAfter().ifPresent(wait -> putRetryAfter(headers, wait));
        headers.putAll(reply.headers());
        if (!answer.chunked() || reply.cutAfter().isPresent()) {
            // For a cut body too: the client must be able to see that some of it is missing.
            headers.put("content-length", Integer.toString(answer.body().length));
        }
        return headers;
    }

    private static byte[] body(Reply reply, Answer answer) {
        int length = answer.body().length;
        int kept = Math.min(length, reply.cutAfter().orElse(length));
        return kept == length ? answer.body() : Arrays.copyOf(answer.body(), kept);
    }

    private static void putLevels(Map<String, String> headers, Levels levels) {
        headers.put("x-ratelimit-limit-requests", Long.toString(levels.limits().requestsPerMinute()));
        headers.put("x-ratelimit-limit-tokens", Long.toString(levels.limits().tokensPerMinute()));
        headers.put("x-ratelimit-remaining-requests", Long.toString(levels.remainingRequests()));
        headers.put("x-ratelimit-remaining-tokens", Long.toString(levels.remainingTokens()));
        headers.put("x-ratelimit-reset-requests", GoDuration.of(levels.resetRequests()));
        headers.put("x-ratelimit-reset-tokens", GoDuration.of(levels.resetTokens()));
    }

    private static void putRetryAfter(Map<String, String> headers, Duration wait) {
        headers.put("retry-after", Long.toString(GoDuration.retryAfterSeconds(wait)));
        headers.put("retry-after-ms", Long.toString(Math.max(1, GoDuration.millis(wait))));
    }
}
