// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.quota;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenai.error.OpenAiRateLimitException;
import io.github.camelopenai.internal.quota.share.SharedQuota;
import io.github.camelopenai.internal.quota.terms.Cost;
import io.github.camelopenai.internal.quota.terms.Lane;
import io.github.camelopenai.internal.quota.terms.Limits;
import io.github.camelopenai.internal.quota.terms.Permit;
import io.github.camelopenai.internal.quota.terms.QueuePolicy;
import io.github.camelopenai.internal.quota.terms.QueuePolicy.Patience;
import io.github.camelopenai.internal.quota.terms.QueuePolicy.WhenFull;
import io.github.camelopenai.internal.quota.terms.StoreFailure;
import io.github.camelopenai.internal.time.InTurn;
import io.github.camelopenai.internal.time.ManualTicker;
import io.github.camelopenai.internal.time.ManualTimer;
import io.github.camelopenai.internal.time.Ticker;
import io.github.camelopenai.internal.time.Timer;
import io.github.camelopenai.quota.InMemoryQuotaStore;
import io.github.camelopenai.quota.Lease;
import io.github.camelopenai.quota.QuotaBucket;
import io.github.camelopenai.quota.QuotaMembers;
import io.github.camelopenai.quota.QuotaStore;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A store is code of others: it throws, hangs, blocks, and calls back. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StoreOfOthersTest {

    private static final Limits LIMITS = Limits.perMinute(600, 60_000);

    /** A store of which one thing is replaced. */
    private static class Odd implements QuotaStore {
        private final QuotaStore inner = new InMemoryQuotaStore();

        @Override
        public CompletionStage<Lease> lease(QuotaBucket bucket, long need, long want) {
            return inner.lease(bucket, need, want);
        }

        @Override
        public CompletionStage<Void> giveBack(QuotaBucket bucket, long amount) {
            return inner.giveBack(bucket, amount);
        }

        @Override
        public CompletionStage<Void> charge(QuotaBucket bucket, long amount) {
            return inner.charge(bucket, amount);
        }

        @Override
        public CompletionStage<Long> available(QuotaBucket bucket) {
            return inner.available(bucket);
        }

        @Override
        public CompletionStage<QuotaMembers> members(QuotaBucket bucket, long held) {
            return inner.members(bucket, held);
        }

        @Override
        public void close() {}
    }

    private static Odd leasing(Supplier<CompletionStage<Lease>> lease) {
        return new Odd() {
            @Override
            public CompletionStage<Lease> lease(QuotaBucket bucket, long need, long want) {
                return lease.get();
            }

            @Override
            public CompletionStage<Long> available(QuotaBucket bucket) {
                return new CompletableFuture<>();
            }
        };
    }

    private static CompletableFuture<Permit> ask(Throttle throttle, Duration timeout) {
        return throttle.acquire(Cost.ofTokens(100), Lane.DEFAULT, new Patience(timeout, WhenFull.FAIL));
    }

    @Nested
    class InManualTime {
        private final ManualTicker ticker = new ManualTicker();
        private final ManualTimer timer = new ManualTimer(ticker);

        private Throttle throttle(QuotaStore store, StoreFailure policy) {
            SharedQuota.Sharing sharing = new SharedQuota.Sharing(store, policy, () -> 0);
            return new Throttle("key", LIMITS, new QueuePolicy(10, 10), sharing, ticker, timer, new InTurn());
        }

        @Test
        void anErrorIsAFailureOfTheStoreAndThePolicyDecides() {
            Throttle throttle = throttle(
                    leasing(() -> {
                        throw new NoSuchMethodError("of another version");
                    }),
                    StoreFailure.OPEN);

            CompletableFuture<Permit> permit = ask(throttle, Duration.ofMinutes(1));
            timer.advance(Duration.ofSeconds(2));

            assertThat(permit).isCompleted();
            assertThat(throttle.snapshot().storeFailing()).isTrue();
        }

        @Test
        void noStageAndNoLeaseAreFailuresToo() {
            Throttle noStage = throttle(leasing(() -> null), StoreFailure.OPEN);
            Throttle noLease = throttle(leasing(() -> CompletableFuture.completedFuture(null)), StoreFailure.OPEN);

            assertThat(ask(noStage, Duration.ofMinutes(1))).isCompleted();
            assertThat(ask(noLease, Duration.ofMinutes(1))).isCompleted();
        }

        @Test
        void aStoreThatNeverAnswersIsOneThatFails() {
            Throttle throttle = throttle(leasing(CompletableFuture::new), StoreFailure.SHARE);

            CompletableFuture<Permit> permit = ask(throttle, Duration.ofMinutes(1));
            timer.advance(Duration.ofSeconds(5));

            assertThat(permit).isCompleted();
            assertThat(throttle.snapshot().storeFailing()).isTrue();
        }

        @Test
        void aStoreThatNeverAnswersHoldsNoCallPastItsDeadline() {
            Throttle throttle = throttle(leasing(CompletableFuture::new), StoreFailure.CLOSED);

            CompletableFuture<Permit> brief = ask(throttle, Duration.ofSeconds(1));
            CompletableFuture<Permit> longer = ask(throttle, Duration.ofSeconds(20));
            timer.advance(Duration.ofSeconds(1));
            assertThat(brief).isCompletedExceptionally();
            assertThat(longer).isNotDone();
            timer.advance(Duration.ofSeconds(19));

            assertThat(longer)
                    .failsWithin(Duration.ZERO)
                    .withThrowableThat()
                    .withCauseInstanceOf(OpenAiRateLimitException.class)
                    .withMessageContaining("the quota store does not answer");
        }

        @Test
        void whatIsGrantedTooLateGoesBack() {
            CompletableFuture<Lease> late = new CompletableFuture<>();
            long[] returned = {0};
            Throttle throttle = throttle(
                    new Odd() {
                        @Override
                        public CompletionStage<Lease> lease(QuotaBucket bucket, long need, long want) {
                            return bucket.name().contains("tokens") ? late : super.lease(bucket, need, want);
                        }

                        @Override
                        public CompletionStage<Void> giveBack(QuotaBucket bucket, long amount) {
                            returned[0] += bucket.name().contains("tokens") ? amount : 0;
                            return super.giveBack(bucket, amount);
                        }

                        @Override
                        public CompletionStage<Long> available(QuotaBucket bucket) {
                            return new CompletableFuture<>();
                        }
                    },
                    StoreFailure.CLOSED);
            ask(throttle, Duration.ofSeconds(3));
            timer.advance(Duration.ofSeconds(10));

            late.complete(Lease.of(170));

            assertThat(returned[0]).isEqualTo(170);
        }
    }

    @Nested
    class InRealTime {
        private final ExecutorService threads = Executors.newCachedThreadPool();
        private final ScheduledExecutorService timerThread = Executors.newSingleThreadScheduledExecutor();
        private final CountDownLatch released = new CountDownLatch(1);
        private final Throttles throttles = new Throttles(Ticker.system(), Timer.on(timerThread), threads);

        @AfterEach
        void end() {
            released.countDown();
            throttles.close();
            threads.shutdownNow();
            timerThread.shutdownNow();
        }

        private Throttle of(String account, QuotaStore store, StoreFailure policy) {
            return throttles.of(
                    new QuotaKey(account, "model"),
                    LIMITS,
                    new QueuePolicy(10, 10),
                    new SharedQuota.Sharing(store, policy, () -> 0));
        }

        private QuotaStore blockingFor(String account) {
            return new Odd() {
                private void block(QuotaBucket bucket) {
                    try {
                        if (bucket.name().contains(account)) {
                            released.await();
                        }
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                }

                @Override
                public CompletionStage<Lease> lease(QuotaBucket bucket, long need, long want) {
                    block(bucket);
                    return super.lease(bucket, need, want);
                }

                @Override
                public CompletionStage<QuotaMembers> members(QuotaBucket bucket, long held) {
                    block(bucket);
                    return super.members(bucket, held);
                }
            };
        }

        @Test
        void aStoreThatBlocksHoldsNeitherItsCallerNorOtherAccounts() throws Exception {
            QuotaStore store = blockingFor("slow");

            CompletableFuture<Permit> held = ask(of("slow", store, StoreFailure.CLOSED), Duration.ofMillis(100));
            CompletableFuture<Permit> other = ask(of("other", store, StoreFailure.CLOSED), Duration.ofSeconds(20));

            assertThat(other.get(20, TimeUnit.SECONDS)).isNotNull();
            assertThat(held).failsWithin(Duration.ofSeconds(20));
            assertThat(throttles.snapshots()).hasSize(2);
        }

        @Test
        void aStoreMayAskHowThingsStand() throws Exception {
            CompletableFuture<Integer> seen = new CompletableFuture<>();
            QuotaStore curious = new Odd() {
                @Override
                public CompletionStage<Lease> lease(QuotaBucket bucket, long need, long want) {
                    // On another thread: under the throttle's lock it would wait for ever.
                    CompletableFuture.supplyAsync(() -> throttles.snapshots().size(), threads)
                            .thenAccept(seen::complete)
                            .join();
                    return super.lease(bucket, need, want);
                }
            };

            CompletableFuture<Permit> permit = ask(of("curious", curious, StoreFailure.SHARE), Duration.ofSeconds(20));

            assertThat(seen.get(20, TimeUnit.SECONDS)).isEqualTo(1);
            assertThat(permit.get(20, TimeUnit.SECONDS)).isNotNull();
        }
    }
}
