// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.benchmarks.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class QuotaPlanTest {
    @Test
    void quickComparesFiveClientsOnFourServers() {
        QuotaPlan plan = QuotaPlan.of("--quick");

        assertThat(plan.cases()).hasSize(20).allMatch(each -> each.word("seed").equals("7"));
        assertThat(plan.parallel()).isEqualTo(4);
        assertThat(plan.cases())
                .allMatch(each -> each.scale() == (each.word("client").startsWith("ours") ? 6 : 20));
        assertThat(QuotaPlan.of("--quick", "--scale", "5").cases()).allMatch(each -> each.scale() == 5);
    }

    @Test
    void filtersChooseAmongTheCasesAndClientsReplaceTheUsualOnes() {
        QuotaPlan plan = QuotaPlan.of("--clients", "aws", "--seeds", "8", "--servers", "V2,V3", "--scale", "10");

        assertThat(plan.cases())
                .extracting(QuotaCase::fileName)
                .containsExactly("aws-one-W1-V2-settle-none-none-8", "aws-one-W1-V3-settle-none-none-8");
        assertThat(plan.cases()).allMatch(each -> each.scale() == 10);
    }

    @Test
    void onlyOursIsToldATierWhoseRowIsNotTheServers() {
        QuotaPlan plan = QuotaPlan.of("--told", "row", "--seeds", "7");

        assertThat(plan.cases())
                .extracting(QuotaCase::fileName)
                .containsExactly("ours-one-W1-V1-settle-none-none-7-row");
        assertThat(plan.cases()).allMatch(each -> each.workload().jobs().size() == 1_500);
    }

    @Test
    void drawsTheTracesOfTheFirstCaseAndSeed() {
        QuotaPlan plan = QuotaPlan.of(
                "--clients",
                "sdk,aws",
                "--seeds",
                "7,8",
                "--servers",
                "V1,V2",
                "--trace",
                "traces",
                "--plots",
                "plots");

        assertThat(plan.plots()).contains(Path.of("plots"));
        assertThat(plan.tracesToDraw())
                .containsExactly(
                        Path.of("traces/sdk-one-W1-V1-settle-none-none-7.csv"),
                        Path.of("traces/aws-one-W1-V1-settle-none-none-7.csv"));
        assertThat(QuotaPlan.of("--plots", "plots").tracesToDraw()).isEmpty();
    }

    @Test
    void everyCaseOfTheFullPlanCanBeSetUp() {
        for (QuotaCase each : QuotaPlan.of("--clients", "ours").cases()) {
            var workload = each.workload();

            assertThat(each.serverSetting(workload)).isNotNull();
            assertThat(each.cutOffSeconds(workload)).isPositive();
            assertThat(QuotaCase.parse(each.toArgs().toArray(new String[0]))).isEqualTo(each);
        }
    }

    @Test
    void saysWhatIsWrongWithAnOption() {
        assertThatThrownBy(() -> QuotaPlan.of("--server", "V1"))
                .hasMessageStartingWith("unknown option --server; usage:");
        assertThatThrownBy(() -> QuotaPlan.of("--clients", "theirs")).hasMessage("there is no client theirs");
        assertThatThrownBy(() -> QuotaPlan.of("--servers", "V9")).hasMessageStartingWith("nothing is left to run");
    }

    @Test
    void oursWithoutHeadersMeetsAServerWithoutThem() {
        QuotaCase told = QuotaSubject.OURS_NO_HEADERS.tell(QuotaCase.parse("--switches", "halved"));

        assertThat(told.word("switches")).isEqualTo("halved,no-headers");
        assertThat(told.word("waits")).isEqualTo("virtual");
    }
}
