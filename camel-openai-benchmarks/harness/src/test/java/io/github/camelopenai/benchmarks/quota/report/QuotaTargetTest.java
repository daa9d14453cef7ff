// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.benchmarks.quota.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class QuotaTargetTest {
    private static final String MIXED =
            "RESULT server=V1 rule=settle work=W1 client=ours tier=one foreign=none switches=none"
                    + " n=3000 seed=%d E=%s R429=0.4 L1=0 lost=0";

    private final QuotaTarget efficiency = QuotaTarget.all().get(0);
    private final Results results = new Results();

    @Test
    void isMeasuredByTheMeanOverTheSeeds() {
        results.add(MIXED.formatted(7, "0.96"));
        results.add(MIXED.formatted(8, "0.99"));
        results.add(MIXED.formatted(9, "0.99"));

        assertThat(efficiency.isMissedBy(results)).isFalse();
        assertThat(efficiency.verdict(results))
                .isEqualTo(
                        "TARGET client=ours foreign=none rule=settle server=V1 switches=none tier=one told=limits work=W1"
                                + " figure=E at_least=0.97 measured=0.980 PASS");
    }

    @Test
    void isMissedByALowerMean() {
        results.add(MIXED.formatted(7, "0.96"));
        results.add(MIXED.formatted(8, "0.97"));
        results.add(MIXED.formatted(9, "0.97"));

        assertThat(efficiency.isMissedBy(results)).isTrue();
        assertThat(efficiency.verdict(results)).endsWith(" FAIL");
    }

    @Test
    void isNotMissedByALittleOfOneSeed() {
        results.add(MIXED.formatted(7, "0.945"));

        assertThat(efficiency.isMissedBy(results)).isFalse();
        assertThat(efficiency.verdict(results)).endsWith("measured=0.945 PASS, as 1 of 3 seeds may be off by 0.03");
    }

    @Test
    void isMissedByMuchOfOneSeed() {
        results.add(MIXED.formatted(7, "0.93"));

        assertThat(efficiency.isMissedBy(results)).isTrue();
    }

    @Test
    void isNotMissedWhenItWasNotMeasured() {
        assertThat(efficiency.verdict(results)).endsWith("measured=- NOT MEASURED");
        assertThat(efficiency.isMissedBy(results)).isFalse();
    }

    @Test
    void tableHasARowForEachClientAndCase() {
        results.add(MIXED.formatted(7, "0.96"));
        results.add(MIXED.formatted(8, "0.99"));

        assertThat(results.table())
                .hasSize(3)
                .last()
                .asString()
                .startsWith("| one | W1 | 3000 | V1 | settle | none | none | ours | 7 8 | 0.975 | 0.40 |");
    }
}
