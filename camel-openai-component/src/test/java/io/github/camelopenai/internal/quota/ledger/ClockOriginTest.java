// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.quota.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenai.internal.quota.SimulatedQuota;
import io.github.camelopenai.internal.quota.Throttle;
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
import io.github.camelopenai.internal.quota.terms.StoreFailure;
import io.github.camelopenai.internal.quota.terms.Used;
import io.github.camelopenai.internal.retry.RetryBudget;
import io.github.camelopenai.internal.time.InTurn;
import io.github.camelopenai.internal.time.ManualTicker;
import io.github.camelopenai.internal.time.ManualTimer;
import io.github.camelopenai.quota.InMemoryQuotaStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The JVM's clock has no origin: it may begin below zero, pass zero, or pass the end of its numbers. Only differences count. */
class ClockOriginTest {

    private static final long MINUTE = 60_000_000_000L;
    private static final long BELOW_ZERO = -1_000_000 * MINUTE;
    private static final long ACROSS_ZERO = -5 * MINUTE;
    private static final long ACROSS_THE_END = Long.MAX_VALUE / 250_000_000L * 250_000_000L - 5 * MINUTE;

    /** Kinds of servers. */
    enum Server {
        BUCKET(start -> SimulatedQuota.bucket(12_000, start), false),
        SLIDING(start -> SimulatedQuota.slidingMinute(12_000, true), false),
        FIXED(start -> SimulatedQuota.fixedMinute(12_000), false),
        SILENT(start -> SimulatedQuota.bucket(6_000, start), false),
        SHARED(start -> SimulatedQuota.bucket(12_000, start), true);

        private final LongFunction<SimulatedQuota> quota;
        private final boolean shared;

        Server(LongFunction<SimulatedQuota> quota, boolean shared) {
            this.quota = quota;
            this.shared = shared;
        }
    }

    /** The same twelve minutes with another clock. */
    private static final class Run {
        private final Random random = new Random(42);
        private final long start;
        private final ManualTicker ticker;
        private final ManualTimer timer;
        private final Server server;
        private final SimulatedQuota quota;
        private final Throttle throttle;
        private final List<String> course = new ArrayList<>();

        Run(Server server, long start) {
            this.start = start;
            this.server = server;
            this.ticker = new ManualTicker(start);
            this.timer = new ManualTimer(ticker);
            this.quota = server.quota.apply(0);
            SharedQuota.Sharing sharing = server.shared
                    ? new SharedQuota.Sharing(new InMemoryQuotaStore(ticker::nanos), StoreFailure.SHARE, () -> 0.5)
                    : null;
            this.throttle = new Throttle(
                    "key",
                    Limits.perMinute(600, 12_000),
                    new QueuePolicy(50, 1_000),
                    sharing,
                    ticker,
                    timer,
                    new InTurn());
        }

        private long now() {
            return ticker.nanos() - start;
        }

        List<String> course() {
            for (int second = 0; second < 720; second++) {
                if (second % 200 < 120) {
                    int tokens = 100 + random.nextInt(400);
                    send(Cost.ofTokens(tokens), second, WhenFull.FAIL);
                }
                timer.advance(Duration.ofSeconds(1));
                course.add(throttle.snapshot().tokensLeft() + " "
                        + throttle.snapshot().usedPart());
            }
            return course;
        }

        private void send(Cost cost, int number, WhenFull entry) {
            throttle.acquire(cost, Lane.DEFAULT, new Patience(Duration.ofMinutes(4), entry))
                    .whenComplete((permit, failure) -> {
                        course.add(now() + " " + number + (permit == null ? " refused" : " leaves"));
                        if (permit != null) {
                            timer.schedule(() -> answer(permit, cost, number), Duration.ofMillis(700));
                        }
                    });
        }

        private void answer(Permit permit, Cost cost, int number) {
            long now = now();
            boolean isLetIn = quota.has(cost.promptTokens(), now);
            if (isLetIn) {
                quota.charge(cost.promptTokens(), now);
            }
            ServerView view = server == Server.SILENT ? ServerView.NONE : new ServerView(null, quota.reading(now));
            if (isLetIn) {
                permit.settle(new Used(cost.promptTokens(), cost.promptTokens()), view);
            } else {
                permit.rejected(new Rejection(Duration.ofSeconds(2), number % 97 == 0), view);
                timer.schedule(() -> send(cost, number, WhenFull.ENTER_AT_THE_HEAD), Duration.ofSeconds(2));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void makesNoDifference(Server server) {
        List<String> course = new Run(server, 0).course();

        assertThat(course.size()).isGreaterThan(1_000);
        for (long start : new long[] {BELOW_ZERO, ACROSS_ZERO, ACROSS_THE_END}) {
            List<String> other = new Run(server, start).course();
            for (int event = 0; event < course.size(); event++) {
                assertThat(other.get(event))
                        .as("event %d from %d on", event, start)
                        .isEqualTo(course.get(event));
            }
        }
    }

    @Test
    void whatIsCutAfterRejectionsComesBack() {
        for (long start : new long[] {0, BELOW_ZERO, ACROSS_ZERO, ACROSS_THE_END}) {
            ReducedShare cut = new ReducedShare();
            cut.rejected(start);

            assertThat(cut.part(start + MINUTE)).isEqualTo(1);
        }
    }

    @Test
    void callsThatLeaveOneAfterTheOtherArriveInThatOrder() {
        LimitTracker meter = new LimitTracker(Limits.Limit.ofTier(600L), 1, BELOW_ZERO);

        ChargeEntry first = meter.take(1, BELOW_ZERO);
        ChargeEntry second = meter.take(1, BELOW_ZERO + MINUTE);

        assertThat(first.after()).isZero();
        assertThat(second.before()).isZero();
    }

    @Test
    void theBudgetOfRetriesRefills() {
        for (long start : new long[] {0, BELOW_ZERO, ACROSS_ZERO, ACROSS_THE_END}) {
            ManualTicker ticker = new ManualTicker(start);
            RetryBudget budget = new RetryBudget(ticker);
            while (budget.trySpend()) {
                assertThat(ticker.nanos()).isEqualTo(start);
            }

            ticker.advance(Duration.ofMinutes(6));

            assertThat(budget.trySpend()).isTrue();
        }
    }
}
