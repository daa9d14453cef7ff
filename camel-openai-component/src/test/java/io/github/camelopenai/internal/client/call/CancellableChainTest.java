// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.client.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What reaches the step that a result waits for. */
class CancellableChainTest {

    private final CancellableChain<String> chain = new CancellableChain<>();

    /** A step whose work can be broken off after it has brought its value, as a body can that is still read. */
    private static final class Step extends CompletableFuture<String> {
        private int cancellations;

        @Override
        public boolean cancel(boolean mayInterruptIfRunning) {
            cancellations++;
            return super.cancel(mayInterruptIfRunning);
        }
    }

    @Test
    void aCancellationReachesTheStep() {
        Step step = new Step();
        chain.awaits(step);

        chain.cancel(true);

        assertThat(step.cancellations).isEqualTo(1);
        assertThat(step).isCancelled();
    }

    @Test
    void aStepThatBeginsTooLateIsCancelled() {
        Step step = new Step();
        chain.cancel(true);

        chain.awaits(step);

        assertThat(step).isCancelled();
    }

    @Test
    void whatHasEndedIsNotBrokenOffByALateCancellation() {
        Step step = new Step();
        chain.awaits(step).thenAccept(chain::complete);
        step.complete("answer");

        boolean cancelled = chain.cancel(true);

        assertThat(cancelled).isFalse();
        assertThat(step.cancellations).isZero();
    }

    @Test
    void whatHasEndedIsNotBrokenOffByTheStopOfTheContext() {
        Step step = new Step();
        chain.awaits(step).thenAccept(chain::complete);
        step.complete("answer");

        chain.abort(new IllegalStateException("stopped"));

        assertThat(chain).isCompletedWithValue("answer");
        assertThat(step.cancellations).isZero();
    }
}
