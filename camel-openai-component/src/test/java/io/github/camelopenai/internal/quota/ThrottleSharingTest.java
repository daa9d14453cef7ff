// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.quota;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenai.internal.quota.share.SharedQuota;
import io.github.camelopenai.internal.quota.terms.Cost;
import io.github.camelopenai.internal.quota.terms.Lane;
import io.github.camelopenai.internal.quota.terms.Limits;
import io.github.camelopenai.internal.quota.terms.Permit;
import io.github.camelopenai.internal.quota.terms.QueuePolicy;
import io.github.camelopenai.internal.quota.terms.QueuePolicy.Patience;
import io.github.camelopenai.internal.quota.terms.QueuePolicy.WhenFull;
import io.github.camelopenai.internal.quota.terms.ServerView;
import io.github.camelopenai.internal.quota.terms.ServerView.Reading;
import io.github.camelopenai.internal.quota.terms.StoreFailure;
import io.github.camelopenai.internal.quota.terms.Used;
import io.github.camelopenai.internal.time.InTurn;
import io.github.camelopenai.internal.time.ManualTicker;
import io.github.camelopenai.internal.time.ManualTimer;
import io.github.camelopenai.quota.InMemoryQuotaStore;
import io.github.camelopenai.quota.QuotaStore;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Two throttles that share a quota of 60,000 tokens a minute over one store. */
class ThrottleSharingTest {

    private static final Patience PATIENT = new Patience(Duration.ofHours(1), WhenFull.FAIL);
    private static final int SMALL = 500;
    private static final int LARGE = 20_000;

    private final ManualTicker ticker = new ManualTicker();
    private final ManualTimer timer = new ManualTimer(ticker);
    private final InMemoryQuotaStore store = new InMemoryQuotaStore(ticker::nanos);
    private final Limits limits = Limits.perMinute(6_000, 60_000);
    private int small;

    private Throttle member(QuotaStore joined, Limits known) {
        return new Throttle(
                "account gpt-4o",
                known,
                new QueuePolicy(100, 1_000),
                new SharedQuota.Sharing(joined, StoreFailure.SHARE, () -> 0.5),
                ticker,
                timer,
                new InTurn());
    }

    /** Always the next one waits. */
    private void sendSmallOnes(Throttle throttle, ServerView view) {
        throttle.acquire(Cost.ofTokens(SMALL), Lane.DEFAULT, PATIENT).thenAccept(permit -> {
            small++;
            timer.schedule(
                    () -> {
                        permit.settle(Used.ofTokens(SMALL), view);
                        sendSmallOnes(throttle, view);
                    },
                    Duration.ofMillis(1));
        });
    }

    @Test
    void aLargeCallGathersItsPartBesideSmallOnesOfAnother() {
        sendSmallOnes(member(store, limits), ServerView.NONE);

        CompletableFuture<Permit> large =
                member(store.join(), limits).acquire(Cost.ofTokens(LARGE), Lane.DEFAULT, PATIENT);
        timer.advance(Duration.ofSeconds(60));

        assertThat(large).isCompleted();
        assertThat(small * SMALL).isBetween(30_000, 61_000 - LARGE);
    }

    /** The server would let ten times as much through, which is for others. */
    @Test
    void aLimitOfTheirOwnIsKeptByBothTogether() {
        ServerView nearlyAll = new ServerView(null, new Reading(600_000, 590_000, 1_000_000_000));
        Limits own = Limits.NONE.overriddenBy(6_000L, 60_000L);

        sendSmallOnes(member(store, own), nearlyAll);
        sendSmallOnes(member(store.join(), own), nearlyAll);
        timer.advance(Duration.ofMinutes(3));

        assertThat(small * SMALL).isBetween(170_000, 181_000);
    }
}
