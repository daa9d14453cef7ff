// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.benchmarks.soak;

import io.github.camelopenai.OpenAiHeaders;
import io.github.camelopenai.error.OpenAiException;
import java.util.Map;
import java.util.StringJoiner;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.apache.camel.Exchange;

/** Counts what goes in and what comes out. Thread-safe. */
final class Tally {
    private static final String SIGNALS = "signals";
    private static final int LONGEST_EXAMPLE = 160;

    private final LongAdder in = new LongAdder();
    private final LongAdder replies = new LongAdder();
    private final LongAdder exceptions = new LongAdder();
    private final LongAdder duplicates = new LongAdder();
    private final LongAdder attempts = new LongAdder();
    private final Map<String, Kind> kinds = new ConcurrentSkipListMap<>();

    /** Before the exchange is given to its route. */
    void enters(Exchange exchange) {
        exchange.setProperty(SIGNALS, new AtomicInteger());
        in.increment();
    }

    /** In the callback of the exchange; whether it is the first call of it. */
    boolean ends(Exchange exchange) {
        if (exchange.getProperty(SIGNALS, AtomicInteger.class).incrementAndGet() > 1) {
            duplicates.increment();
            return false;
        }
        Exception failure = exchange.getException();
        if (failure == null) {
            replies.increment();
        } else {
            exceptions.increment();
            kinds.computeIfAbsent(kind(failure), any -> new Kind(failure)).count.increment();
        }
        attempts.add(attempts(exchange, failure));
        return true;
    }

    private static String kind(Exception failure) {
        String name = failure.getClass().getSimpleName();
        return failure instanceof OpenAiException known ? name + ":" + known.status() : name;
    }

    /** Of a stream that broke off the exception says it; the header is older. */
    private static int attempts(Exchange exchange, Exception failure) {
        if (failure instanceof OpenAiException known) {
            return known.attempts();
        }
        return exchange.getMessage().getHeader(OpenAiHeaders.ATTEMPTS, 0, Integer.class);
    }

    long in() {
        return in.sum();
    }

    long ended() {
        return replies.sum() + exceptions.sum();
    }

    /** {@code name=value} pairs. */
    String line() {
        return "in=%d replies=%d exceptions=%d lost=%d duplicates=%d attempts=%d"
                .formatted(in(), replies.sum(), exceptions.sum(), in() - ended(), duplicates.sum(), attempts.sum());
    }

    /** Exceptions by class and status, each with the message of the first. */
    String kinds() {
        StringJoiner all = new StringJoiner(" | ");
        kinds.forEach((name, kind) -> all.add(name + " " + kind.count.sum() + " e.g. " + kind.example));
        return all.toString();
    }

    /** Exceptions of one kind. */
    private static final class Kind {
        private final LongAdder count = new LongAdder();
        private final String example;

        Kind(Exception first) {
            String message = String.valueOf(first.getMessage()).replace('\n', ' ');
            example = message.substring(0, Math.min(message.length(), LONGEST_EXAMPLE));
        }
    }
}
