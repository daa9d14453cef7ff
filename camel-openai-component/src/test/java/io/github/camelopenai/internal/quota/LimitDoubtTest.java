// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.quota;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenai.internal.quota.ledger.LimitDoubt;
import io.github.camelopenai.internal.quota.terms.Cost;
import io.github.camelopenai.internal.quota.terms.Lane;
import io.github.camelopenai.internal.quota.terms.Limits;
import io.github.camelopenai.internal.quota.terms.Permit;
import io.github.camelopenai.internal.quota.terms.QueuePolicy;
import io.github.camelopenai.internal.quota.terms.QueuePolicy.Patience;
import io.github.camelopenai.internal.quota.terms.QueuePolicy.WhenFull;
import io.github.camelopenai.internal.quota.terms.ServerView;
import io.github.camelopenai.internal.quota.terms.ServerView.Reading;
import io.github.camelopenai.internal.quota.terms.Used;
import io.github.camelopenai.internal.time.InTurn;
import io.github.camelopenai.internal.time.ManualTicker;
import io.github.camelopenai.internal.time.ManualTimer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** When a call leaves to hear whether a limit is still so, and what its answer changes. */
class LimitDoubtTest {

    private static final Patience PATIENT = new Patience(Duration.ofHours(2), WhenFull.FAIL);
    private static final double DAY = 86_400e9;
    private static final long SECOND = 1_000_000_000L;

    private final ManualTicker ticker = new ManualTicker();
    private final ManualTimer timer = new ManualTimer(ticker);
    private final Throttle throttle =
            new Throttle("key", Limits.NONE, new QueuePolicy(20, 100), ticker, timer, new InTurn());

    private CompletableFuture<Permit> ask(Cost cost) {
        return throttle.acquire(cost, Lane.DEFAULT, PATIENT);
    }

    private static ServerView ofDay(int used) {
        return new ServerView(new Reading(100, 100 - used, Math.round(DAY * used / 100)), null);
    }

    private static ServerView tokens(long limit, long left) {
        return new ServerView(null, new Reading(limit, left, (limit - left) * 1_000_000L));
    }

    private void assertNothingHolds(Cost cost) {
        for (int second = 0; second < 20; second++) {
            CompletableFuture<Permit> permit = ask(cost);
            timer.advance(Duration.ofSeconds(1));
            assertThat(permit).as("after %d seconds", second).isCompleted();
            permit.join().settle(Used.ofTokens(10), OneOddAnswerTest.SANE);
        }
    }

    /** A hundred requests a day, and all of them are said to be used: the next one comes back in fourteen minutes. */
    @Test
    void aLimitOfADayThatIsUsedUpIsAskedAboutAfterAMinute() {
        for (int used : new int[] {1, 2, 5, 10, 100}) {
            ask(Cost.OF_ONE_REQUEST).join().settle(Used.UNKNOWN, ofDay(used));
        }

        CompletableFuture<Permit> probe = ask(Cost.OF_ONE_REQUEST);
        CompletableFuture<Permit> next = ask(Cost.OF_ONE_REQUEST);
        timer.advance(Duration.ofSeconds(64));
        assertThat(probe).isNotDone();
        timer.advance(Duration.ofSeconds(2));

        assertThat(probe).isCompleted();
        assertThat(next).isNotDone();
        probe.join().settle(Used.UNKNOWN, OneOddAnswerTest.SANE);
        assertThat(next).isCompleted();
        next.join().settle(Used.UNKNOWN, OneOddAnswerTest.SANE);
        assertNothingHolds(Cost.OF_ONE_REQUEST);
    }

    /** The server names limits no longer: what one answer has named is not kept to for ever. */
    @Test
    void anAnswerWithoutHeadersEndsTheLimitToo() {
        Cost cost = new Cost(20, 100, true, 0);
        for (int time = 0; time < 3; time++) {
            ask(cost).join().settle(new Used(40, 20), tokens(50, 10));
        }
        assertThat(ask(cost)).isCompletedExceptionally();
        timer.advance(Duration.ofSeconds(65));

        ask(cost).join().settle(new Used(40, 20), ServerView.NONE);

        for (int call = 0; call < 5; call++) {
            assertThat(ask(cost)).isCompleted();
        }
    }

    @Test
    void whoSendsLessOfItsOwnAccordWaitsLonger() {
        LimitDoubt doubt = new LimitDoubt(0);

        doubt.cut(0.5);
        assertThat(doubt.nanosUntil(66 * SECOND)).isPositive();
        assertThat(doubt.isFor(300 * SECOND, 0)).isFalse();

        doubt.cut(1);
        assertThat(doubt.nanosUntil(66 * SECOND)).isZero();
        assertThat(doubt.isFor(300 * SECOND, 0)).isTrue();
    }

    @Test
    void aPromptThatIsLargerThanTheWholeIsNotBelieved() {
        Cost cost = new Cost(2_000, 100, true, 0);

        Used used = cost.believable(new Used(40, 5_000));

        assertThat(used.tokens()).isEqualTo(40);
        assertThat(used.promptTokens()).isNegative();
    }
}
