// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.quota.learn;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenai.internal.quota.terms.ChargeRule;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which rule is found from what a simulated server says; twenty calls a second, answered after up to two seconds. */
class ChargeRuleDetectorTest {

    private static final long STEP = 50_000_000;
    private static final double OUTPUT = 500;
    private static final double PER_NANO = 9_000 / 1e9;

    private final ChargeRuleDetector fit = new ChargeRuleDetector();
    private final Random random = new Random(20_261_124);
    private final List<Call> underway = new ArrayList<>();
    private double level = 1_000_000;
    private long now;

    /** A call on its way, and what the server said when it let it in. */
    private record Call(double prompt, double used, ChargeRuleDetector.Mark mark, double remaining, long answeredAt) {}

    private void run(ChargeRule rule, int calls, double noise) {
        for (int call = 0; call < calls; call++) {
            now += STEP;
            level += STEP * PER_NANO;
            answer(rule);
            send(noise);
        }
    }

    private void send(double noise) {
        double prompt = 100 + random.nextInt(200);
        double used = prompt + 50 + random.nextInt(350);
        level -= prompt + OUTPUT;
        double said = Math.floor(level + noise * random.nextGaussian());
        long answeredAt = now + 200_000_000L + random.nextInt(1_800) * 1_000_000L;
        underway.add(new Call(prompt, used, fit.sent(prompt, OUTPUT, now), said, answeredAt));
    }

    private void answer(ChargeRule rule) {
        List<Call> ended = underway.stream()
                .filter(call -> call.answeredAt() <= now)
                .sorted(Comparator.comparingLong(Call::answeredAt))
                .toList();
        underway.removeAll(ended);
        for (Call call : ended) {
            level += switch (rule) {
                case REFUNDED -> call.prompt() + OUTPUT - call.used();
                case KEPT -> 0;
            };
            fit.answered(call.prompt(), OUTPUT, call.used(), 0);
            fit.observe(call.mark(), call.remaining(), PER_NANO);
        }
    }

    @ParameterizedTest
    @EnumSource(ChargeRule.class)
    void findsTheRule(ChargeRule rule) {
        run(rule, 150, 0);

        assertThat(fit.rule()).isEqualTo(rule);
    }

    @ParameterizedTest
    @EnumSource(ChargeRule.class)
    void findsTheRuleThroughNoise(ChargeRule rule) {
        run(rule, 400, 150);

        assertThat(fit.rule()).isEqualTo(rule);
    }

    @ParameterizedTest
    @EnumSource(ChargeRule.class)
    void noticesThatTheRuleHasChanged(ChargeRule rule) {
        run(ChargeRule.values()[(rule.ordinal() + 1) % ChargeRule.values().length], 200, 0);

        run(rule, 400, 0);

        assertThat(fit.rule()).isEqualTo(rule);
    }

    /** By 40 each. Without it the wrong prompts of the calls under way would look like another rule. */
    @Test
    void promptsThatWereEstimatedTooHighArePutRightWhenTheyAreKnown() {
        for (int call = 0; call < 60; call++) {
            fit.sent(140, OUTPUT, now);
            fit.answered(140, OUTPUT, 100 + OUTPUT, 40);
        }
        ChargeRuleDetector.Mark mark = fit.sent(100, OUTPUT, now);
        fit.answered(100, OUTPUT, 100 + OUTPUT, 0);

        assertThat(mark.charged(ChargeRule.KEPT)).isEqualTo(61 * (100 + OUTPUT));
        assertThat(mark.charged(ChargeRule.REFUNDED)).isEqualTo(61 * (100 + OUTPUT));
    }

    /** A server that is nearly full tells no rule by differences, as what flows over is lost. */
    @Test
    void isToldByAServerThatGoesOnHavingMoreThanItWouldIfItKeptItsCharges() {
        fit.expect(true);
        assertThat(fit.rule()).isEqualTo(ChargeRule.KEPT);

        assertThat(fit.hasMoreThanKept(5)).isFalse();
        assertThat(fit.hasMoreThanKept(6)).isTrue();

        assertThat(fit.rule()).isEqualTo(ChargeRule.REFUNDED);
        assertThat(fit.hasMoreThanKept(100)).as("it is no news").isFalse();
    }

    @Test
    void isToldLaterOfARuleThatWasFound() {
        run(ChargeRule.KEPT, 200, 0);

        assertThat(fit.hasMoreThanKept(11)).isFalse();
        assertThat(fit.hasMoreThanKept(12)).isTrue();
        assertThat(fit.rule()).isEqualTo(ChargeRule.REFUNDED);
    }

    @Test
    void isToldByASharedBucketThatChargesAreGivenBack() {
        fit.expect(true);

        assertThat(fit.givesBack()).isTrue();

        assertThat(fit.rule()).isEqualTo(ChargeRule.REFUNDED);
        assertThat(fit.givesBack()).as("it is no news").isFalse();
    }

    private boolean seenFull(int times, double apart) {
        boolean news = false;
        for (int time = 0; time < times; time++) {
            news = fit.seenFull(apart);
        }
        return news;
    }

    @Test
    void aServerThatIsFullThoughOurBooksAreNotDoesNotKeepItsCharges() {
        fit.expect(true);

        assertThat(seenFull(5, 0.8)).isFalse();
        assertThat(seenFull(1, 0.8)).isTrue();

        assertThat(fit.rule()).isEqualTo(ChargeRule.REFUNDED);
        assertThat(seenFull(100, 0.8)).as("it is no news").isFalse();
    }

    @Test
    void aServerThatIsFullAsOurBooksAreTellsNothing() {
        fit.expect(true);

        assertThat(seenFull(100, 0.2)).isFalse();
        seenFull(5, 0.8);
        seenFull(1, 0.2);
        assertThat(seenFull(5, 0.8)).as("not in a row").isFalse();
    }

    @Test
    void aServerThatIsFullIsBelievedLaterOfARuleThatWasFound() {
        run(ChargeRule.KEPT, 200, 0);

        assertThat(seenFull(11, 0.8)).isFalse();
        assertThat(seenFull(1, 0.8)).isTrue();
    }

    @Test
    void findsNothingInAStorm() {
        fit.expect(true);

        run(ChargeRule.REFUNDED, 400, 20_000);

        assertThat(fit.rule()).isEqualTo(ChargeRule.KEPT); // which does no harm
    }

    @Test
    void takesTheServerAtItsWordWhileThereIsNothingToGoBy() {
        assertThat(fit.rule()).isEqualTo(ChargeRule.REFUNDED);
    }

    @Test
    void refusedCallsWereNeverCharged() {
        for (int call = 0; call < 300; call++) {
            run(ChargeRule.REFUNDED, 1, 0);
            fit.sent(5_000, OUTPUT, now);
            fit.refused(5_000, OUTPUT);
        }

        assertThat(fit.rule()).isEqualTo(ChargeRule.REFUNDED);
    }
}
