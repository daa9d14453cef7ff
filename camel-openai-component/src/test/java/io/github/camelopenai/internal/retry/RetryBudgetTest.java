// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.retry;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenai.internal.time.ManualTicker;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How many retries all calls together may make. */
class RetryBudgetTest {

    private final ManualTicker ticker = new ManualTicker();
    private final RetryBudget budget = new RetryBudget(ticker);

    private int spendAll() {
        int spent = 0;
        while (budget.trySpend()) {
            spent++;
        }
        return spent;
    }

    private void earn(int successes) {
        for (int success = 0; success < successes; success++) {
            budget.earn();
        }
    }

    @Test
    void beginsWithAFloorOfThirty() {
        assertThat(spendAll()).isEqualTo(30);
    }

    @Test
    void isRefusedOnceUsedUp() {
        spendAll();

        assertThat(budget.trySpend()).isFalse();
        assertThat(budget.trySpend()).isFalse();
    }

    @Test
    void earnsOneRetryWithTenSuccesses() {
        spendAll();

        earn(9);
        assertThat(budget.trySpend()).isFalse();
        earn(2); // one more than the tenth, as ten tenths are not quite one
        assertThat(budget.trySpend()).isTrue();
    }

    @Test
    void savesNoMoreThanAHundred() {
        earn(10_000);

        assertThat(spendAll()).isEqualTo(100);
    }

    @Test
    void refillsTenAMinuteByItself() {
        spendAll();

        ticker.advance(Duration.ofSeconds(61));

        assertThat(spendAll()).isEqualTo(10);
    }

    @Test
    void refillsNoFurtherThanTheFloor() {
        spendAll();

        ticker.advance(Duration.ofHours(5));

        assertThat(spendAll()).isEqualTo(30);
    }

    @Test
    void keepsWhatWasEarnedAboveTheFloor() {
        earn(205);

        ticker.advance(Duration.ofHours(5));

        assertThat(spendAll()).isEqualTo(50);
    }
}
