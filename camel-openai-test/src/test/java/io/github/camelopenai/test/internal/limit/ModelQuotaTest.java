// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.test.internal.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelopenai.test.internal.limit.Admission.Dimension;
import io.github.camelopenai.test.internal.limit.Admission.Granted;
import io.github.camelopenai.test.internal.limit.Admission.Refused;
import io.github.camelopenai.test.internal.limit.Admission.TooLarge;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ModelQuotaTest {
    private static final long SECOND = 1_000_000_000L;

    private final ModelQuota quota = new ModelQuota(new Limits(3, 6_000), 0);

    @Test
    void takesARequestAndItsTokensTogether() {
        assertThat(quota.admit(1_000, 0)).isInstanceOf(Granted.class);

        assertThat(quota.levels(0))
                .isEqualTo(new Levels(new Limits(3, 6_000), 2, 5_000, Duration.ofSeconds(20), Duration.ofSeconds(10)));
    }

    @Test
    void takesNeitherWhenTokensAreShort() {
        quota.admit(5_900, 0);

        assertThat(quota.admit(200, 0))
                .isEqualTo(new Refused(Dimension.TOKENS, 6_000, 5_900, 200, Duration.ofSeconds(1)));
        assertThat(quota.levels(0).remainingRequests()).isEqualTo(2);
        assertThat(quota.levels(0).remainingTokens()).isEqualTo(100);
    }

    @Test
    void takesNeitherWhenRequestsAreShort() {
        for (int i = 0; i < 3; i++) {
            quota.admit(10, 0);
        }

        assertThat(quota.admit(10, 0)).isEqualTo(new Refused(Dimension.REQUESTS, 3, 3, 1, Duration.ofSeconds(20)));
        assertThat(quota.levels(0).remainingTokens()).isEqualTo(5_970);
    }

    @Test
    void namesTheLongerOfTwoWaits() {
        quota.admit(6_000, 0);
        quota.admit(0, 0);
        quota.admit(0, 0);

        assertThat(quota.admit(3_000, 0))
                .isEqualTo(new Refused(Dimension.TOKENS, 6_000, 6_000, 3_000, Duration.ofSeconds(30)));
    }

    @Test
    void admitsAgainAfterTheWaitItNamed() {
        quota.admit(6_000, 0);
        Refused refused = (Refused) quota.admit(700, 0);

        assertThat(quota.admit(700, refused.delay().toNanos())).isInstanceOf(Granted.class);
    }

    @Test
    void saysThatACallIsTooLargeForAnyMinuteAndChargesARequest() {
        assertThat(quota.admit(6_001, 0)).isEqualTo(new TooLarge(6_000, 6_001));

        assertThat(quota.levels(0).remainingRequests()).isEqualTo(2);
        assertThat(quota.levels(0).remainingTokens()).isEqualTo(6_000);
    }

    @Test
    void givesBackAtTheMomentThatWasNamed() {
        quota.admit(6_000, 0);
        quota.correct(3_000, 10 * SECOND);

        assertThat(quota.levels(9 * SECOND).remainingTokens()).isEqualTo(900);
        assertThat(quota.levels(10 * SECOND).remainingTokens()).isEqualTo(4_000);
    }

    @Test
    void losesWhatIsGivenBackToAFullBucket() {
        quota.admit(1_000, 0);
        quota.correct(1_000, 30 * SECOND);

        quota.levels(40 * SECOND);

        assertThat(quota.admit(6_000, 40 * SECOND)).isInstanceOf(Granted.class);
        assertThat(quota.levels(40 * SECOND).remainingTokens()).isZero();
    }

    @Test
    void keepsTheQuotasOfModelsApart() {
        QuotaBook book = new QuotaBook(Optional.of(new Limits(1, 100)), Map.of("large", new Limits(9, 900)));

        book.of("a", 0).orElseThrow().admit(100, 0);

        assertThat(book.of("a", 0).orElseThrow().levels(0).remainingTokens()).isZero();
        assertThat(book.of("b", 0).orElseThrow().levels(0).remainingTokens()).isEqualTo(100);
        assertThat(book.of("large", 0).orElseThrow().levels(0).remainingTokens())
                .isEqualTo(900);
    }

    @Test
    void refusesLimitsThatAreNotPositive() {
        assertThatThrownBy(() -> new Limits(0, 1))
                .hasMessage("requestsPerMinute must be between 1 and 100000000000 but was 0");
    }
}
