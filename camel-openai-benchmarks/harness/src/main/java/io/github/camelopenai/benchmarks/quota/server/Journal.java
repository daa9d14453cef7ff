// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.benchmarks.quota.server;

import io.github.camelopenai.benchmarks.quota.work.Job;
import java.util.ArrayList;
import java.util.List;

/** What a server has decided, in order. Thread-safe. */
public final class Journal {
    private final List<Entry> entries = new ArrayList<>(); // guarded by this
    private final List<Comparison> comparisons = new ArrayList<>(); // guarded by this

    synchronized void add(Entry entry) {
        entries.add(entry);
    }

    synchronized void add(Comparison comparison) {
        comparisons.add(comparison);
    }

    /** A copy of what was written so far. */
    public synchronized List<Entry> entries() {
        return List.copyOf(entries);
    }

    /** A copy of what was compared so far; nothing for a client that keeps no book of tokens. */
    public synchronized List<Comparison> comparisons() {
        return List.copyOf(comparisons);
    }

    /**
     * One decision.
     *
     * @param atNanos when, in virtual time
     * @param job about which job
     * @param outcome what became of the call
     * @param tokens what it is charged in the end if it was granted, or would have been
     * @param freeTokens what was free afterwards
     * @param freeRequests what was free afterwards
     */
    public record Entry(
            long atNanos, Job job, Decision.Outcome outcome, long tokens, double freeTokens, double freeRequests) {}

    /**
     * Two books at one moment, when an answer leaves.
     *
     * @param free tokens that are free by the server's
     * @param believed tokens that are free by the client's
     */
    public record Comparison(double free, long believed) {}
}
