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
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** More calls than a server with headers lets through, for ten minutes; each row is the seed of one schedule. */
class ThrottleServerTest {

    private static final int MINUTES = 10;
    private static final long REQUESTS = 300;
    private static final long TOKENS = 60_000;
    private static final int REQUESTS_A_SECOND = 7;
    private static final Patience PATIENT = new Patience(Duration.ofHours(5), WhenFull.FAIL);

    private final ManualTicker ticker = new ManualTicker();
    private final ManualTimer timer = new ManualTimer(ticker);
    private SimulatedQuota requests;
    private SimulatedQuota tokens;
    private Throttle throttle;
    private Random random;
    private int sent;
    private int rejected;
    private double used;
    private int ended;

    /** One call on its way through queue, network and server. */
    private final class Call {
        private final long prompt = 50 + random.nextInt(200);
        private final long most = 200;
        private final long answer = 20 + random.nextInt(180);

        void enter(Patience patience) {
            throttle.acquire(new Cost(prompt, most, true, 0), Lane.DEFAULT, patience)
                    .thenAccept(permit -> timer.schedule(() -> arrive(permit), Duration.ofMillis(random.nextInt(40))));
        }

        private void arrive(Permit permit) {
            long now = ticker.nanos();
            sent++;
            if (!requests.has(1, now) || !tokens.has(prompt + most, now)) {
                rejected++;
                permit.rejected(new Rejection(Duration.ofSeconds(1), false), view(now));
                timer.schedule(() -> enter(PATIENT.again(Duration.ZERO)), Duration.ofSeconds(1));
                return;
            }
            requests.charge(1, now);
            tokens.charge(prompt + most, now);
            ServerView view = view(now);
            timer.schedule(() -> answer(permit, view), Duration.ofMillis(200 + random.nextInt(2_000)));
        }

        private void answer(Permit permit, ServerView view) {
            tokens.charge(answer - most, ticker.nanos()); // what was not used is given back
            used += prompt + answer;
            ended++;
            permit.settle(new Used(prompt + answer, prompt), view);
        }
    }

    private ServerView view(long now) {
        return new ServerView(requests.reading(now), tokens.reading(now));
    }

    private void run(Limits limits, long seed) {
        random = new Random(seed);
        throttle = new Throttle("key", limits, new QueuePolicy(200, 100_000), ticker, timer, new InTurn());
        for (int second = 0; second < MINUTES * 60; second++) {
            for (int call = 0; call < REQUESTS_A_SECOND; call++) {
                new Call().enter(PATIENT);
            }
            timer.advance(Duration.ofSeconds(1));
        }
    }

    private void hardlyAnyWasRejectedAndMostOfTheQuotaWasUsed(double leastUse) {
        double best = Math.max(ended / (REQUESTS * (MINUTES + 1.0)), used / (TOKENS * (MINUTES + 1.0)));

        assertThat((double) rejected / sent).as("rejected").isLessThan(0.02);
        assertThat(best).as("used").isBetween(leastUse, 1.0);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void aBucketHardlyEverSaysNo(long seed) {
        requests = SimulatedQuota.bucket(REQUESTS, ticker.nanos());
        tokens = SimulatedQuota.bucket(TOKENS, ticker.nanos());

        run(Limits.perMinute(REQUESTS, TOKENS), seed);

        hardlyAnyWasRejectedAndMostOfTheQuotaWasUsed(0.9);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void aSlidingMinuteHardlyEverSaysNo(long seed) {
        requests = SimulatedQuota.slidingMinute(REQUESTS, false);
        tokens = SimulatedQuota.slidingMinute(TOKENS, false);

        run(Limits.perMinute(REQUESTS, TOKENS), seed);

        hardlyAnyWasRejectedAndMostOfTheQuotaWasUsed(0.75);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void aSlidingMinuteThatTellsWhenItsFirstChargeIsBackHardlyEverSaysNo(long seed) {
        requests = SimulatedQuota.slidingMinute(REQUESTS, true);
        tokens = SimulatedQuota.slidingMinute(TOKENS, true);

        run(Limits.perMinute(REQUESTS, TOKENS), seed);

        hardlyAnyWasRejectedAndMostOfTheQuotaWasUsed(0.75);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void aBucketWhoseLimitsNobodyHasNamedHardlyEverSaysNo(long seed) {
        requests = SimulatedQuota.bucket(REQUESTS, ticker.nanos());
        tokens = SimulatedQuota.bucket(TOKENS, ticker.nanos());

        run(Limits.NONE, seed);

        hardlyAnyWasRejectedAndMostOfTheQuotaWasUsed(0.9);
    }
}
