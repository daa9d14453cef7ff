// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.test;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.ResponseDefinition;
import io.github.camelopenai.test.internal.api.Answer;
import io.github.camelopenai.test.internal.limit.GoDuration;
import io.github.camelopenai.test.internal.limit.Levels;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;

/** Turns outcomes into WireMock's responses, with the headers of the API. Thread-safe. */
final class Delivery {
    private final SimulatedClock clock;
    private final Streams streams;
    private final AtomicLong requestIds = new AtomicLong();

    Delivery(SimulatedClock clock, Streams streams) {
        this.clock = clock;
        this.streams = streams;
    }

    /** @param entry learns how the sending goes on, if it is in pieces */
    ResponseDefinition of(Outcome outcome, Optional<Levels> levels, Recorder.Entry entry) {
        Reply reply = outcome.reply();
        Answer answer = outcome.answer();
        Frames frames = outcome.frames();
        ResponseDefinitionBuilder response = new ResponseDefinitionBuilder().withStatus(answer.status());
        int delay = clock.realMillis(reply.delay());
        boolean inPieces =
                outcome.fault().isEmpty() && !frames.isCutDocument() && (frames.events() || frames.changed());
        if (delay > 0 && !inPieces) {
            response.withFixedDelay(delay);
        }
        if (outcome.fault().isPresent()) {
            return response.withFault(outcome.fault().get()).build();
        }
        headers(outcome, levels).forEach(response::withHeader);
        if (!inPieces) {
            return response.withBody(frames.isCutDocument() ? frames.all() : answer.body())
                    .build();
        }
        StreamPlan plan = new StreamPlan(frames, delay, clock.realMillis(frames.pause()), new StreamProgress());
        entry.streams(plan.progress());
        return response.withHeader(Streams.HEADER, streams.plan(plan)).build();
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
        boolean cut = outcome.frames().end() == Frames.End.CUT;
        if (!answer.chunked() || (cut && !outcome.frames().events())) {
            // For a cut body too: the client must be able to see that some of it is missing.
            headers.put("content-length", Integer.toString(answer.body().length));
        }
        return headers;
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
