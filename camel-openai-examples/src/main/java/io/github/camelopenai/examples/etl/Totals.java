// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.examples.etl;

import io.github.camelopenai.OpenAiHeaders;
import io.github.camelopenai.error.OpenAiException;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** What some calls have cost, as the headers of their answers tell. Immutable. */
record Totals(int calls, long tokens, long waitedMillis, int retried, int failed) {

    static final Totals NONE = new Totals(0, 0, 0, 0, 0);

    /** Those of one call that has just ended. */
    static Totals of(Exchange exchange) {
        Message answer = exchange.getMessage();
        OpenAiException failure = exchange.getException(OpenAiException.class);
        int attempts =
                failure == null ? answer.getHeader(OpenAiHeaders.ATTEMPTS, 1, Integer.class) : failure.attempts();
        return new Totals(
                1,
                exchange.isFailed() ? 0 : answer.getHeader(OpenAiHeaders.TOTAL_TOKENS, 0L, Long.class),
                exchange.isFailed() ? 0 : answer.getHeader(OpenAiHeaders.QUEUED_MILLIS, 0L, Long.class),
                Math.max(0, attempts - 1),
                exchange.isFailed() ? 1 : 0);
    }

    Totals plus(Totals other) {
        return new Totals(
                calls + other.calls,
                tokens + other.tokens,
                waitedMillis + other.waitedMillis,
                retried + other.retried,
                failed + other.failed);
    }
}
