// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.quota;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenai.internal.quota.share.FakeQuotaStore;
import io.github.camelopenai.internal.quota.share.SharedQuota;
import io.github.camelopenai.internal.quota.terms.Cost;
import io.github.camelopenai.internal.quota.terms.Lane;
import io.github.camelopenai.internal.quota.terms.Limits;
import io.github.camelopenai.internal.quota.terms.Permit;
import io.github.camelopenai.internal.quota.terms.QueuePolicy;
import io.github.camelopenai.internal.quota.terms.QueuePolicy.Patience;
import io.github.camelopenai.internal.quota.terms.QueuePolicy.WhenFull;
import io.github.camelopenai.internal.quota.terms.Rejection;
import io.github.camelopenai.internal.quota.terms.ServerView;
import io.github.camelopenai.internal.quota.terms.ServerView.Reading;
import io.github.camelopenai.internal.quota.terms.StoreFailure;
import io.github.camelopenai.internal.quota.terms.Used;
import io.github.camelopenai.internal.time.InTurn;
import io.github.camelopenai.internal.time.ManualTicker;
import io.github.camelopenai.internal.time.ManualTimer;
import io.github.camelopenai.quota.InMemoryQuotaStore;
import io.github.camelopenai.quota.Lease;
import io.github.camelopenai.quota.QuotaBucket;
import io.github.camelopenai.quota.QuotaMembers;
import io.github.camelopenai.quota.QuotaStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Each method of a store answers in every wrong way: each call gets one permit or one failure, and the end comes. */
class StoreAnswersTest {

    private static final ServerView SANE =
            new ServerView(new Reading(600, 590, 1_000_000_000L), new Reading(60_000, 55_000, 5_000_000_000L));

    private final ManualTicker ticker = new ManualTicker();
    private final ManualTimer timer = new ManualTimer(ticker);

    /** What a store may do in place of what it should. */
    enum Wrong {
        THROWS_AN_ERROR,
        NO_STAGE,
        NOTHING_IN_THE_STAGE,
        FAILS_WITH_AN_ERROR,
        NEVER_ENDS,
        ENDS_TWICE,
        THROWS_WHEN_IT_IS_LISTENED_TO;

        <T> CompletionStage<T> answer(Supplier<CompletionStage<T>> right) {
            return switch (this) {
                case THROWS_AN_ERROR -> throw new NoSuchMethodError("of another version");
                case NO_STAGE -> null;
                case NOTHING_IN_THE_STAGE -> CompletableFuture.completedFuture(null);
                case FAILS_WITH_AN_ERROR -> CompletableFuture.failedFuture(new NoSuchMethodError("of another version"));
                case NEVER_ENDS -> new CompletableFuture<>();
                case ENDS_TWICE -> twice(right.get());
                case THROWS_WHEN_IT_IS_LISTENED_TO -> deaf();
            };
        }

        private static <T> CompletionStage<T> twice(CompletionStage<T> right) {
            T value = right.toCompletableFuture().join();
            CompletableFuture<T> twice = new CompletableFuture<>() {
                @Override
                public CompletableFuture<T> whenComplete(BiConsumer<? super T, ? super Throwable> action) {
                    action.accept(value, null);
                    action.accept(value, null);
                    return this;
                }
            };
            twice.complete(value);
            return twice;
        }

        private static <T> CompletionStage<T> deaf() {
            return new CompletableFuture<>() {
                @Override
                public CompletableFuture<T> whenComplete(BiConsumer<? super T, ? super Throwable> action) {
                    throw new AbstractMethodError("of another version");
                }
            };
        }
    }

    /** One of its methods answers in one wrong way. */
    private static final class WrongStore implements QuotaStore {
        private final InMemoryQuotaStore inner;
        private final String method;
        private final Wrong wrong;
        private long held; // leased and not given back

        WrongStore(InMemoryQuotaStore inner, String method, Wrong wrong) {
            this.inner = inner;
            this.method = method;
            this.wrong = wrong;
        }

        private <T> CompletionStage<T> answer(String name, Supplier<CompletionStage<T>> right) {
            return name.equals(method) ? wrong.answer(right) : right.get();
        }

        @Override
        public CompletionStage<Lease> lease(QuotaBucket bucket, long need, long want) {
            return answer("lease", () -> inner.lease(bucket, need, want).thenApply(lease -> {
                held += lease.granted();
                return lease;
            }));
        }

        @Override
        public CompletionStage<Void> giveBack(QuotaBucket bucket, long amount) {
            return answer("giveBack", () -> {
                held -= amount;
                return inner.giveBack(bucket, amount);
            });
        }

        @Override
        public CompletionStage<Void> charge(QuotaBucket bucket, long amount) {
            return answer("charge", () -> inner.charge(bucket, amount));
        }

        @Override
        public CompletionStage<Long> available(QuotaBucket bucket) {
            return answer("available", () -> inner.available(bucket));
        }

        @Override
        public CompletionStage<QuotaMembers> members(QuotaBucket bucket, long held) {
            return answer("members", () -> inner.members(bucket, held));
        }

        @Override
        public void close() {}
    }

    static List<Object[]> all() {
        List<Object[]> rows = new ArrayList<>();
        for (String method : List.of("lease", "giveBack", "charge", "available", "members")) {
            for (Wrong wrong : Wrong.values()) {
                rows.add(new Object[] {method, wrong});
            }
        }
        return rows;
    }

    private Throttle throttle(QuotaStore store, StoreFailure policy) {
        return new Throttle(
                "key",
                Limits.perMinute(600, 60_000),
                new QueuePolicy(20, 1_000),
                new SharedQuota.Sharing(store, policy, () -> 0.5),
                ticker,
                timer,
                new InTurn());
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("all")
    void everyCallEndsOnceAndTheEndComes(String method, Wrong wrong) {
        for (StoreFailure policy : StoreFailure.values()) {
            Throttle throttle = throttle(new WrongStore(new InMemoryQuotaStore(ticker::nanos), method, wrong), policy);
            List<AtomicInteger> ends = new ArrayList<>();
            int[] granted = {0};
            for (int call = 0; call < 40; call++) {
                AtomicInteger ended = new AtomicInteger();
                ends.add(ended);
                int number = call;
                throttle.acquire(Cost.ofTokens(100), Lane.DEFAULT, new Patience(Duration.ofSeconds(30), WhenFull.FAIL))
                        .whenComplete((permit, failure) -> {
                            ended.incrementAndGet();
                            if (permit != null) {
                                granted[0]++;
                                end(permit, number);
                            }
                        });
                timer.advance(Duration.ofMillis(700));
            }
            timer.advance(Duration.ofSeconds(40));

            assertThat(ends).as("%s", policy).allMatch(ended -> ended.get() == 1);
            assertThat(throttle.snapshot().inFlight()).isZero();
            boolean mustWait = policy == StoreFailure.CLOSED && method.equals("lease") && wrong != Wrong.ENDS_TWICE;
            assertThat(granted[0]).as("%s", policy).isEqualTo(mustWait ? 0 : 40);

            throttle.close();
            timer.advance(Duration.ofSeconds(5));
            if (!(method.equals("giveBack") && wrong == Wrong.NEVER_ENDS)) { // whom the stop does not wait for long
                assertThat(throttle.returning()).as("%s", policy).isCompleted();
            }
        }
    }

    private static void end(Permit permit, int number) {
        switch (number % 4) {
            case 0 -> permit.refund();
            case 1 -> permit.rejected(new Rejection(Duration.ofMillis(1), false), SANE);
            default -> permit.settle(Used.ofTokens(90), SANE);
        }
    }

    /** What was granted once is had once: the second end of a stage gives nothing back that is in use. */
    @Test
    void aLeaseThatIsAnsweredTwiceIsOneLease() {
        WrongStore store = new WrongStore(new InMemoryQuotaStore(ticker::nanos), "lease", Wrong.ENDS_TWICE);
        Throttle throttle = throttle(store, StoreFailure.CLOSED);

        CompletableFuture<Permit> permit =
                throttle.acquire(Cost.ofTokens(100), Lane.DEFAULT, new Patience(Duration.ofSeconds(30), WhenFull.FAIL));

        assertThat(permit).isCompleted();
        assertThat(store.held).isGreaterThanOrEqualTo(101);
    }

    /** The answers come from a thread of the store when nobody is there any more. */
    @ParameterizedTest
    @EnumSource(StoreFailure.class)
    void answersAfterTheEndDoNoHarm(StoreFailure policy) throws Exception {
        FakeQuotaStore store = new FakeQuotaStore();
        Throttle throttle = throttle(store, policy);
        AtomicInteger ends = new AtomicInteger();
        throttle.acquire(Cost.ofTokens(100), Lane.DEFAULT, new Patience(Duration.ofSeconds(30), WhenFull.FAIL))
                .whenComplete((permit, failure) -> ends.incrementAndGet());
        throttle.close();
        assertThat(ends).hasValue(1);

        Thread ofTheStore = new Thread(() -> {
            store.grantAll();
            store.level(1_000);
            store.members(3);
            store.failAll();
        });
        ofTheStore.start();
        ofTheStore.join();

        assertThat(ends).hasValue(1);
        assertThat(throttle.returning()).isCompleted();
        assertThat(store.leased("key tokens")).isEqualTo(store.returned("key tokens"));
        assertThat(store.leased("key requests")).isEqualTo(store.returned("key requests"));
    }
}
