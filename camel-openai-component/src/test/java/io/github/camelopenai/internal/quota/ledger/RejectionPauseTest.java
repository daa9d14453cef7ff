// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.quota.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenai.internal.quota.terms.Rejection;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** When rejections close the gate; the server asks for seven seconds. */
class RejectionPauseTest {

    private static final long SECOND = 1_000_000_000;
    private static final Rejection SEVEN_SECONDS = new Rejection(Duration.ofSeconds(7), false);

    private final RejectionPause gate = new RejectionPause();

    private void reject(long sentAt, int othersUnderway, long now) {
        gate.rejected(SEVEN_SECONDS, sentAt, false, othersUnderway, now);
    }

    @Test
    void isOpenAtFirst() {
        assertThat(gate.nanosUntilOpen(0)).isZero();
    }

    @Test
    void closesForAMomentWhileOthersAreUnderWay() {
        reject(0, 3, SECOND);

        assertThat(gate.nanosUntilOpen(SECOND)).isEqualTo(SECOND / 2);
        assertThat(gate.nanosUntilOpen(2 * SECOND)).isZero();
    }

    @Test
    void closesTwiceAsLongTheNextTime() {
        reject(0, 3, SECOND);
        reject(2 * SECOND, 3, 3 * SECOND);

        assertThat(gate.nanosUntilOpen(3 * SECOND)).isEqualTo(SECOND);
    }

    @Test
    void closesFullyAtTheThirdStrike() {
        reject(0, 3, SECOND);
        reject(2 * SECOND, 3, 3 * SECOND);
        reject(5 * SECOND, 3, 6 * SECOND);

        assertThat(gate.nanosUntilOpen(6 * SECOND)).isEqualTo(7 * SECOND);
    }

    @Test
    void closesFullyWhenNothingElseIsUnderWay() {
        reject(0, 0, SECOND);

        assertThat(gate.nanosUntilOpen(SECOND)).isEqualTo(7 * SECOND);
    }

    @Test
    void takesCallsThatLeftBeforeItClosedForNoNewEvidence() {
        reject(0, 3, SECOND);
        for (int other = 0; other < 10; other++) {
            reject(SECOND / 2, 3, SECOND + SECOND / 10);
        }

        assertThat(gate.nanosUntilOpen(SECOND)).isEqualTo(SECOND / 2);
    }

    @Test
    void forgetsStrikesWhenACallPasses() {
        reject(0, 3, SECOND);
        reject(2 * SECOND, 3, 3 * SECOND);
        gate.passed(5 * SECOND);
        reject(6 * SECOND, 3, 7 * SECOND);

        assertThat(gate.nanosUntilOpen(7 * SECOND)).isEqualTo(SECOND / 2);
    }

    @Test
    void keepsStrikesWhenThePassingCallHadLeftBefore() {
        reject(0, 3, SECOND);
        gate.passed(0);
        reject(2 * SECOND, 3, 3 * SECOND);

        assertThat(gate.nanosUntilOpen(3 * SECOND)).isEqualTo(SECOND);
    }

    @Test
    void staysOpenWhenTheAnswerSaidWhatIsLeft() {
        gate.rejected(SEVEN_SECONDS, 0, true, 0, SECOND);

        assertThat(gate.nanosUntilOpen(SECOND)).isZero();
    }

    @Test
    void closesForASecondWhenTheServerDoesNotSayHowLong() {
        gate.rejected(new Rejection(null, false), 0, false, 0, SECOND);

        assertThat(gate.nanosUntilOpen(SECOND)).isEqualTo(SECOND);
    }

    @Test
    void closesForTwoMinutesAtMost() {
        gate.rejected(new Rejection(Duration.ofHours(1), false), 0, false, 0, 0);

        assertThat(gate.nanosUntilOpen(0)).isEqualTo(120 * SECOND);
    }
}
