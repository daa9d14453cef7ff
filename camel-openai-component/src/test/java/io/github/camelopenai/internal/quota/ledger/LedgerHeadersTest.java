// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.quota.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.camelopenai.internal.quota.terms.Admission;
import io.github.camelopenai.internal.quota.terms.Cost;
import io.github.camelopenai.internal.quota.terms.Limits;
import io.github.camelopenai.internal.quota.terms.Rejection;
import io.github.camelopenai.internal.quota.terms.ServerView;
import io.github.camelopenai.internal.quota.terms.ServerView.Reading;
import io.github.camelopenai.internal.quota.terms.Used;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What answers change in the books of 600 requests and 6,000 tokens a minute. */
class LedgerHeadersTest {

    private static final long SECOND = 1_000_000_000;

    private final Ledger ledger = new Ledger(Limits.perMinute(600, 6_000), 0);

    /** What a server says that does not tell when all is back. */
    private static ServerView left(long requests, long tokens) {
        return new ServerView(new Reading(600, requests, -1), new Reading(6_000, tokens, -1));
    }

    private double requestsLeft(long now) {
        return ledger.requests().minute().level(now);
    }

    private double tokensLeft(long now) {
        return ledger.tokens().minute().level(now);
    }

    @Test
    void bothLevelsFollowTheServer() {
        Ledger.Booking booking = ledger.take(Cost.ofTokens(100), 0);

        ledger.settle(booking, Used.ofTokens(100), left(300, 2_000), SECOND);

        assertThat(requestsLeft(SECOND)).isCloseTo(300, within(1.0));
        assertThat(tokensLeft(SECOND)).isCloseTo(2_000, within(1.0));
    }

    @Test
    void headersOfAStreamCountOnce() {
        Ledger.Booking booking = ledger.take(Cost.ofTokens(100), 0);
        ledger.observe(booking, false, left(300, 2_000), SECOND);
        ledger.take(Cost.ofTokens(500), SECOND);

        ledger.settle(booking, Used.ofTokens(100), left(600, 6_000), 2 * SECOND);

        assertThat(tokensLeft(2 * SECOND)).isCloseTo(1_500, within(1.0));
    }

    @Test
    void aRejectionThatSaysWhatIsLeftSetsTheLevelAndClosesNoGate() {
        Ledger.Booking booking = ledger.take(Cost.ofTokens(400), 0);

        ledger.rejected(booking, new Rejection(Duration.ofSeconds(3), false), left(599, 50), SECOND);

        assertThat(tokensLeft(SECOND)).isCloseTo(50, within(1.0));
        assertThat(ledger.ask(Cost.ofTokens(5), SECOND)).isInstanceOf(Admission.Granted.class);
    }

    @Test
    void aCancelledCallReturnsWhatItWasCharged() {
        Ledger.Booking first = ledger.take(Cost.ofTokens(100), 0);
        ledger.settle(first, Used.ofTokens(100), left(599, 5_900), SECOND);
        Ledger.Booking cancelled = ledger.take(new Cost(200, 300, true, 0), SECOND);

        ledger.refund(cancelled, 2 * SECOND);

        assertThat(requestsLeft(2 * SECOND)).isCloseTo(599, within(1.0));
        assertThat(tokensLeft(2 * SECOND)).isCloseTo(5_900, within(1.0));
    }

    @Test
    void anAccountWithoutConfiguredLimitsLearnsThemFromTheFirstAnswer() {
        Ledger unknown = new Ledger(Limits.NONE, 0);

        unknown.settle(unknown.take(Cost.ofTokens(100), 0), Used.ofTokens(100), left(599, 5_900), SECOND);

        assertThat(unknown.limitsNow().requestsPerMinute()).hasValue(600);
        assertThat(unknown.limitsNow().tokensPerMinute()).hasValue(6_000);
        assertThat(unknown.ask(Cost.ofTokens(6_001), SECOND)).isInstanceOf(Admission.NeverFits.class);
    }

    @Test
    void fixedLimitsStayWhateverTheServerSays() {
        Ledger fixed = new Ledger(Limits.perMinute(600, 6_000).fixed(), 0);

        for (int call = 0; call < 10; call++) {
            fixed.settle(
                    fixed.take(Cost.ofTokens(10), call * SECOND),
                    Used.ofTokens(10),
                    new ServerView(new Reading(60, 59, -1), new Reading(600, 590, -1)),
                    call * SECOND);
        }

        assertThat(fixed.limitsNow()).isEqualTo(Limits.perMinute(600, 6_000).fixed());
    }

    @Test
    void theLimitOfADayIsKeptToBesideThatOfTheMinute() {
        long now = 0;
        for (int call = 1; call <= 20; call++) {
            now += SECOND;
            ServerView view = new ServerView(new Reading(1_000, 1_000 - call, call * 86_400_000_000L), null);
            ledger.settle(ledger.take(Cost.ofTokens(10), now), Used.ofTokens(10), view, now);
        }

        assertThat(ledger.requests().day().level(now)).isCloseTo(980, within(2.0));
        assertThat(ledger.limitsNow().requestsPerMinute()).hasValue(600);
    }

    @Test
    void picturesAreBookedToo() {
        Limits limits = new Limits(Limits.Limit.UNKNOWN, Limits.Limit.UNKNOWN, Limits.Limit.ofTier(5L));
        Ledger pictures = new Ledger(limits, 0);

        assertThat(pictures.ask(Cost.ofImages(6), 0))
                .isEqualTo(new Admission.NeverFits(6, "images", "5 images per minute"));
        pictures.take(Cost.ofImages(5), 0);
        assertThat(pictures.ask(Cost.ofImages(1), SECOND)).isInstanceOf(Admission.Wait.class);
    }
}
