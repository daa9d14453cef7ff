// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.quota;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenai.internal.quota.lane.LaneQueue;
import io.github.camelopenai.internal.quota.lane.Lanes;
import io.github.camelopenai.internal.quota.lane.Waiter;
import io.github.camelopenai.internal.quota.learn.RefillModel;
import io.github.camelopenai.internal.quota.ledger.Ledger;
import io.github.camelopenai.internal.quota.ledger.ReducedShare;
import io.github.camelopenai.internal.quota.terms.Admission;
import io.github.camelopenai.internal.quota.terms.Cost;
import io.github.camelopenai.internal.quota.terms.Lane;
import io.github.camelopenai.internal.quota.terms.Limits;
import io.github.camelopenai.internal.quota.terms.QueuePolicy.Patience;
import io.github.camelopenai.internal.quota.terms.QueuePolicy.WhenFull;
import io.github.camelopenai.internal.quota.terms.Rejection;
import io.github.camelopenai.internal.quota.terms.ServerView;
import io.github.camelopenai.internal.quota.terms.ServerView.Reading;
import io.github.camelopenai.internal.quota.terms.Used;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;

/** What the quota engine should do and does not do yet; each belongs to the test of its class once it holds. */
class QuotaFindingsTest {

    private static final long SECOND = 1_000_000_000;

    @Test
    void aCallIsNotLostWhoseLaneWasDroppedWhileItsCallerWaitedForAPlace() {
        Lanes lanes = new Lanes(new ReentrantLock()::newCondition);
        Patience patient = new Patience(Duration.ofMinutes(1), WhenFull.BLOCK);
        LaneQueue awaited = lanes.of(new Lane("awaited", 1));
        for (int lane = 0; lane < 10 * Lanes.MAX_LANES; lane++) {
            Waiter other = new Waiter(Cost.OF_ONE_REQUEST, lanes.of(new Lane("lane " + lane, 1)), 0, patient);
            lanes.add(other);
            lanes.remove(other);
            lanes.served(other.lane, 0.001, 0);
            lanes.settled(other.lane, 0);
        }

        Waiter waiter = new Waiter(Cost.OF_ONE_REQUEST, awaited, 0, patient);
        lanes.add(waiter);

        assertThat(lanes.head()).isSameAs(waiter);
    }

    @Test
    void afterARejectionThatSaysWhatIsLeftNothingLeavesThatDoesNotFit() {
        Ledger ledger = new Ledger(Limits.perMinute(600, 6_000), 0);
        Ledger.Booking booking = ledger.take(Cost.ofTokens(400), 0);
        ServerView view = new ServerView(new Reading(600, 599, -1), new Reading(6_000, 50, -1));

        ledger.rejected(booking, new Rejection(Duration.ofSeconds(3), false), view, SECOND);

        assertThat(ledger.ask(Cost.ofTokens(400), SECOND)).isInstanceOf(Admission.Wait.class);
    }

    @Test
    void slowDownIsHeardThoughARejectionCameJustBefore() {
        ReducedShare cut = new ReducedShare();
        cut.rejected(0);
        cut.slowDown(SECOND);

        assertThat(cut.part(600 * SECOND)).isLessThan(0.68);
    }

    @Test
    void aSlidingMinuteIsNotTakenForAFixedOneThoughAnswersComeQuickly() {
        RefillModel shape = new RefillModel();
        for (int call = 1; call <= 100; call++) {
            shape.observe(new Reading(500, 500 - call, 60 * SECOND), call * SECOND / 10, Long.MAX_VALUE);
        }

        assertThat(shape.countsFixedMinutes()).isFalse();
    }

    @Test
    void withoutLearningACallMayBeAsLargeAsTheConfiguredLimit() {
        Ledger fixed = new Ledger(Limits.perMinute(600, 6_000).fixed(), 0);
        ServerView view = new ServerView(null, new Reading(3_000, 2_990, -1));
        fixed.settle(fixed.take(Cost.ofTokens(10), 0), Used.ofTokens(10), view, 0);

        assertThat(fixed.ask(Cost.ofTokens(5_000), 60 * SECOND)).isNotInstanceOf(Admission.NeverFits.class);
    }
}
