// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.quota;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenai.internal.quota.QueuePolicy.Patience;
import io.github.camelopenai.internal.quota.QueuePolicy.WhenFull;
import io.github.camelopenai.internal.time.InTurn;
import io.github.camelopenai.internal.time.ManualTicker;
import io.github.camelopenai.internal.time.ManualTimer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for every schedule of arrivals, answers, failures and cancellations; each row is the seed of one. */
class ThrottlePropertyTest {

    private static final int STEPS = 2_000;
    private static final Limits LIMITS = Limits.perMinute(300, 60_000);
    private static final int BURST_REQUESTS = 285;
    private static final int BURST_TOKENS = 57_000;

    private final ManualTicker ticker = new ManualTicker();
    private final ManualTimer timer = new ManualTimer(ticker);
    private final Throttle throttle = new Throttle("key", LIMITS, new QueuePolicy(40, 60), ticker, timer, new InTurn());

    private final List<Booking> bookings = new ArrayList<>();
    private final List<Call> calls = new ArrayList<>();
    private final List<Call> inFlight = new ArrayList<>();

    /** A grant, or what was paid back or owed later. */
    private record Booking(long at, boolean isGrant, double requests, double tokens) {}

    /** One call and what became of it. */
    private final class Call {
        final long cost;
        CompletableFuture<Permit> permit;
        int ends;

        Call(long cost) {
            this.cost = cost;
        }

        void acquire(Patience patience) {
            permit = throttle.acquire(Cost.ofTokens(cost), Lane.DEFAULT, patience);
            permit.whenComplete((granted, failure) -> {
                ends++;
                if (granted != null) {
                    bookings.add(new Booking(ticker.nanos(), true, 1, cost));
                    inFlight.add(this);
                }
            });
        }

        void end(Random random) {
            inFlight.remove(this);
            switch (random.nextInt(40)) {
                case 0 -> {
                    bookings.add(new Booking(ticker.nanos(), false, -1, -cost));
                    permit.join().refund();
                }
                case 1 -> permit.join().rejected(new Rejection(null, false), ServerView.NONE);
                case 2, 3, 4, 5 -> permit.join().settle(Used.UNKNOWN, ServerView.NONE);
                default -> {
                    long used = random.nextLong(cost * 2 + 1);
                    bookings.add(new Booking(ticker.nanos(), false, 0, used - cost));
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

        assertThat(bookings.stream().filter(Booking::isGrant).count()).isGreaterThan(150);
        assertWithin(BURST_REQUESTS, 300, Booking::requests);
        assertWithin(BURST_TOKENS, 60_000, Booking::tokens);
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
        Call call = new Call(random.nextInt(50) == 0 ? random.nextInt(BURST_TOKENS) : random.nextInt(800));
        Duration timeout = Duration.ofSeconds(1 + random.nextInt(60));
        calls.add(call);
        call.acquire(new Patience(timeout, random.nextInt(10) == 0 ? WhenFull.ENTER_AT_THE_HEAD : WhenFull.FAIL));
    }

    private void drain(Random random) {
        while (!inFlight.isEmpty() || throttle.snapshot().queued() > 0) {
            while (!inFlight.isEmpty()) {
                inFlight.get(0).end(random);
            }
            timer.advance(Duration.ofSeconds(1));
        }
    }

    /** Between any two moments no more left than the bucket held at best and has got since. */
    private void assertWithin(double burst, double perMinute, ToDoubleFunction<Booking> amount) {
        for (int first = 0; first < bookings.size(); first++) {
            double sum = 0;
            for (int last = first; last < bookings.size(); last++) {
                Booking booking = bookings.get(last);
                sum += amount.applyAsDouble(booking);
                double minutes = (booking.at() - bookings.get(first).at()) / 60e9;
                if (booking.isGrant() && sum > burst + perMinute * minutes + 0.001) {
                    throw new AssertionError(
                            sum + " within " + minutes + " minutes, bookings " + first + " to " + last);
                }
            }
        }
    }
}
