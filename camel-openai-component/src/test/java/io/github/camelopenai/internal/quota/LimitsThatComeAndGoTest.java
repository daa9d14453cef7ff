// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.quota;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenai.internal.quota.share.FakeQuotaStore;
import io.github.camelopenai.internal.quota.share.SharedQuota;
import io.github.camelopenai.internal.quota.terms.Cost;
import io.github.camelopenai.internal.quota.terms.Lane;
import io.github.camelopenai.internal.quota.terms.Limits;
import io.github.camelopenai.internal.quota.terms.Limits.Limit;
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
import io.github.camelopenai.model.QuotaLevel;
import io.github.camelopenai.quota.InMemoryQuotaStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers that name limits for a minute, for a day, for one dimension or none, and not always the same. */
class LimitsThatComeAndGoTest {

    private static final Patience PATIENT = new Patience(Duration.ofMinutes(10), WhenFull.FAIL);
    private static final Rejection BUSY = new Rejection(null, false);
    private static final double DAY = 86_400e9;

    private final ManualTicker ticker = new ManualTicker();
    private final ManualTimer timer = new ManualTimer(ticker);

    private Throttle throttle(Limits limits, SharedQuota.Sharing sharing) {
        return new Throttle("key", limits, new QueuePolicy(20, 100), sharing, ticker, timer, new InTurn());
    }

    private static Reading bucket(long limit, long used, double windowNanos) {
        return new Reading(limit, limit - used, Math.round(windowNanos * used / limit / 1e6) * 1_000_000L);
    }

    private static Permit permit(Throttle throttle) {
        return throttle.acquire(Cost.ofTokens(10), Lane.DEFAULT, PATIENT).join();
    }

    @Test
    void aLimitOfADayTakesThePlaceOfOneThatWasOnlyAssumed() {
        Throttle throttle = throttle(Limits.NONE, null);
        permit(throttle).rejected(BUSY, ServerView.NONE); // a limit for a minute is assumed
        timer.advance(Duration.ofSeconds(30));

        for (int used : new int[] {1, 10, 100, 200}) {
            permit(throttle).settle(Used.ofTokens(10), new ServerView(bucket(10_000, used, DAY), null));
            timer.advance(Duration.ofSeconds(30));
        }

        assertThat(throttle.snapshot().dimensions())
                .extracting(QuotaLevel.Dimension::name)
                .containsExactly("requests a day");
        assertThat(throttle.acquire(Cost.ofTokens(10), Lane.DEFAULT, PATIENT)).isCompleted();
    }

    @Test
    void aLimitOfAMinuteIsHeardOfAfterOneOfADay() {
        Throttle throttle = throttle(Limits.NONE, null);
        for (int used : new int[] {1, 10, 100, 200}) {
            permit(throttle).settle(Used.ofTokens(10), new ServerView(bucket(10_000, used, DAY), null));
        }

        permit(throttle).settle(Used.ofTokens(10), new ServerView(bucket(500, 100, 60e9), null));

        assertThat(throttle.snapshot().dimensions())
                .extracting(QuotaLevel.Dimension::name, QuotaLevel.Dimension::limit)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("requests", 500L),
                        org.assertj.core.groups.Tuple.tuple("requests a day", 10_000L));
    }

    /** Without a limit there is no bucket in the store that could be corrected. */
    @Test
    void aSharedQuotaWithoutALimitTakesARejectionThatSaysWhatIsLeft() {
        FakeQuotaStore store = new FakeQuotaStore();
        Throttle throttle = throttle(Limits.NONE.fixed(), new SharedQuota.Sharing(store, StoreFailure.SHARE, () -> 0));

        permit(throttle).rejected(BUSY, new ServerView(new Reading(500, 0, -1), new Reading(1_000, 0, -1)));
        timer.advance(Duration.ofSeconds(30));

        assertThat(throttle.snapshot().inFlight()).isZero();
        assertThat(throttle.acquire(Cost.ofTokens(10), Lane.DEFAULT, PATIENT)).isCompleted();
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void whateverServersSayEveryCallEnds(long seed) {
        for (int world = 0; world < 40; world++) {
            new World(new Random(seed * 1_000 + world)).run();
        }
    }

    /** One account, and a server that says whatever it likes. */
    private final class World {
        private final Random random;
        private final Throttle throttle;
        private final List<CompletableFuture<Permit>> calls = new ArrayList<>();
        private final List<Permit> inFlight = new ArrayList<>();
        private final Cost cost;
        private final int kind; // of headers, mostly

        World(Random random) {
            this.random = random;
            SharedQuota.Sharing sharing = random.nextInt(3) > 0
                    ? null
                    : new SharedQuota.Sharing(
                            new InMemoryQuotaStore(ticker::nanos), StoreFailure.SHARE, random::nextDouble);
            this.throttle = throttle(new Limits(limit(600), limit(20_000), limit(5)), sharing);
            this.cost = List.of(Cost.OF_ONE_REQUEST, Cost.ofTokens(300), Cost.ofImages(2), new Cost(50, 900, false, 0))
                    .get(random.nextInt(4));
            this.kind = random.nextInt(6);
        }

        private Limit limit(long perMinute) {
            Limit ofTier = Limit.ofTier(perMinute);
            return switch (random.nextInt(6)) {
                case 0 -> ofTier;
                case 1 -> ofTier.fixed();
                case 2 -> Limit.UNKNOWN.fixed();
                case 3 -> new Limit(OptionalLong.of(perMinute), Limits.Learning.DOWN);
                default -> Limit.UNKNOWN;
            };
        }

        void run() {
            for (int step = 0; step < 120; step++) {
                act();
                throttle.snapshot();
            }
            while (!calls.stream().allMatch(CompletableFuture::isDone) || !inFlight.isEmpty()) {
                while (!inFlight.isEmpty()) {
                    end(inFlight.remove(0));
                }
                timer.advance(Duration.ofSeconds(20));
            }

            assertThat(throttle.snapshot().inFlight()).isZero();
            assertThat(throttle.snapshot().queued()).isZero();
            throttle.close();
        }

        private void act() {
            int chosen = random.nextInt(10);
            if (chosen < 4) {
                WhenFull entry = random.nextInt(5) == 0 ? WhenFull.ENTER_AT_THE_HEAD : WhenFull.FAIL;
                Patience patience = new Patience(Duration.ofSeconds(1 + random.nextInt(100)), entry);
                CompletableFuture<Permit> call =
                        throttle.acquire(cost, new Lane("lane " + random.nextInt(2), 1), patience);
                call.thenAccept(inFlight::add);
                calls.add(call);
            } else if (chosen < 6) {
                timer.advance(Duration.ofMillis(random.nextInt(20_000)));
            } else if (!inFlight.isEmpty()) {
                end(inFlight.remove(random.nextInt(inFlight.size())));
            }
        }

        private void end(Permit permit) {
            switch (random.nextInt(8)) {
                case 0 -> permit.refund();
                case 1, 2 ->
                    permit.rejected(
                            new Rejection(
                                    random.nextBoolean() ? null : Duration.ofSeconds(random.nextInt(9)),
                                    random.nextInt(9) == 0),
                            view());
                case 3 -> {
                    permit.heard(view());
                    permit.settle(Used.UNKNOWN, ServerView.NONE);
                }
                case 4 -> permit.settle(Used.ofTokens(random.nextInt(2_000)), view());
                default -> {
                    int prompt = random.nextInt(500);
                    permit.settle(new Used(prompt + random.nextInt(900), prompt), view());
                }
            }
        }

        private ServerView view() {
            int said = random.nextInt(4) == 0 ? random.nextInt(6) : kind;
            return switch (said) {
                case 0 -> ServerView.NONE;
                case 1 -> new ServerView(reading(10_000, DAY), null);
                case 2 -> new ServerView(reading(10_000, DAY), reading(1_000_000, DAY));
                case 3 -> new ServerView(reading(500, 60e9), reading(30_000, 60e9));
                case 4 -> new ServerView(null, reading(30_000, 60e9));
                default -> new ServerView(reading(10_000, DAY), reading(30_000, 60e9));
            };
        }

        private Reading reading(long limit, double windowNanos) {
            long used = random.nextLong(limit + 1);
            return switch (random.nextInt(12)) {
                case 0 -> new Reading(limit, limit, 0);
                case 1 -> new Reading(limit, 0, -1);
                case 2 -> new Reading(1, 0, random.nextLong(100_000_000_000L));
                case 3 -> new Reading(limit, 2 * limit, random.nextLong(100_000_000_000L));
                default -> bucket(limit, used, windowNanos);
            };
        }
    }
}
