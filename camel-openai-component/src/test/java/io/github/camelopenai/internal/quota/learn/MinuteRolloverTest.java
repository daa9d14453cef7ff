// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.quota.learn;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenai.internal.quota.terms.ServerView.Reading;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A server of 500 requests in each fixed minute; the first that is known ends at 60 s. */
class MinuteRolloverTest {

    private static final long SECOND = 1_000_000_000;
    private static final long MILLI = 1_000_000;
    private static final long END = 60 * SECOND;
    private static final long TURN = END + MinuteRollover.JITTER;

    private final RefillModel shape = new RefillModel();
    private final MinuteRollover minute = new MinuteRollover(shape);

    private static Reading reading(long used, long sentAt, long end) {
        return new Reading(500, 500 - used, end - sentAt);
    }

    @BeforeEach
    void knowWhenTheMinuteEnds() {
        for (int call = 1; call <= 20; call++) {
            long sentAt = call * SECOND;
            shape.observe(reading(3 * call, sentAt, END), sentAt, Long.MAX_VALUE);
        }
        assertThat(shape.countsFixedMinutes()).isTrue();
        assertThat(minute.turns(TURN - MILLI)).isFalse();
    }

    /** The first minute turns, and the answer to one call shows that it did. */
    private void trust() {
        minute.turns(TURN);
        minute.take(1, TURN);
        assertThat(minute.endsProbe(TURN, reading(1, TURN, END))).isTrue();
        assertThat(minute.isTrusted()).isTrue();
        shape.observe(reading(1, TURN, 2 * END), TURN, Long.MAX_VALUE);
    }

    @Test
    void oneCallFindsOutWhetherTheFirstOneTurns() {
        assertThat(minute.turns(TURN)).isFalse();
        assertThat(minute.wantsProbe()).isTrue();

        minute.take(1, TURN);

        assertThat(minute.wantsProbe()).isFalse();
        assertThat(minute.isProbing()).isTrue();
    }

    @Test
    void aServerThatStillCountsWhatLeftBeforeIsNotTrusted() {
        minute.turns(TURN);
        minute.take(1, TURN);

        minute.endsProbe(TURN, reading(61, TURN, END));

        assertThat(minute.isTrusted()).isFalse();
    }

    /** They left as the minute ended, and the server may have let them into either. */
    @Test
    void callsAroundTheTurnDoNotSpeakAgainstIt() {
        minute.take(1, END - 100 * MILLI);
        minute.take(1, END + 100 * MILLI);
        minute.turns(TURN);
        assertThat(minute.wantsProbe()).isTrue();
        minute.take(1, TURN + MILLI);

        minute.endsProbe(TURN + MILLI, reading(3, TURN + MILLI, 2 * END));

        assertThat(minute.isTrusted()).isTrue();
    }

    @Test
    void turnsOnceInAMinute() {
        trust();

        assertThat(minute.turns(TURN + SECOND)).isFalse();
        assertThat(minute.turns(TURN + END - MILLI)).isFalse();
        assertThat(minute.turns(TURN + END)).isTrue();
        assertThat(minute.turns(TURN + END + SECOND)).isFalse();
    }

    /** The answer to a quick call names the end of the new minute before we have taken the old one for over. */
    @Test
    void turnsEvenIfAHeaderOfTheNewMinuteIsFaster() {
        trust();
        long sentAt = 2 * END + 50 * MILLI;
        assertThat(minute.turns(sentAt)).isFalse();
        shape.observe(reading(1, sentAt, 3 * END), sentAt, Long.MAX_VALUE);
        assertThat(shape.endOfMinute()).isEqualTo(3 * END);

        assertThat(minute.turns(2 * END + 150 * MILLI)).isFalse();
        assertThat(minute.nanosUntilTurn(2 * END + 150 * MILLI)).isEqualTo(50 * MILLI);
        assertThat(minute.turns(2 * END + 200 * MILLI)).isTrue();
        assertThat(minute.turnedAt()).isEqualTo(2 * END + MinuteRollover.JITTER);
        assertThat(minute.turns(3 * END + 200 * MILLI)).isTrue();
    }

    /** A late answer names the end of the minute a little better, and what left since the turn must not be forgotten. */
    @Test
    void turnsOnceThoughItsMomentIsToldBetterAfterwards() {
        trust();
        assertThat(minute.turns(TURN + END)).isTrue();

        long moment = 2 * END + 40 * MILLI;
        shape.observe(reading(400, END + 5 * SECOND, moment), END + 5 * SECOND, Long.MAX_VALUE);
        assertThat(shape.endOfMinute()).isEqualTo(moment);

        assertThat(minute.turns(TURN + END + SECOND)).isFalse();
    }

    /** They were charged before, and arrive in the new minute, which their header must not speak against. */
    @Test
    void callsThatLeaveLateAroundTheTurnDoNotSpeakAgainstIt() {
        minute.take(1, END - SECOND);
        minute.left(1, END - SECOND, END + 100 * MILLI);
        minute.take(1, END - 100 * MILLI);
        minute.turns(TURN);
        minute.left(1, END - 100 * MILLI, TURN + MILLI);
        minute.left(1, END - 2 * SECOND, TURN + MILLI);

        assertThat(minute.endsProbe(TURN + MILLI, reading(4, TURN + MILLI, 2 * END)))
                .isTrue();
        assertThat(minute.isTrusted()).isTrue();
    }

    @Test
    void readsAClockBelowZero() {
        long start = -5_000 * SECOND;
        RefillModel early = new RefillModel();
        MinuteRollover first = new MinuteRollover(early);
        for (int call = 1; call <= 20; call++) {
            long sentAt = start + call * SECOND;
            early.observe(reading(3 * call, sentAt, start + END), sentAt, Long.MAX_VALUE);
        }

        assertThat(first.nanosUntilTurn(start + 21 * SECOND)).isEqualTo(39 * SECOND + MinuteRollover.JITTER);
    }

    @Test
    void turnsAfterAPauseOfMinutes() {
        trust();

        assertThat(minute.turns(10 * END)).isTrue();
        assertThat(minute.turnedAt()).isEqualTo(2 * END + MinuteRollover.JITTER);
    }
}
