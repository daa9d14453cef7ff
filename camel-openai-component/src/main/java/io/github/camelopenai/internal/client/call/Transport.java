// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.client.call;

import java.util.concurrent.CompletableFuture;

/** Sends a call. Stages wrap each other. */
public interface Transport {

    /**
     * Sends the call; never throws, never blocks.
     *
     * @return completes with the answer or with an {@link io.github.camelopenai.error.OpenAiException}; cancelling it
     *     cancels the call
     */
    <T> CompletableFuture<Reply<T>> send(HttpCall<T> call, CallProgress progress);
}
