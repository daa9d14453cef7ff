// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenai.internal.quota.Throttle;
import io.github.camelopenai.internal.quota.terms.Cost;
import io.github.camelopenai.internal.quota.terms.Lane;
import io.github.camelopenai.internal.quota.terms.Limits;
import io.github.camelopenai.internal.quota.terms.Permit;
import io.github.camelopenai.internal.quota.terms.QueuePolicy;
import io.github.camelopenai.internal.quota.terms.QueuePolicy.Patience;
import io.github.camelopenai.internal.quota.terms.QueuePolicy.WhenFull;
import io.github.camelopenai.internal.quota.terms.ServerView;
import io.github.camelopenai.internal.quota.terms.Used;
import io.github.camelopenai.internal.time.Ticker;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** A call whose answer is there at once runs its route where it was granted; that must not keep others from being granted. */
@Timeout(30)
@ExtendWith(NothingLeft.class)
class GrantsTest {

    private static final Patience PATIENCE = new Patience(Duration.ofHours(1), WhenFull.FAIL);

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Throttle throttle = new Throttle(
            "one at a time", Limits.NONE, new QueuePolicy(1, 10), Ticker.system(), (task, delay) -> () -> {}, threads);

    @AfterEach
    void stop() {
        throttle.close();
        threads.shutdownNow();
    }

    private CompletableFuture<Permit> acquire() {
        return throttle.acquire(Cost.OF_ONE_REQUEST, Lane.DEFAULT, PATIENCE);
    }

    @Test
    void aGrantedCallThatBlocksDoesNotHoldUpTheNext() throws Exception {
        CountDownLatch nextHasEnded = new CountDownLatch(1);
        Permit first = acquire().join();
        CompletableFuture<Boolean> second = acquire().thenApply(permit -> {
            permit.settle(Used.UNKNOWN, ServerView.NONE);
            return awaited(nextHasEnded);
        });
        CompletableFuture<Permit> third = acquire();

        threads.execute(() -> first.settle(Used.UNKNOWN, ServerView.NONE));

        assertThat(third.get(10, TimeUnit.SECONDS)).isNotNull();
        nextHasEnded.countDown();
        assertThat(second.get(10, TimeUnit.SECONDS)).isTrue();
    }

    private static boolean awaited(CountDownLatch latch) {
        try {
            return latch.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
