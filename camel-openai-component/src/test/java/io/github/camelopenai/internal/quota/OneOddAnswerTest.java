// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.quota;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenai.internal.quota.terms.Cost;
import io.github.camelopenai.internal.quota.terms.Lane;
import io.github.camelopenai.internal.quota.terms.Limits;
import io.github.camelopenai.internal.quota.terms.Limits.Learning;
import io.github.camelopenai.internal.quota.terms.Limits.Limit;
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
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A server of 600 requests and 60,000 tokens a minute that says something impossible once, or always. */
class OneOddAnswerTest {

    private static final Patience PATIENT = new Patience(Duration.ofMinutes(10), WhenFull.FAIL);
    private static final long HOUR = 3_600_000_000_000L;
    static final ServerView SANE = new ServerView(new Reading(600, 590, 1_000_000_000L), reading(60_000, 55_000));

    private final ManualTicker ticker = new ManualTicker();
    private final ManualTimer timer = new ManualTimer(ticker);

    static Reading reading(long limit, long remaining) {
        return new Reading(limit, remaining, (limit - remaining) * 1_000_000L);
    }

    private static ServerView requests(Reading reading) {
        return new ServerView(reading, SANE.tokens());
    }

    static ServerView tokens(Reading reading) {
        return new ServerView(SANE.requests(), reading);
    }

    private Throttle throttle(Limits limits) {
        return new Throttle("key", limits, new QueuePolicy(20, 1000), ticker, timer, new InTurn());
    }

    static Limits numbers() {
        return new Limits(
                new Limit(OptionalLong.of(600), Learning.DOWN),
                new Limit(OptionalLong.of(60_000), Learning.DOWN),
                Limit.UNKNOWN);
    }

    /** What an answer used, and what its headers say. */
    record Answer(String label, Used used, ServerView view) {
        @Override
        public String toString() {
            return label;
        }
    }

    private static Answer answer(String label, ServerView view) {
        return new Answer(label, new Used(40, 20), view);
    }

    private static Answer used(String label, long tokens, long prompt) {
        return new Answer(label, new Used(tokens, prompt), SANE);
    }

    static List<Answer> odd() {
        return List.of(
                answer("one token a minute", tokens(reading(1, 0))),
                answer("one token a minute, in 300 hours", tokens(new Reading(1, 0, 300 * HOUR))),
                answer("one token, left", tokens(new Reading(1, 1, 0))),
                answer("fifty tokens a minute", tokens(reading(50, 10))),
                answer("one request a minute", requests(reading(1, 0))),
                answer("two requests a minute", requests(reading(2, 0))),
                answer("nothing left for 300 hours", tokens(new Reading(60_000, 0, 300 * HOUR))),
                answer("no request left for 300 hours", requests(new Reading(600, 0, 300 * HOUR))),
                answer("no request left for ever", requests(new Reading(600, 0, 1_000_000_000_000_000_000L))),
                answer(
                        "far more",
                        new ServerView(reading(1_000_000_000_000_000L, 1), reading(1_000_000_000_000_000L, 1))),
                used("83 minutes of tokens", 5_000_000, 20),
                used("a prompt of 83 minutes", 5_000_000, 5_000_000),
                used("all tokens there are", Long.MAX_VALUE, 20),
                used("more prompt than tokens", 40, Long.MAX_VALUE),
                used("no tokens but a prompt", 0, 5_000),
                used("less than nothing", Long.MIN_VALUE, Long.MIN_VALUE));
    }

    /** One call a second; the answer to each comes after half a second. */
    private void go(Throttle throttle, Cost cost, int seconds, Used used, ServerView view) {
        for (int second = 0; second < seconds; second++) {
            CompletableFuture<Permit> permit = throttle.acquire(cost, Lane.DEFAULT, PATIENT);
            timer.advance(Duration.ofMillis(500));
            assertThat(permit).as("after %d seconds", second).isCompleted();
            permit.join().settle(used, view);
            timer.advance(Duration.ofMillis(500));
        }
    }

    static List<Cost> costs() {
        return List.of(new Cost(20, 256, false, 0), new Cost(20, 100, true, 0), Cost.ofTokens(50), Cost.OF_ONE_REQUEST);
    }

    /** Whatever is said once, a call leaves within a little more than a minute, none is refused, and after three all is as before. */
    @ParameterizedTest
    @MethodSource("odd")
    void oneOddAnswerClosesNothing(Answer odd) {
        for (Cost cost : costs()) {
            for (Limits limits : List.of(Limits.NONE, Limits.perMinute(600, 60_000), numbers())) {
                for (int before : new int[] {0, 1, 12}) {
                    Throttle throttle = throttle(limits);
                    go(throttle, cost, before, new Used(40, 20), SANE);
                    throttle.acquire(cost, Lane.DEFAULT, PATIENT).join().settle(odd.used(), odd.view());

                    List<CompletableFuture<Permit>> asked = new ArrayList<>();
                    for (int minute = 0; minute < 4; minute++) {
                        CompletableFuture<Permit> permit = throttle.acquire(cost, Lane.DEFAULT, PATIENT);
                        permit.thenAccept(granted -> granted.settle(new Used(40, 20), SANE));
                        asked.add(permit);
                        timer.advance(Duration.ofSeconds(86));
                        assertThat(asked)
                                .as("%s with %s after %d, minute %d", cost, limits, before, minute)
                                .allMatch(call -> call.isDone() && !call.isCompletedExceptionally());
                    }
                    go(throttle, cost, 5, new Used(40, 20), SANE);
                    throttle.close();
                }
            }
        }
    }

    /** While calls come at their usual pace, one odd answer is hardly noticed. */
    @ParameterizedTest
    @ValueSource(
            strings = {"one token a minute", "one request a minute", "two requests a minute", "fifty tokens a minute"})
    void anOddLimitIsNotBelievedAtOnce(String label) {
        Answer odd = odd().stream()
                .filter(each -> each.label().equals(label))
                .findAny()
                .orElseThrow();
        for (Limits limits : List.of(Limits.NONE, Limits.perMinute(600, 60_000), numbers())) {
            Throttle throttle = throttle(limits);
            Cost cost = new Cost(20, 256, false, 0);
            for (int round = 0; round < 5; round++) {
                go(throttle, cost, 12, new Used(40, 20), SANE);
                go(throttle, cost, 2, odd.used(), odd.view());
            }
            throttle.close();
        }
    }

    /** A limit that is named again and again is one, though calls are larger; once a minute that is asked about. */
    @Test
    void aLimitThatLetsNothingLeaveIsAskedAboutOnceAMinute() {
        Throttle throttle = throttle(Limits.NONE);
        Cost cost = new Cost(20, 100, true, 0);
        go(throttle, cost, 3, new Used(40, 20), tokens(reading(50, 10)));
        assertThat(throttle.acquire(cost, Lane.DEFAULT, PATIENT)).isCompletedExceptionally();

        timer.advance(Duration.ofSeconds(65));
        CompletableFuture<Permit> probe = throttle.acquire(cost, Lane.DEFAULT, PATIENT);
        CompletableFuture<Permit> next = throttle.acquire(cost, Lane.DEFAULT, PATIENT);

        assertThat(probe).isCompleted();
        assertThat(next).isCompletedExceptionally();
        probe.join().settle(new Used(40, 20), SANE);
        go(throttle, cost, 20, new Used(40, 20), SANE);
    }

    /** What somebody has set as a number is no header, and is kept to for as long as it takes. */
    @Test
    void aNumberThatWasSetIsNotDoubted() {
        Throttle throttle =
                throttle(new Limits(Limit.UNKNOWN, new Limit(OptionalLong.of(1_000), Learning.DOWN), Limit.UNKNOWN));
        Cost cost = new Cost(500, 500, false, 0);
        throttle.acquire(cost, Lane.DEFAULT, PATIENT).join().settle(new Used(5_000, 500), ServerView.NONE);

        CompletableFuture<Permit> next = throttle.acquire(cost, Lane.DEFAULT, PATIENT);
        timer.advance(Duration.ofMinutes(4));

        assertThat(next).isNotDone();
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void whateverAServerSaysACallLeavesInAMinute(long seed) {
        for (int world = 0; world < 30; world++) {
            goThrough(new Random(seed * 1_000 + world));
        }
    }

    private void goThrough(Random random) {
        Throttle throttle = throttle(
                List.of(Limits.NONE, Limits.perMinute(600, 60_000), numbers()).get(random.nextInt(3)));
        Cost cost = costs().get(random.nextInt(4));
        int oddInHundred = List.of(3, 30, 100).get(random.nextInt(3));
        CompletableFuture<Permit> waiting = null;
        for (int step = 0; step < 60; step++) {
            CompletableFuture<Permit> call = waiting == null ? throttle.acquire(cost, Lane.DEFAULT, PATIENT) : waiting;
            if (!call.isDone()) {
                timer.advance(Duration.ofSeconds(86));
                assertThat(call).as("step %d", step).isDone();
            }
            waiting = null;
            if (call.isCompletedExceptionally()) { // too large for a limit that was named three times
                timer.advance(Duration.ofSeconds(86));
                waiting = throttle.acquire(cost, Lane.DEFAULT, PATIENT);
                assertThat(waiting).as("a minute after step %d", step).isCompleted();
                continue;
            }
            Answer said =
                    random.nextInt(100) < oddInHundred ? odd().get(random.nextInt(odd().size())) : answer("sane", SANE);
            timer.advance(Duration.ofMillis(random.nextInt(3_000)));
            call.join().settle(said.used(), said.view());
        }
        throttle.close();
    }
}
