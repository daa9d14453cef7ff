// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import io.github.camelopenai.error.OpenAiRateLimitException;
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
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What a call is told that it would wait, against what it does wait. Who is told too much is sent away though it would have
 * left in time; who is told too little waits in vain.
 */
class ThrottleWaitTest {

    private static final long REQUESTS = 300;
    private static final long TOKENS = 60_000;
    private static final Patience PATIENT = new Patience(Duration.ofHours(5), WhenFull.FAIL);
    private static final Patience NOT_AT_ALL = new Patience(Duration.ofMillis(1), WhenFull.FAIL);

    private final ManualTicker ticker = new ManualTicker();
    private final ManualTimer timer = new ManualTimer(ticker);
    private final Random random = new Random(7);
    private final Throttle throttle = new Throttle(
            "key", Limits.perMinute(REQUESTS, TOKENS), new QueuePolicy(1_000, 100_000), ticker, timer, new InTurn());
    private final List<CompletableFuture<Permit>> calls = new ArrayList<>();
    private SimulatedQuota tokens;
    private boolean hasHeaders = true;
    private long most = 1_000;
    private Duration underWay = Duration.ofSeconds(1);

    private enum Server {
        WITHOUT_HEADERS(perMinute -> SimulatedQuota.bucket(perMinute, 0)),
        BUCKET(perMinute -> SimulatedQuota.bucket(perMinute, 0)),
        FIXED_MINUTE(SimulatedQuota::fixedMinute),
        SLIDING_MINUTE(perMinute -> SimulatedQuota.slidingMinute(perMinute, true));

        private final LongFunction<SimulatedQuota> made;

        Server(LongFunction<SimulatedQuota> made) {
            this.made = made;
        }
    }

    /** A call whose answer has a tenth of what it may have; the server gives the rest back when it is there. */
    private CompletableFuture<Permit> call(Lane lane, Patience patience) {
        return call(lane, 50 + random.nextInt(100), patience);
    }

    private CompletableFuture<Permit> call(Lane lane, long prompt, Patience patience) {
        return call(throttle, lane, prompt, patience);
    }

    private CompletableFuture<Permit> call(Throttle asked, Lane lane, long prompt, Patience patience) {
        CompletableFuture<Permit> permit = asked.acquire(new Cost(prompt, most, true, 0), lane, patience);
        permit.thenAccept(granted -> {
            tokens.charge(prompt + most, ticker.nanos());
            ServerView view = hasHeaders ? new ServerView(null, tokens.reading(ticker.nanos())) : ServerView.NONE;
            timer.schedule(
                    () -> answer(granted, prompt, view),
                    underWay.multipliedBy(80 + random.nextInt(40)).dividedBy(100));
        });
        return permit;
    }

    private void answer(Permit granted, long prompt, ServerView view) {
        tokens.charge(most / 10.0 - most, ticker.nanos());
        granted.settle(new Used(prompt + most / 10, prompt), view);
    }

    private Duration told(Lane lane) {
        return told(lane, 100);
    }

    private Duration told(Lane lane, long prompt) {
        return told(call(lane, prompt, NOT_AT_ALL));
    }

    /** At once where all is known that the wait rests on, else at its deadline, which is a millisecond away. */
    private Duration told(CompletableFuture<Permit> refused) {
        if (!refused.isDone()) {
            timer.advance(Duration.ofMillis(1));
        }
        assertThat(refused).isCompletedExceptionally();
        return ((OpenAiRateLimitException) catchThrowableOfType(ExecutionException.class, refused::get)
                        .getCause())
                .retryAfter()
                .orElseThrow();
    }

    private double secondsUntil(CompletableFuture<Permit> permit) {
        long from = ticker.nanos();
        while (!permit.isDone()) {
            timer.runNext();
        }
        permit.join();
        return (ticker.nanos() - from) / 1e9;
    }

    private void run(Server server, int seconds) {
        tokens = server.made.apply(TOKENS);
        hasHeaders = server != Server.WITHOUT_HEADERS;
        for (int second = 0; second < seconds; second++) {
            for (int call = 0; call < 6; call++) {
                calls.add(call(Lane.DEFAULT, PATIENT));
            }
            timer.advance(Duration.ofSeconds(1));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "WITHOUT_HEADERS, 130, 1000, 1",
        "WITHOUT_HEADERS, 300, 1000, 1",
        "WITHOUT_HEADERS, 130, 4000, 10",
        "WITHOUT_HEADERS, 130, 4000, 60",
        "BUCKET, 130, 1000, 1",
        "BUCKET, 300, 1000, 1",
        "BUCKET, 130, 4000, 10",
        "FIXED_MINUTE, 130, 1000, 1",
        "FIXED_MINUTE, 178, 1000, 1",
        "FIXED_MINUTE, 300, 1000, 1",
        "FIXED_MINUTE, 130, 4000, 10",
        "FIXED_MINUTE, 130, 4000, 60",
        "SLIDING_MINUTE, 130, 1000, 1",
        "SLIDING_MINUTE, 300, 1000, 1",
        "SLIDING_MINUTE, 130, 4000, 10",
        "SLIDING_MINUTE, 130, 4000, 60"
    })
    void isToldAboutAsItIs(Server server, int seconds, long mostTokens, int secondsUnderWay) {
        most = mostTokens;
        underWay = Duration.ofSeconds(secondsUnderWay);
        run(server, seconds);

        double told = told(Lane.DEFAULT).toMillis() / 1e3;
        double waited = secondsUntil(call(Lane.DEFAULT, PATIENT));

        assertThat(told).isCloseTo(waited, within(Math.max(3, waited * (secondsUnderWay == 1 ? 0.15 : 0.4))));
    }

    @ParameterizedTest
    @EnumSource
    void isToldTheWaitOfItsLaneBesideABacklog(Server server) {
        Lane other = new Lane("other", 0.25);
        run(server, 130);
        for (int call = 0; call < 8; call++) {
            call(other, PATIENT);
        }

        double told = told(other).toMillis() / 1e3;
        double waited = secondsUntil(call(other, PATIENT));

        assertThat(told).isCloseTo(waited, within(6.0));
    }

    /** Five places, and each is taken for ten seconds. */
    @Test
    void isToldWhenAPlaceWillBeFree() {
        Throttle narrow = new Throttle("key", Limits.NONE, new QueuePolicy(5, 100), ticker, timer, new InTurn());
        tokens = SimulatedQuota.bucket(1_000_000_000, 0);
        underWay = Duration.ofSeconds(10);
        for (int call = 0; call < 45; call++) {
            call(narrow, Lane.DEFAULT, 100, PATIENT);
        }
        timer.advance(Duration.ofSeconds(35)); // twenty wait by now

        CompletableFuture<Permit> refused = call(narrow, Lane.DEFAULT, 100, NOT_AT_ALL);

        assertThat(told(refused)).isBetween(Duration.ofSeconds(35), Duration.ofSeconds(50));
        assertThat(narrow.snapshot().expectedWait()).isEqualTo(told(refused));
    }

    /** What is held for an answer is 7 % of the limit, so that the bucket is never seen nearly full. */
    @Test
    void aServerThatGivesBackIsKnownThoughMuchIsHeldForEachAnswer() {
        most = 4_000;
        underWay = Duration.ofSeconds(10);

        run(Server.BUCKET, 100);

        assertThat(throttle.snapshot().chargeRule()).isEqualTo("refunded");
        assertThat(tokens.reading(ticker.nanos()).remaining()).isLessThan(10_000);
    }

    /** The minute turns in two seconds; at the pace of the limit it would be thirty. */
    @Test
    void whoIsNextIsToldWhenTheMinuteTurns() {
        run(Server.FIXED_MINUTE, 178);
        calls.forEach(call -> call.cancel(false));
        assertThat(throttle.snapshot().queued()).isZero();

        double told = told(Lane.DEFAULT, 30_000).toMillis() / 1e3;
        double waited = secondsUntil(call(Lane.DEFAULT, 30_000, PATIENT));

        assertThat(told).isCloseTo(waited, within(0.5)).isLessThan(3);
    }
}
