// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.benchmarks.quota.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelopenai.benchmarks.quota.server.ChargeRule;
import io.github.camelopenai.benchmarks.quota.server.Decision.Outcome;
import io.github.camelopenai.benchmarks.quota.server.Journal;
import io.github.camelopenai.benchmarks.quota.server.ServerKind;
import io.github.camelopenai.benchmarks.quota.server.ServerSetting;
import io.github.camelopenai.benchmarks.quota.work.Job;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;

class QuotaPlotsTest {
    private static final String CASE = "RESULT rule=settle work=W1 tier=one foreign=none switches=none n=3000 ";

    @TempDir
    private Path directory;

    @Test
    void drawAPanelForEachServerAndAMarkerForEachClient() throws Exception {
        Results results = new Results();
        results.add(CASE + "server=V1 client=ours seed=7 E=0.980 R429=0.40 L1=0");
        results.add(CASE + "server=V1 client=ours seed=8 E=0.970 R429=0.50 L1=0");
        results.add(CASE + "server=V2 client=sdk seed=7 E=0.700 R429=300 L1=0.81 lost=5");

        List<Path> files = QuotaPlots.draw(results, directory, List.of());

        assertThat(files).containsExactly(directory.resolve("efficiency-W1-3000-jobs-tier-one-settle.svg"));
        assertThat(Files.readString(files.get(0))).containsOnlyOnce("stroke-width=\"1.5\"");
        assertThat(textsOf(files.get(0)))
                .contains("V1: a bucket of one minute", "V2: buckets of ten seconds and one second", "ours", "sdk")
                .containsOnlyOnce("81 %\n");
    }

    @Test
    void drawAPlotForEachCase() throws Exception {
        Results results = new Results();
        results.add(CASE + "server=V1 client=ours seed=7 E=0.980 R429=0.40 L1=0");
        results.add(CASE.replace("settle", "actual") + "server=V1 client=ours seed=7 E=0.970 R429=1.50 L1=0");

        assertThat(QuotaPlots.draw(results, directory, List.of()))
                .extracting(Path::getFileName)
                .extracting(Path::toString)
                .containsExactly(
                        "efficiency-W1-3000-jobs-tier-one-settle.svg", "efficiency-W1-3000-jobs-tier-one-actual.svg");
    }

    @Test
    void drawTracesOverTime() throws Exception {
        Path ours = directory.resolve("ours-no-headers-one-W1-V1-settle-none-none-7.csv");
        Path sdk = directory.resolve("sdk-one-W1-V1-settle-none-none-7.csv");
        ServerSetting setting = ServerSetting.tierOne(ServerKind.BUCKET, ChargeRule.SETTLE);
        Trace.write(ours, setting, List.of(entry(0, Outcome.GRANTED), entry(61, Outcome.GRANTED)));
        Trace.write(sdk, setting, List.of(entry(0, Outcome.GRANTED), entry(3, Outcome.TOKENS_EXHAUSTED)));

        List<Path> files = QuotaPlots.draw(new Results(), directory, List.of(ours, sdk));

        assertThat(files).containsExactly(directory.resolve("course-one-W1-V1-settle-7.svg"));
        assertThat(textsOf(files.get(0)))
                .contains("A run over time, one W1 V1 settle 7", "ours-no-headers: 0 rejected", "sdk: 1 rejected");
    }

    @Test
    void readWhatATraceHasWritten() throws IOException {
        Path file = directory.resolve("trace.csv");
        ServerSetting setting = ServerSetting.tierOne(ServerKind.BUCKET, ChargeRule.SETTLE);

        Trace.write(
                file,
                setting,
                List.of(entry(0, Outcome.GRANTED), entry(0, Outcome.TOKENS_EXHAUSTED), entry(29, Outcome.GRANTED)));

        assertThat(Trace.read(file))
                .containsExactly(new Trace.Second(0, 700, 1, 203_333), new Trace.Second(29, 1_400, 1, 300_000));
    }

    @Test
    void refuseAFileThatIsNoTrace() throws IOException {
        Path file = Files.writeString(directory.resolve("other.csv"), "a,b\n1,2\n");

        assertThatThrownBy(() -> Trace.read(file)).hasMessage(file + " is no trace, or one in which nothing happened");
    }

    private static Journal.Entry entry(long second, Outcome outcome) {
        return new Journal.Entry(
                second * 1_000_000_000, new Job(0, "default", 500, 200, 1_000, 2_000, 0), outcome, 700, 0, 0);
    }

    /** Also shows that the file is well-formed. */
    private static String textsOf(Path file) throws Exception {
        Document svg = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile());
        return svg.getDocumentElement().getTextContent();
    }
}
