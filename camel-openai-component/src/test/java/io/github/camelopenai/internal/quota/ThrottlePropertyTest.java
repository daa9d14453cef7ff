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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for every schedule of arrivals, answers, failures and cancellations; each row is the seed of one. */
class ThrottlePropertyTest {

    private static final int STEPS = 2_000;
    private static final Limits LIMITS = Limits.perMinute(300, 60_000);
    private static final int LARGE = 57_000;
    private static final int PACE_BURST = 20; // five, and what cancelled calls returned
    private static final double LEEWAY = 1.08;

    private final ManualTicker ticker = new ManualTicker();
    private final ManualTimer timer = new ManualTimer(ticker);
    private final Throttle throttle = new Throttle("key", LIMITS, new QueuePolicy(40, 60), ticker, timer, new InTurn());

    private final List<Booking> bookings = new ArrayList<>();
    private final List<Call> calls = new ArrayList<>();
    private final List<Call> inFlight = new ArrayList<>();
    private final List<String> violations = new ArrayList<>();

    /** A grant, or one that was taken back. */
    private record Booking(long at, boolean isGrant, double requests) {}

    /** What a call counts for in the minute in which it left, until something else is known. */
    private record Charge(long since, double requests, double tokens) {}

    /** One call and what became of it. */
    private final class Call {
        public final long cost;
        CompletableFuture<Permit> permit;
        final List<Charge> charges = new ArrayList<>();
        int ends;

        Call(long cost) {
            this.cost = cost;
        }

        void acquire(Lane lane, Patience patience) {
            permit = throttle.acquire(Cost.ofTokens(cost), lane, patience);
            permit.whenComplete((granted, failure) -> {
                ends++;
                if (granted != null) {
                    bookings.add(new Booking(ticker.nanos(), true, 1));
                    charges.add(new Charge(ticker.nanos(), 1, cost));
                    assertMinute();
                    inFlight.add(this);
                }
            });
        }

        void end(Random random) {
            inFlight.remove(this);
            switch (random.nextInt(40)) {
                case 0 -> {
                    bookings.add(new Booking(ticker.nanos(), false, -1));
                    charges.add(new Charge(ticker.nanos(), 0, 0));
                    permit.join().refund();
                }
                case 1 -> {
                    charges.add(new Charge(ticker.nanos(), 1, 0));
                    permit.join().rejected(new Rejection(null, false), ServerView.NONE);
                }
                case 2, 3, 4, 5 -> permit.join().settle(Used.UNKNOWN, ServerView.NONE);
                default -> {
                    long used = random.nextLong(cost * 2 + 1);
                    charges.add(new Charge(ticker.nanos(), 1, used));
                    permit.join().settle(Used.ofTokens(used), ServerView.NONE);
                }
            }
            permit.join().settle(Used.ofTokens(0), ServerView.NONE); // must do nothing
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void staysWithinTheLimitsAndLosesNobody(long seed) {
        Random random = new Random(seed);
        int arrivals = 4 + random.nextInt(6);

        for (int step = 0; step < STEPS; step++) {
            act(random, arrivals);
        }
        drain(random);

        assertThat(bookings.stream().filter(Booking::isGrant).count()).isGreaterThan(80);
        assertPace();
        assertThat(violations).isEmpty();
        assertThat(calls).allMatch(call -> call.permit.isDone()).allMatch(call -> call.ends == 1);
        assertThat(throttle.snapshot().inFlight()).isZero();
        assertThat(throttle.snapshot().queued()).isZero();
        assertThat(timer.pending()).isZero();
    }

    private void act(Random random, int arrivals) {
        int kind = random.nextInt(20);
        if (kind < arrivals) {
            arrive(random);
        } else if (kind < 14) {
            timer.advance(Duration.ofMillis(random.nextInt(300)));
        } else if (kind == 14) {
            ticker.advance(Duration.ofMillis(random.nextInt(500))); // the timer is late
        } else if (kind == 15 && !calls.isEmpty()) {
            calls.get(calls.size() - 1 - random.nextInt(Math.min(20, calls.size())))
                    .permit
                    .cancel(true);
        } else if (!inFlight.isEmpty()) {
            inFlight.get(random.nextInt(inFlight.size())).end(random);
        }
    }

    private void arrive(Random random) {
        Call call = new Call(random.nextInt(50) == 0 ? random.nextInt(LARGE) : random.nextInt(800));
        Duration timeout = Duration.ofSeconds(1 + random.nextInt(60));
        calls.add(call);
        Lane lane = new Lane("lane " + random.nextInt(3), 1 + random.nextInt(3));
        call.acquire(lane, new Patience(timeout, random.nextInt(10) == 0 ? WhenFull.ENTER_AT_THE_HEAD : WhenFull.FAIL));
    }

    private void drain(Random random) {
        while (!inFlight.isEmpty() || throttle.snapshot().queued() > 0) {
            while (!inFlight.isEmpty()) {
                inFlight.get(0).end(random);
            }
            timer.advance(Duration.ofSeconds(1));
        }
    }

    /** In the minute before each grant no more left than the limits and their leeway. */
    private void assertMinute() {
        double requests = 0;
        double tokens = 0;
        for (Call call : calls) {
            if (!call.charges.isEmpty() && ticker.nanos() - call.charges.get(0).since() <= 60_000_000_000L) {
                Charge last = call.charges.get(call.charges.size() - 1);
                requests += last.requests();
                tokens += last.tokens();
            }
        }
        if (requests > 300 * LEEWAY + 0.001 || tokens > 60_000 * LEEWAY + 0.001) {
            violations.add(requests + " requests and " + tokens + " tokens in a minute");
        }
    }

    /** Between any two moments no more left than may leave at once and what has come in since. */
    private void assertPace() {
        for (int first = 0; first < bookings.size(); first++) {
            double sum = 0;
            for (int last = first; last < bookings.size(); last++) {
                Booking booking = bookings.get(last);
                sum += booking.requests();
                double seconds = (booking.at() - bookings.get(first).at()) / 1e9;
                if (booking.isGrant() && sum > PACE_BURST + 5 * seconds + 0.001) {
                    throw new AssertionError(
                            sum + " within " + seconds + " seconds, bookings " + first + " to " + last);
                }
            }
        }
    }
}
