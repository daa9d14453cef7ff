// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.quota;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenai.error.OpenAiException;
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
import io.github.camelopenai.model.QuotaLevel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Lanes at one throttle: 600 requests a minute, ten at once, then ten a second. */
class ThrottleLanesTest {

    private static final Patience PATIENT = new Patience(Duration.ofHours(1), WhenFull.FAIL);
    private static final Lane BULK = new Lane("bulk", 1);
    private static final Lane INTERACTIVE = new Lane("interactive", 4);

    private final ManualTicker ticker = new ManualTicker();
    private final ManualTimer timer = new ManualTimer(ticker);
    private final Throttle throttle = new Throttle(
            "key", Limits.perMinute(600, 1_000_000), new QueuePolicy(1_000, 5_000), ticker, timer, new InTurn());
    private final List<Duration> waits = new ArrayList<>();
    private int bulkDone;

    private CompletableFuture<Permit> ask(Throttle asked, Lane lane, long tokens, Patience patience) {
        return asked.acquire(Cost.ofTokens(tokens), lane, patience);
    }

    private void askBulk(int count) {
        for (int call = 0; call < count; call++) {
            ask(throttle, BULK, 10, PATIENT).thenAccept(permit -> {
                bulkDone++;
                permit.settle(Used.ofTokens(10), ServerView.NONE);
            });
        }
    }

    private void askInteractive() {
        ask(throttle, INTERACTIVE, 10, PATIENT).thenAccept(permit -> {
            waits.add(permit.waited());
            permit.settle(Used.ofTokens(10), ServerView.NONE);
        });
    }

    private static String messageOf(CompletableFuture<Permit> call) {
        return call.handle((permit, failure) -> {
                    assertThat(failure).isInstanceOf(OpenAiException.class);
                    return failure.getMessage();
                })
                .join();
    }

    @Nested
    class AnInteractiveLane {

        @Test
        void hardlyWaitsBesideABacklog() {
            askBulk(3_000);

            for (int second = 0; second < 30; second++) {
                askInteractive();
                timer.advance(Duration.ofSeconds(1));
            }

            assertThat(waits).hasSize(30).allMatch(wait -> wait.compareTo(Duration.ofMillis(250)) <= 0);
            assertThat(bulkDone).isGreaterThan(250); // all that the others left
        }

        @Test
        void doesNotStarveABacklogWhenItIsOverloaded() {
            askBulk(1_000);

            for (int step = 0; step < 300; step++) {
                askInteractive();
                askInteractive();
                timer.advance(Duration.ofMillis(100));
            }

            assertThat(bulkDone).isBetween(55, 80); // a fifth of 310
            assertThat(waits).hasSizeBetween(230, 260);
        }

        @Test
        void showsInTheLevels() {
            throttle.acquire(Cost.OF_ONE_REQUEST, INTERACTIVE, PATIENT);
            askBulk(15);

            assertThat(throttle.snapshot().lanes())
                    .containsExactly(new QuotaLevel.Lane("interactive", 4, 0, 1), new QuotaLevel.Lane("bulk", 1, 6, 0));
        }
    }

    @Nested
    class AFullQueue {

        private final Throttle narrow =
                new Throttle("key", Limits.NONE, new QueuePolicy(1, 2), ticker, timer, new InTurn());

        @Test
        void isThatOfOneLane() {
            ask(narrow, BULK, 1, PATIENT);
            ask(narrow, BULK, 1, PATIENT);
            ask(narrow, BULK, 1, PATIENT);

            CompletableFuture<Permit> bulk = ask(narrow, BULK, 1, PATIENT);
            CompletableFuture<Permit> interactive = ask(narrow, INTERACTIVE, 1, PATIENT);

            assertThat(messageOf(bulk)).startsWith("the queue of lane bulk is full: 2 calls wait already (maxQueued)");
            assertThat(interactive).isNotDone();
        }
    }

    @Nested
    class AComputedWait {

        @Test
        void isThatOfTheLaneAndNotOfTheBacklog() {
            Throttle known = new Throttle(
                    "key",
                    Limits.NONE.overriddenBy(600L, null),
                    new QueuePolicy(1_000, 5_000),
                    ticker,
                    timer,
                    new InTurn());
            for (int call = 0; call < 3_000; call++) {
                ask(known, BULK, 10, PATIENT).thenAccept(permit -> permit.settle(Used.ofTokens(10), ServerView.NONE));
            }
            Patience brief = new Patience(Duration.ofSeconds(30), WhenFull.FAIL);

            CompletableFuture<Permit> bulk = ask(known, BULK, 10, brief);
            CompletableFuture<Permit> interactive = ask(known, INTERACTIVE, 10, brief);

            assertThat(messageOf(bulk))
                    .startsWith("the call would wait about 4m59s for quota")
                    .contains("2,990 calls");
            assertThat(interactive).isNotDone();
        }

        @Test
        void standsInTheMessageOfACallThatHasWaitedTooLong() {
            Throttle narrow = new Throttle(
                    "key", Limits.perMinute(60, 6_000), new QueuePolicy(2, 10), ticker, timer, new InTurn());
            ask(narrow, BULK, 900, PATIENT); // and it stays under way
            ask(narrow, BULK, 3_000, PATIENT);
            CompletableFuture<Permit> late =
                    ask(narrow, INTERACTIVE, 800, new Patience(Duration.ofSeconds(5), WhenFull.ENTER_AT_THE_HEAD));

            timer.advance(Duration.ofSeconds(5));

            assertThat(messageOf(late)).contains("got no quota within queueTimeout=5s; it would wait about");
        }
    }

    @Nested
    class ACallThatCanNeverFit {

        @Test
        void failsAtOnceInAnyLane() {
            assertThat(messageOf(ask(throttle, INTERACTIVE, 1_000_001, PATIENT)))
                    .startsWith("the request needs about 1,000,001 tokens, more than the limit of");
        }

        @Test
        void failsAsSoonAsTheLimitIsLearned() {
            Throttle unknown = new Throttle("key", Limits.NONE, new QueuePolicy(1, 10), ticker, timer, new InTurn());
            Permit first = ask(unknown, BULK, 10, PATIENT).join();
            CompletableFuture<Permit> huge = ask(unknown, BULK, 5_000, PATIENT);
            CompletableFuture<Permit> small = ask(unknown, BULK, 10, PATIENT);
            assertThat(huge).isNotDone();

            first.settle(Used.ofTokens(10), new ServerView(null, new Reading(1_000, 990, 600_000_000)));

            assertThat(messageOf(huge)).startsWith("the request needs about 5,000 tokens, more than the limit of");
            assertThat(small).isCompleted();
        }
    }

    @Nested
    class Headers {

        @Test
        void ofAStreamLetOthersGoBeforeItEnds() {
            Throttle asked = new Throttle(
                    "key", Limits.perMinute(600, 6_000), new QueuePolicy(10, 10), ticker, timer, new InTurn());
            Permit stream = ask(asked, BULK, 400, PATIENT).join();
            CompletableFuture<Permit> next = ask(asked, BULK, 2_000, PATIENT);
            assertThat(next).isNotDone();

            stream.heard(new ServerView(null, new Reading(6_000, 5_600, 4_000_000_000L)));

            assertThat(next).isCompleted();
        }
    }
}
