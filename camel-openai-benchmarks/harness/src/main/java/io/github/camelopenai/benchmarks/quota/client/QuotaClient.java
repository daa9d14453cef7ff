// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.benchmarks.quota.client;

import io.github.camelopenai.benchmarks.quota.work.Job;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;

/** One client under test. Closing it ends its threads. */
public interface QuotaClient extends AutoCloseable {
    /**
     * Sends {@link Job#prompt()} as the one user message, with {@link Job#maxTokens()} as {@code max_tokens} and the model
     * {@link Job#MODEL}. Never blocks for long: all jobs of a run may be handed over at once, and a blocking client brings
     * its own threads.
     *
     * @return completes when the job has been answered, exceptionally when the client gave up
     */
    CompletableFuture<Void> send(Job job);

    /**
     * The tokens that the client believes to be left, negative in debt; empty when it keeps no such book. Asked by the
     * server's thread before each answer.
     */
    default OptionalLong tokensLeft() {
        return OptionalLong.empty();
    }

    /** Opens a client. Called twice in a process: first for a warm-up against a server that never refuses. */
    interface Opening {
        /** Opens the client with what a user would have told it. */
        QuotaClient open(Setting setting) throws Exception;
    }
}
