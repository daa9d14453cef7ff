// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.chat;

import io.github.camelopenai.internal.client.call.Reply;
import io.github.camelopenai.model.Usage;
import java.time.Duration;
import java.util.function.Function;

/** What all rounds of one chat step took together. Not thread-safe: rounds follow each other. */
final class ChatTotals {

    private Usage usage = Usage.UNKNOWN;
    private int attempts;
    private Duration queued = Duration.ZERO;

    void add(Reply<?> reply) {
        attempts += reply.attempts();
        queued = queued.plus(reply.queued());
    }

    void add(Usage more) {
        usage = new Usage(
                sum(more, Usage::promptTokens),
                sum(more, Usage::completionTokens),
                sum(more, Usage::totalTokens),
                sum(more, Usage::cachedTokens),
                sum(more, Usage::reasoningTokens));
    }

    private Long sum(Usage more, Function<Usage, Long> part) {
        Long before = part.apply(usage);
        Long now = part.apply(more);
        if (before == null || now == null) {
            return before == null ? now : before;
        }
        return before + now;
    }

    /** How often something was sent. */
    int attempts() {
        return attempts;
    }

    Usage usage() {
        return usage;
    }

    /** The last answer, with the attempts and the waiting of all. */
    <T> Reply<T> over(Reply<T> last) {
        return new Reply<>(last.value(), last.head(), attempts, queued, last.used());
    }
}
