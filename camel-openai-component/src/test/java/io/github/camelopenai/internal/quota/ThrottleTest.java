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

/** The order in which a throttle lets calls go, and what ends a permit. */
class ThrottleTest {

    private static final Patience PATIENT = new Patience(Duration.ofMinutes(10), WhenFull.FAIL);
    private static final Patience RETURNING = new Patience(Duration.ofMinutes(10), WhenFull.ENTER_AT_THE_HEAD);

    private final ManualTicker ticker = new ManualTicker();
    private final ManualTimer timer = new ManualTimer(ticker);
    // Ten requests and 900 tokens may leave at once, then ten requests or 100 tokens a second.
    private final Throttle throttle = new Throttle(
            "account gpt-4o", Limits.perMinute(600, 6_000), new QueuePolicy(100, 1_000), ticker, timer, new InTurn());
    private final List<String> order = new ArrayList<>();

    private CompletableFuture<Permit> ask(Throttle asked, String name, long tokens, Patience patience) {
        CompletableFuture<Permit> permit = asked.acquire(Cost.ofTokens(tokens), Lane.DEFAULT, patience);
        permit.thenRun(() -> order.add(name));
        return permit;
    }

    private CompletableFuture<Permit> ask(String name, long tokens) {
        return ask(throttle, name, tokens, PATIENT);
    }

    private Permit useUpTokens() {
        Permit permit =
                throttle.acquire(Cost.ofTokens(900), Lane.DEFAULT, PATIENT).join();
        permit.settle(Used.UNKNOWN, ServerView.NONE);
        return permit;
    }

    @Nested
    class WithRoom {

        @Test
        void grantsAtOnce() {
            CompletableFuture<Permit> permit = ask("a", 100);

            assertThat(permit).isCompleted();
            assertThat(permit.join().waited()).isZero();
            assertThat(timer.pending()).isZero();
        }

        @Test
        void showsWhatIsLeft() {
            ask("a", 700);

            QuotaLevel now = throttle.snapshot();

            assertThat(now.key()).isEqualTo("account gpt-4o");
            assertThat(now.requestsPerMinute()).hasValue(600);
            assertThat(now.tokensPerMinute()).hasValue(6_000);
            assertThat(now.requestsLeft()).hasValue(599);
            assertThat(now.tokensLeft()).hasValue(5_300);
            assertThat(now.inFlight()).isEqualTo(1);
            assertThat(now.queued()).isZero();
        }
    }

    @Nested
    class ACallThatIsConnectedFirst {

        @Test
        void isCountedFromWhenItHasLeft() {
            Permit late = ask("a", 800).join();
            timer.advance(Duration.ofSeconds(3));
            late.left();
            late.settle(Used.UNKNOWN, ServerView.NONE);

            timer.advance(Duration.ofSeconds(59));
            assertThat(throttle.snapshot().tokensLeft()).hasValue(5_200);
            timer.advance(Duration.ofSeconds(2));
            assertThat(throttle.snapshot().tokensLeft()).hasValue(6_000);
        }

        @Test
        void isNotCountedAgainOnceItHasEnded() {
            Permit late = ask("a", 800).join();
            late.refund();
            timer.advance(Duration.ofSeconds(3));
            late.left();

            assertThat(throttle.snapshot().tokensLeft()).hasValue(6_000);
        }
    }

    /** Nothing else happens that would wake the queue. */
    @Test
    void whoFitsLeavesWhenTheOneBeforeItGivesUp() {
        useUpTokens();
        CompletableFuture<Permit> large =
                ask(throttle, "large", 900, new Patience(Duration.ofSeconds(2), WhenFull.ENTER_AT_THE_HEAD));
        CompletableFuture<Permit> small = ask("small", 50);

        timer.advance(Duration.ofSeconds(2));

        assertThat(large).isCompletedExceptionally();
        assertThat(small).isCompleted();
    }

    @Nested
    class Order {

        @Test
        void isThatOfArrival() {
            useUpTokens();
            ask("a", 300);
            ask("b", 200);
            ask("c", 100);

            timer.advance(Duration.ofSeconds(10));

            assertThat(order).containsExactly("a", "b", "c");
        }

        @Test
        void aLargeCallAtTheHeadHoldsBackSmallOnes() {
            useUpTokens();
            ask("large", 3_000);
            ask("small", 1);

            timer.advance(Duration.ofSeconds(3));
            assertThat(order).isEmpty();

            timer.advance(Duration.ofSeconds(27));
            assertThat(order).containsExactly("large"); // and owes what it took beyond the pace

            timer.advance(Duration.ofSeconds(1));
            assertThat(order).containsExactly("large", "small");
        }

        @Test
        void aReturningCallEntersAtTheHead() {
            useUpTokens();
            ask("a", 100);
            ask("b", 100);
            ask(throttle, "returning", 100, RETURNING);
            ask(throttle, "returning too", 100, RETURNING);

            timer.advance(Duration.ofSeconds(10));

            assertThat(order).containsExactly("returning", "returning too", "a", "b");
        }

        @Test
        void aReturningCallThatFitsNowLeavesNow() {
            throttle.acquire(Cost.ofTokens(800), Lane.DEFAULT, PATIENT).join().settle(Used.UNKNOWN, ServerView.NONE);
            ask("large", 3_000);

            ask(throttle, "returning", 100, RETURNING);

            timer.advance(Duration.ZERO);
            assertThat(order).containsExactly("returning");
            timer.advance(Duration.ofSeconds(9));
            assertThat(order).containsExactly("returning", "large");
        }

        @Test
        void anArrivalDoesNotDelayAHeadThatIsDueWhenTheTimerIsLate() {
            useUpTokens();
            ask("head", 100);
            ticker.advance(Duration.ofSeconds(2));

            ask("arrival", 100);

            timer.advance(Duration.ofMillis(1));
            assertThat(order).containsExactly("head", "arrival");
        }

        @Test
        void theTimerIsSetForTheHeadOnly() {
            useUpTokens();
            ask("a", 300);
            ask("b", 200);

            assertThat(timer.pending()).isEqualTo(1);
            assertThat(timer.nextDelay()).isEqualTo(Duration.ofSeconds(3));
        }

        @Test
        void tellsHowLongTheCallHasWaited() {
            useUpTokens();
            CompletableFuture<Permit> permit = ask("a", 300);

            timer.runNext();

            assertThat(permit.join().waited()).isEqualTo(Duration.ofSeconds(3));
        }
    }

    @Nested
    class InFlight {

        private final Throttle narrow =
                new Throttle("narrow", Limits.NONE, new QueuePolicy(2, 10), ticker, timer, new InTurn());

        @Test
        void isLimited() {
            CompletableFuture<Permit> first = ask(narrow, "a", 1, PATIENT);
            ask(narrow, "b", 1, PATIENT);
            ask(narrow, "c", 1, PATIENT);
            assertThat(order).containsExactly("a", "b");

            first.join().settle(Used.UNKNOWN, ServerView.NONE);

            assertThat(order).containsExactly("a", "b", "c");
            assertThat(narrow.snapshot().inFlight()).isEqualTo(2);
        }

        @Test
        void endsOnceHoweverOftenAPermitIsEnded() {
            Permit permit = ask(narrow, "a", 1, PATIENT).join();

            permit.settle(Used.UNKNOWN, ServerView.NONE);
            permit.settle(Used.ofTokens(1), ServerView.NONE);
            permit.refund();
            permit.rejected(new Rejection(null, false), ServerView.NONE);

            assertThat(narrow.snapshot().inFlight()).isZero();
        }
    }

    @Nested
    class Permits {

        @Test
        void settledWithLessPayBack() {
            ask("a", 5_700).join().settle(Used.ofTokens(700), ServerView.NONE);

            assertThat(throttle.snapshot().tokensLeft()).hasValue(5_300);
            assertThat(throttle.snapshot().inFlight()).isZero();
        }

        @Test
        void settledWithLessLetTheNextOneGoAtOnce() {
            CompletableFuture<Permit> first = ask("a", 900);
            ask("b", 300);

            first.join().settle(Used.ofTokens(50), ServerView.NONE);

            assertThat(order).containsExactly("a", "b");
        }

        @Test
        void keptCostTheEstimate() {
            ask("a", 700).join().settle(Used.UNKNOWN, ServerView.NONE);

            assertThat(throttle.snapshot().tokensLeft()).hasValue(5_300);
            assertThat(throttle.snapshot().requestsLeft()).hasValue(599);
        }

        @Test
        void refundedCostNothing() {
            ask("a", 700).join().refund();

            assertThat(throttle.snapshot().tokensLeft()).hasValue(6_000);
            assertThat(throttle.snapshot().requestsLeft()).hasValue(600);
        }

        @Test
        void rejectedCostTheRequestOnly() {
            ask("a", 700).join().rejected(new Rejection(null, false), ServerView.NONE);

            assertThat(throttle.snapshot().tokensLeft()).hasValue(6_000);
            assertThat(throttle.snapshot().requestsLeft()).hasValue(599);
        }

        @Test
        void rejectedHoldUpTheNextOne() {
            ask("a", 100).join().rejected(new Rejection(Duration.ofSeconds(7), false), ServerView.NONE);

            ask("b", 1);

            assertThat(order).containsExactly("a");
            assertThat(timer.nextDelay()).isEqualTo(Duration.ofSeconds(7));
        }

        @Test
        void settledTwicePayBackOnce() {
            Permit permit = ask("a", 1_700).join();

            permit.settle(Used.ofTokens(700), ServerView.NONE);
            permit.settle(Used.ofTokens(0), ServerView.NONE);
            permit.refund();

            assertThat(throttle.snapshot().tokensLeft()).hasValue(5_300);
        }
    }

    @Nested
    class CancelledWaiters {

        @Test
        void giveTheirPlaceUp() {
            useUpTokens();
            CompletableFuture<Permit> large = ask("large", 3_000);
            ask("small", 100);

            large.cancel(true);

            assertThat(throttle.snapshot().queued()).isEqualTo(1);
            assertThat(timer.nextDelay()).isEqualTo(Duration.ofSeconds(1));
        }

        @Test
        void letTheNextOneGoIfItFits() {
            throttle.acquire(Cost.ofTokens(800), Lane.DEFAULT, PATIENT).join().settle(Used.UNKNOWN, ServerView.NONE);
            CompletableFuture<Permit> large = ask("large", 3_000);
            ask("small", 100);

            large.cancel(true);

            assertThat(order).containsExactly("small");
        }

        @Test
        void leaveNoTimerBehind() {
            useUpTokens();

            ask("a", 100).cancel(true);

            assertThat(timer.pending()).isZero();
            assertThat(throttle.snapshot().queued()).isZero();
        }

        @Test
        void costNothing() {
            useUpTokens();
            ask("a", 100).cancel(true);

            timer.advance(Duration.ofSeconds(2));

            assertThat(throttle.snapshot().tokensLeft()).hasValue(5_100);
            assertThat(throttle.snapshot().inFlight()).isZero();
        }

        @Test
        void giveBackAPermitThatWasOnItsWay() {
            Throttle narrow = new Throttle(
                    "narrow", Limits.perMinute(600, 6_000), new QueuePolicy(1, 10), ticker, timer, new InTurn());
            Permit first =
                    narrow.acquire(Cost.ofTokens(200), Lane.DEFAULT, PATIENT).join();
            CompletableFuture<Permit> second = narrow.acquire(Cost.ofTokens(100), Lane.DEFAULT, PATIENT);
            CompletableFuture<Permit> third = narrow.acquire(Cost.ofTokens(100), Lane.DEFAULT, PATIENT);
            second.thenAccept(permit -> {
                permit.settle(
                        Used.UNKNOWN,
                        ServerView.NONE); // the third is granted now, but delivered only after this returns
                third.cancel(true);
            });

            first.settle(Used.UNKNOWN, ServerView.NONE);

            assertThat(third).isCancelled();
            assertThat(narrow.snapshot().inFlight()).isZero();
            assertThat(narrow.snapshot().tokensLeft()).hasValue(5_700);
        }
    }
}
