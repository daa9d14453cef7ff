// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.benchmarks.quota.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenai.benchmarks.quota.server.ChargeRule;
import io.github.camelopenai.benchmarks.quota.server.Journal.Comparison;
import io.github.camelopenai.benchmarks.quota.server.ServerKind;
import io.github.camelopenai.benchmarks.quota.server.ServerSetting;
import java.util.List;
import org.junit.jupiter.api.Test;

class BooksTest {
    private final ServerSetting setting =
            ServerSetting.tierOne(ServerKind.BUCKET, ChargeRule.SETTLE).withLimits(60, 60_000);

    @Test
    void sayHowFarTheyWereApartInLimits() {
        assertThat(Books.of(setting, List.of(new Comparison(30_000, 33_000), new Comparison(0, 0))))
                .containsEntry("A", "0.0250")
                .containsEntry("A_p99", "0.0500");
    }

    @Test
    void sayNothingWhenThereIsOnlyOne() {
        assertThat(Books.of(setting, List.of())).isEmpty();
    }
}
