// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelopenai.internal.quota.terms.Cost;
import io.github.camelopenai.internal.quota.terms.Lane;
import io.github.camelopenai.internal.quota.terms.Limits;
import io.github.camelopenai.internal.quota.terms.Permit;
import io.github.camelopenai.internal.quota.terms.QueuePolicy;
import io.github.camelopenai.internal.quota.terms.QueuePolicy.Patience;
import io.github.camelopenai.internal.quota.terms.QueuePolicy.WhenFull;
import io.github.camelopenai.internal.quota.terms.ServerView;
import io.github.camelopenai.internal.time.InTurn;
import io.github.camelopenai.internal.time.ManualTicker;
import io.github.camelopenai.internal.time.ManualTimer;
import io.github.camelopenai.internal.time.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;

/** What is thrown in the middle of serving loses nothing that was granted, and every call ends. */
class ThrottleFailureTest {

    private static final Patience PATIENT = new Patience(Duration.ofMinutes(10), WhenFull.FAIL);

    private final ManualTicker ticker = new ManualTicker();
    private final ManualTimer timer = new ManualTimer(ticker);
    private final InTurn inTurn = new InTurn();
    private boolean isTimerBroken;
    private boolean areThreadsBroken;

    private final Timer breaking = (task, delay) -> {
        if (isTimerBroken) {
            throw new OutOfMemoryError("no more of anything");
        }
        return timer.schedule(task, delay);
    };
    private final Executor breakingThreads = task -> {
        if (areThreadsBroken) {
            throw new OutOfMemoryError("unable to create native thread");
        }
        inTurn.execute(task);
    };
    private final Throttle throttle = new Throttle(
            "key", Limits.perMinute(600, 6_000), new QueuePolicy(100, 100), ticker, breaking, breakingThreads);

    private CompletableFuture<Permit> ask(long tokens) {
        return throttle.acquire(Cost.ofTokens(tokens), Lane.DEFAULT, PATIENT);
    }

    private Permit useUpTokens() {
        return throttle.acquire(Cost.ofTokens(900), Lane.DEFAULT, PATIENT).join();
    }

    @Test
    void grantsThatWereMadeAreToldThoughTheTimerFails() {
        Permit first = useUpTokens();
        List<CompletableFuture<Permit>> small = new ArrayList<>(List.of(ask(300), ask(300)));
        CompletableFuture<Permit> large = ask(3_000);
        isTimerBroken = true;

        first.refund();

        assertThat(small).allSatisfy(call -> assertThat(call).isCompleted());
        assertThat(large).isCompletedExceptionally(); // nobody would wake it
        assertThat(throttle.snapshot().inFlight()).isEqualTo(2);
        assertThat(throttle.snapshot().queued()).isZero();
    }

    @Test
    void laterCallsAreServedOnceTheTimerWorksAgain() {
        Permit first = useUpTokens();
        isTimerBroken = true;
        assertThat(ask(300)).isCompletedExceptionally();
        isTimerBroken = false;

        CompletableFuture<Permit> later = ask(300);
        first.refund();

        assertThat(later).isCompleted();
    }

    @Test
    void whoeverIsGrantedIsToldThoughThereIsNoThread() {
        Permit first = useUpTokens();
        CompletableFuture<Permit> next = ask(300);
        areThreadsBroken = true;

        first.refund();

        assertThat(next).isCompleted();
    }

    @Test
    void whatAnAnswerBreaksDoesNotKeepTheNextOneFromItsPlace() {
        Throttle narrow = new Throttle("key", Limits.NONE, new QueuePolicy(1, 10), ticker, timer, inTurn);
        Permit first =
                narrow.acquire(Cost.OF_ONE_REQUEST, Lane.DEFAULT, PATIENT).join();
        CompletableFuture<Permit> next = narrow.acquire(Cost.OF_ONE_REQUEST, Lane.DEFAULT, PATIENT);

        assertThatThrownBy(() -> first.settle(null, ServerView.NONE)).isInstanceOf(NullPointerException.class);

        assertThat(narrow.snapshot().queued() + narrow.snapshot().inFlight()).isEqualTo(1);
        assertThat(next).isCompleted();
    }
}
