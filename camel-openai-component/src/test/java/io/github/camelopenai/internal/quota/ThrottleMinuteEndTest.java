// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.quota;

import static org.assertj.core.api.Assertions.assertThat;

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
import io.github.camelopenai.internal.quota.terms.Used;
import io.github.camelopenai.internal.time.InTurn;
import io.github.camelopenai.internal.time.ManualTicker;
import io.github.camelopenai.internal.time.ManualTimer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A server that begins anew each minute: what is left at the end of one is lost, so it goes to whoever it is enough for. */
class ThrottleMinuteEndTest {

    private static final Duration TURN = Duration.ofSeconds(40);
    private static final Duration LAST_STRETCH = Duration.ofSeconds(10);
    private static final Duration MOMENT = Duration.ofMillis(1);

    private final ManualTicker ticker = new ManualTicker();
    private final ManualTimer timer = new ManualTimer(ticker);
    private final Throttle throttle =
            new Throttle("key", Limits.perMinute(600, 6_000), new QueuePolicy(100, 100), ticker, timer, new InTurn());
    private long used;
    private int calls;

    private CompletableFuture<Permit> ask(long tokens) {
        return throttle.acquire(
                Cost.ofTokens(tokens), Lane.DEFAULT, new Patience(Duration.ofMinutes(10), WhenFull.FAIL));
    }

    /** What the server says, whose minute turns at {@link #TURN}. */
    private ServerView view() {
        long reset = TURN.toNanos() - ticker.nanos();
        return new ServerView(new Reading(600, 600 - calls, reset), new Reading(6_000, 6_000 - used, reset));
    }

    private void call(long tokens) {
        used += tokens;
        calls++;
        ask(tokens).join().settle(Used.ofTokens(tokens), view());
    }

    private void advanceTo(Duration moment) {
        timer.advance(moment.minusNanos(ticker.nanos()));
    }

    /** It is known after a few answers that all name the same moment. */
    @BeforeEach
    void learnThatMinutesAreFixed() {
        for (int second = 0; second < 8; second++) {
            call(100);
            timer.advance(Duration.ofSeconds(1));
        }
        call(4_000);
    }

    @Test
    void aSmallCallPassesALargeOneInTheLastTenSeconds() {
        CompletableFuture<Permit> large = ask(3_000);
        CompletableFuture<Permit> small = ask(200);

        advanceTo(TURN.minus(LAST_STRETCH).minus(MOMENT));
        assertThat(small).as("still in the order of arrival").isNotDone();
        advanceTo(TURN.minus(LAST_STRETCH));
        assertThat(small).isDone();
        assertThat(large).isNotDone();

        advanceTo(TURN.plusMillis(201)); // what left in the minute before has arrived by now
        assertThat(large).isDone();
    }

    @Test
    void oneCallFindsOutWhetherTheMinuteHasTurned() {
        CompletableFuture<Permit> probe = ask(2_000);
        CompletableFuture<Permit> others = ask(3_500);
        advanceTo(TURN.plusMillis(201));
        assertThat(probe).isDone();
        assertThat(others).as("the server may count in another way").isNotDone();

        probe.join().settle(Used.ofTokens(2_000), inTheNewMinute(599, 4_000));

        assertThat(others).as("all of the new minute is there").isDone();
        assertThat(throttle.snapshot().tokensLeft()).hasValue(500);
    }

    /** The only answer that names the end of a minute comes when it is over. */
    @Test
    void whatLeftSinceIsKeptWhenATurnIsHeardOfLate() {
        askAfterTheTurn(1_000).settle(Used.ofTokens(1_000), inTheNewMinute(599, 5_000)); // names the second turn
        advanceTo(TURN.plusSeconds(65));
        Permit slow = ask(100).join();
        long reset = Duration.ofSeconds(55).toNanos(); // names the third
        ServerView late = new ServerView(new Reading(600, 599, reset), new Reading(6_000, 5_900, reset));
        advanceTo(TURN.plusSeconds(122));
        ask(4_000);
        timer.advance(Duration.ofSeconds(2));

        slow.settle(Used.ofTokens(100), late);
        ask(1); // looks at the clock

        assertThat(throttle.snapshot().tokensLeft()).hasValue(1_999);
    }

    private Permit askAfterTheTurn(long tokens) {
        advanceTo(TURN.plusMillis(201));
        return ask(tokens).join();
    }

    private ServerView inTheNewMinute(long requestsLeft, long tokensLeft) {
        long reset = TURN.plusMinutes(1).toNanos() - ticker.nanos();
        return new ServerView(new Reading(600, requestsLeft, reset), new Reading(6_000, tokensLeft, reset));
    }

    @Test
    void theOthersWaitWhenItHasNot() {
        CompletableFuture<Permit> probe = ask(2_000);
        CompletableFuture<Permit> others = ask(3_500);
        advanceTo(TURN.plusMillis(201));

        long reset = Duration.ofSeconds(19).toNanos();
        probe.join()
                .rejected(
                        new Rejection(Duration.ofSeconds(1), false),
                        new ServerView(new Reading(600, 590, reset), new Reading(6_000, 1_200, reset)));
        timer.advance(Duration.ofSeconds(5));

        assertThat(others).isNotDone();
        assertThat(throttle.snapshot().tokensLeft()).hasValue(1_200);
    }

    @Test
    void onlyAsManyPassAsThereIsRoomFor() {
        ask(3_000);
        CompletableFuture<Permit> first = ask(900);
        CompletableFuture<Permit> tooMuch = ask(900);
        CompletableFuture<Permit> another = ask(100);

        advanceTo(TURN.minusSeconds(5));

        assertThat(first).isDone();
        assertThat(tooMuch).isNotDone();
        assertThat(another).isDone();
    }

    @Test
    void nobodyPassesInTheLastMomentsWhenItMayArriveInTheNextMinute() {
        advanceTo(TURN.minusMillis(300));
        ask(3_000);

        CompletableFuture<Permit> small = ask(200);

        assertThat(small).isNotDone();
    }
}
