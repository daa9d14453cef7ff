// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.benchmarks.quota.server;

import io.github.camelopenai.benchmarks.quota.work.Job;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Writes HTTP answers as the API does. */
final class Replies {
    private static final double NANOS_PER_MILLI = 1e6;

    private final Switches switches;
    private final double waitsDividedBy;

    /**
     * Writes for a server with these switches.
     *
     * @param waitsDividedBy what an announced wait is divided by, for clients that live in real time
     */
    Replies(Switches switches, double waitsDividedBy) {
        this.switches = switches;
        this.waitsDividedBy = waitsDividedBy;
    }

    /** The answer to a call that was granted. */
    ByteBuffer completion(Job job, Decision decision) {
        String body = ("{\"id\":\"chatcmpl-%d\",\"object\":\"chat.completion\",\"created\":1700000000,\"model\":\"%s\","
                        + "\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"ok\",\"refusal\":null},"
                        + "\"logprobs\":null,\"finish_reason\":\"stop\"}],"
                        + "\"usage\":{\"prompt_tokens\":%d,\"completion_tokens\":%d,\"total_tokens\":%d}}")
                .formatted(job.id(), Job.MODEL, job.promptTokens(), job.outputTokens(), job.usedTokens());
        return reply("200 OK", headers(decision), body);
    }

    /** The answer to a call that was not. */
    ByteBuffer refusal(Decision decision) {
        return switch (decision.outcome()) {
            case REQUESTS_EXHAUSTED -> exhausted(decision, decision.requests(), "requests", "RPM");
            case TOKENS_EXHAUSTED -> exhausted(decision, decision.tokens(), "tokens", "TPM");
            case SLOW_DOWN ->
                reply("429 Too Many Requests", headers(decision), error("Slow down.", "requests", "slow_down"));
            case SERVER_ERROR ->
                reply(
                        "500 Internal Server Error",
                        "",
                        error("The server had an error.", "server_error", "server_error"));
            case GRANTED -> throw new IllegalArgumentException("a call that was granted is not refused");
        };
    }

    /** The answer to a request that names no job. */
    ByteBuffer badRequest() {
        return reply("400 Bad Request", "", error("No job is named.", "invalid_request_error", "no_job"));
    }

    private ByteBuffer exhausted(Decision decision, Reading reading, String type, String unit) {
        double millis = decision.waitNanos() / NANOS_PER_MILLI / waitsDividedBy;
        String message = ("Rate limit reached for %s on %s per min (%s): Limit %d, Used %d, Requested %d."
                        + " Please try again in %s.")
                .formatted(
                        Job.MODEL,
                        type,
                        unit,
                        reading.limit(),
                        reading.limit() - reading.remaining(),
                        decision.asked(),
                        GoDuration.format((long) (millis * NANOS_PER_MILLI)));
        String headers = headers(decision);
        if (switches.retryAfter()) {
            headers += "retry-after-ms: " + decimal(millis) + "\r\nretry-after: " + decimal(millis / 1e3) + "\r\n";
        }
        return reply("429 Too Many Requests", headers, error(message, type, "rate_limit_exceeded"));
    }

    /** Rounded up: whoever comes back exactly then must not be early. */
    private static String decimal(double value) {
        String text = String.format(Locale.ROOT, "%.3f", Math.ceil(value * 1e3) / 1e3);
        return text.endsWith(".000") ? text.substring(0, text.length() - 4) : text;
    }

    private String headers(Decision decision) {
        return switches.headers()
                ? headers("requests", decision.requests()) + headers("tokens", decision.tokens())
                : "";
    }

    private static String headers(String dimension, Reading reading) {
        return "x-ratelimit-limit-%s: %d\r\nx-ratelimit-remaining-%s: %d\r\nx-ratelimit-reset-%s: %s\r\n"
                .formatted(
                        dimension,
                        reading.limit(),
                        dimension,
                        reading.remaining(),
                        dimension,
                        GoDuration.format(reading.resetNanos()));
    }

    private static String error(String message, String type, String code) {
        return "{\"error\":{\"message\":\"%s\",\"type\":\"%s\",\"param\":null,\"code\":\"%s\"}}"
                .formatted(message, type, code);
    }

    private static ByteBuffer reply(String status, String headers, String body) {
        String text = "HTTP/1.1 " + status + "\r\ncontent-type: application/json\r\n" + headers + "content-length: "
                + body.length() + "\r\n\r\n" + body;
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }
}
