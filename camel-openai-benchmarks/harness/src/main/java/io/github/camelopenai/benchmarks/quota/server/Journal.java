// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.benchmarks.quota.server;

import io.github.camelopenai.benchmarks.quota.work.Job;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** What a server has decided, in order. Thread-safe. */
public final class Journal {
    private final List<Entry> entries = new ArrayList<>(); // guarded by this

    synchronized void add(Entry entry) {
        entries.add(entry);
    }

    /** A copy of what was written so far. */
    public synchronized List<Entry> entries() {
        return List.copyOf(entries);
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
     * @param believed tokens that the client believed to be free at that moment; empty when it keeps no such book
     */
    public record Entry(
            long atNanos,
            Job job,
            Decision.Outcome outcome,
            long tokens,
            double freeTokens,
            double freeRequests,
            OptionalLong believed) {}
}
