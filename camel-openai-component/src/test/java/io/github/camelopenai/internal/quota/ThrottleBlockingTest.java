// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.quota;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenai.error.OpenAiRateLimitException;
import io.github.camelopenai.error.OpenAiTransportException;
import io.github.camelopenai.internal.quota.terms.BlockedCallers;
import io.github.camelopenai.internal.quota.terms.Cost;
import io.github.camelopenai.internal.quota.terms.Lane;
import io.github.camelopenai.internal.quota.terms.Limits;
import io.github.camelopenai.internal.quota.terms.Permit;
import io.github.camelopenai.internal.quota.terms.QueuePolicy;
import io.github.camelopenai.internal.quota.terms.QueuePolicy.Patience;
import io.github.camelopenai.internal.quota.terms.QueuePolicy.WhenFull;
import io.github.camelopenai.internal.quota.terms.ServerView;
import io.github.camelopenai.internal.quota.terms.Used;
import io.github.camelopenai.internal.time.InTurn;
import io.github.camelopenai.internal.time.ManualTicker;
import io.github.camelopenai.internal.time.ManualTimer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Back-pressure: callers on real threads that a full queue holds back. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ThrottleBlockingTest {

    private static final Patience PATIENT = new Patience(Duration.ofMinutes(10), WhenFull.FAIL);
    private static final Patience BLOCKING = new Patience(Duration.ofMinutes(10), WhenFull.BLOCK);

    private final ManualTicker ticker = new ManualTicker();
    private final ManualTimer timer = new ManualTimer(ticker);
    private final Throttle throttle =
            new Throttle("key", Limits.perMinute(600, 6_000), new QueuePolicy(10, 1), ticker, timer, new InTurn());
    private CompletableFuture<Permit> waiting;

    /** A caller on a thread of its own. */
    private static final class Caller {
        final CompletableFuture<CompletableFuture<Permit>> returned = new CompletableFuture<>();
        final AtomicBoolean interrupted = new AtomicBoolean();
        final Thread thread;

        Caller(Throttle throttle, Patience patience) {
            thread = new Thread(() -> {
                returned.complete(throttle.acquire(Cost.ofTokens(50), Lane.DEFAULT, patience));
                interrupted.set(Thread.currentThread().isInterrupted());
            });
            thread.setDaemon(true);
            thread.start();
        }

        Caller untilItWaits() {
            while (thread.getState() != Thread.State.TIMED_WAITING) {
                Thread.onSpinWait(); // ended by the time limit of the test
            }
            return this;
        }

        CompletableFuture<Permit> permit() {
            return returned.join();
        }
    }

    @BeforeEach
    void fillTheQueue() {
        throttle.acquire(Cost.ofTokens(300), Lane.DEFAULT, PATIENT).join().settle(Used.UNKNOWN, ServerView.NONE);
        waiting = throttle.acquire(Cost.ofTokens(2_000), Lane.DEFAULT, PATIENT);
    }

    @AfterEach
    void close() {
        throttle.close();
    }

    @Test
    void aCallerWaitsUntilThereIsRoom() {
        Caller caller = new Caller(throttle, BLOCKING).untilItWaits();
        assertThat(caller.returned).isNotDone();

        timer.runNext();

        assertThat(waiting).isCompleted();
        assertThat(caller.permit()).isNotDone();
        assertThat(throttle.snapshot().queued()).isEqualTo(1);
    }

    @Test
    void roomLeftByACallerThatNeedsNoPlaceGoesToTheNext() {
        Caller first = new Caller(throttle, BLOCKING).untilItWaits();
        Caller second = new Caller(throttle, BLOCKING).untilItWaits();

        waiting.cancel(true);

        assertThat(first.permit()).isCompleted();
        assertThat(second.permit()).isCompleted();
    }

    @Test
    void closingReleasesTheCaller() {
        Caller caller = new Caller(throttle, BLOCKING).untilItWaits();

        throttle.close();

        assertThat(caller.permit())
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .withCauseInstanceOf(OpenAiTransportException.class);
    }

    @Test
    void patienceEnds() {
        Patience brief = new Patience(Duration.ofMillis(20), WhenFull.BLOCK);
        Throttle unlimited = new Throttle("key", Limits.NONE, new QueuePolicy(1, 1), ticker, timer, new InTurn());
        unlimited.acquire(Cost.OF_ONE_REQUEST, Lane.DEFAULT, PATIENT);
        unlimited.acquire(Cost.OF_ONE_REQUEST, Lane.DEFAULT, PATIENT);

        Caller caller = new Caller(unlimited, brief);

        assertThat(caller.permit())
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .withCauseInstanceOf(OpenAiRateLimitException.class)
                .withMessageContaining("the queue of lane default is full: 1 calls wait already")
                .withMessageContaining("none of their places became free within queueTimeout=20ms");
    }

    @Test
    void heldCallersTakeTheirPlacesInTheOrderOfArrival() {
        Throttle one = new Throttle("key", Limits.NONE, new QueuePolicy(1, 1), ticker, timer, new InTurn());
        Permit inFlight =
                one.acquire(Cost.OF_ONE_REQUEST, Lane.DEFAULT, PATIENT).join();
        one.acquire(Cost.OF_ONE_REQUEST, Lane.DEFAULT, PATIENT);
        List<Caller> callers = new ArrayList<>();
        for (int caller = 0; caller < 5; caller++) {
            callers.add(new Caller(one, BLOCKING).untilItWaits());
        }

        inFlight.settle(Used.UNKNOWN, ServerView.NONE); // the one that waited leaves, and one place is free

        assertThat(callers.get(0).permit()).isNotDone();
        assertThat(callers.subList(1, 5)).noneMatch(caller -> caller.returned.isDone());
        one.close();
        assertThat(callers).allMatch(caller -> caller.permit().isCompletedExceptionally());
    }

    @Test
    void aThreadOfOursJoinsTheFullQueue() {
        List<CompletableFuture<Permit>> calls = new ArrayList<>();

        BlockedCallers.runAsOurs(() -> {
            for (int call = 0; call < 100; call++) {
                calls.add(throttle.acquire(Cost.ofTokens(50), Lane.DEFAULT, BLOCKING));
            }
        });

        assertThat(calls).noneMatch(CompletableFuture::isDone);
        assertThat(throttle.snapshot().queued()).isEqualTo(101);
    }

    /** Whichever account it is for: what is under way has to end first. */
    @Test
    void whileALaneIsCrowdedByThreadsOfOursNobodyElseIsLetIn() {
        QueueRoom door = new QueueRoom();
        QueuePolicy narrow = new QueuePolicy(1, 1);
        Throttle slow = new Throttle("slow", Limits.NONE, narrow, null, door, ticker, timer, new InTurn());
        Throttle quick = new Throttle("quick", Limits.NONE, narrow, null, door, ticker, timer, new InTurn());
        Permit first = slow.acquire(Cost.OF_ONE_REQUEST, Lane.DEFAULT, PATIENT).join();
        List<CompletableFuture<Permit>> held = new ArrayList<>();
        BlockedCallers.runAsOurs(() -> {
            for (int call = 0; call < narrow.crowd(); call++) {
                held.add(slow.acquire(Cost.OF_ONE_REQUEST, Lane.DEFAULT, BLOCKING));
            }
        });

        Caller outside = new Caller(quick, BLOCKING).untilItWaits();
        assertThat(quick.acquire(Cost.OF_ONE_REQUEST, Lane.DEFAULT, PATIENT))
                .isCompleted(); // it does not wait for room
        first.settle(Used.UNKNOWN, ServerView.NONE);

        assertThat(held).noneMatch(CompletableFuture::isCompletedExceptionally);
        assertThat(outside.permit()).isNotDone(); // in the queue
        assertThat(quick.snapshot().queued()).isEqualTo(1);
    }

    @Test
    void anInterruptedCallerFailsAndStaysInterrupted() throws Exception {
        Caller caller = new Caller(throttle, BLOCKING).untilItWaits();

        caller.thread.interrupt();

        assertThat(caller.permit()).isCompletedExceptionally();
        caller.thread.join();
        assertThat(caller.interrupted).isTrue();
    }

    @Test
    void aQueueWithoutPlacesHasOneForACallerThatBlocks() {
        Throttle placeless = new Throttle("key", Limits.NONE, new QueuePolicy(1, 0), ticker, timer, new InTurn());
        placeless.acquire(Cost.OF_ONE_REQUEST, Lane.DEFAULT, PATIENT);

        CompletableFuture<Permit> blocking = placeless.acquire(Cost.OF_ONE_REQUEST, Lane.DEFAULT, BLOCKING);

        assertThat(blocking).isNotDone();
        assertThat(placeless.snapshot().queued()).isEqualTo(1);
    }
}
