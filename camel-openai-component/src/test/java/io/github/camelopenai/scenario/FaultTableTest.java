// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Plays every row of the fault table, and compares what came out with docs/reliability.md. Run with {@code -Ddocs.write=true} to
 * bring the page up to date.
 */
@ExtendWith(NothingLeft.class)
@EndsUnderWay
@Timeout(600)
class FaultTableTest {

    private static final int FIRST_WITH_VIRTUAL_THREADS = 21;

    private static final Path PAGE = Path.of("..", "docs", "reliability.md");
    private static final int AT_ONCE = 12;

    private record Played(FaultRow row, FaultOutcome outcome) {}

    private record Running(FaultTheme theme, List<Future<Played>> rows) {}

    @Test
    void everyFaultHasTheOutcomeThatThePageShows() throws Exception {
        List<String> spoolsBefore = spools();
        FaultReport report = new FaultReport();
        List<String> impossible = new ArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
        try {
            report.expect(play(new FaultRow.Good()).outcome());
            List<Running> running = new ArrayList<>();
            for (FaultTheme theme : FaultTheme.all()) {
                List<FaultRow> rows = new ArrayList<>(theme.rows());
                rows.removeIf(row -> !row.isPossible() && impossible.add(row.what()));
                running.add(new Running(
                        theme,
                        rows.stream()
                                .map(row -> threads.submit(() -> play(row)))
                                .toList()));
            }
            for (Running theme : running) {
                report.begin(theme.theme());
                for (Future<Played> row : theme.rows()) {
                    report.add(row.get().row(), row.get().outcome());
                }
            }
        } finally {
            threads.shutdownNow();
        }
        List<String> left = new ArrayList<>(spools());
        left.removeAll(spoolsBefore);
        report.end(left.size());
        assertOutcome(report, impossible);
    }

    private static void assertOutcome(FaultReport report, List<String> impossible) throws IOException {
        if (Boolean.getBoolean("docs.write")) {
            assertPage(report.sections());
        }
        assertThat(report.complaints()).as("rows that are not as they must be").isEmpty();
        assumeThat(impossible)
                .as("the page is not compared: this system cannot play these rows of it")
                .isEmpty();
        if (Runtime.version().feature() < FIRST_WITH_VIRTUAL_THREADS) { // with them, a want of threads costs nothing
            assertPage(report.sections());
        }
    }

    private static Played play(FaultRow row) {
        try {
            return new Played(row, row.outcome());
        } catch (Exception | AssertionError e) {
            throw new IllegalStateException("the row '" + row.what() + "' cannot be played: " + e, e);
        }
    }

    private static List<String> spools() throws IOException {
        List<String> spools = new ArrayList<>(Scenario.openSpools());
        Path directory = Path.of(System.getProperty("java.io.tmpdir"));
        try (var files = Files.newDirectoryStream(directory, "camel-openai-*")) {
            files.forEach(file -> spools.add(file.toString()));
        }
        return spools;
    }

    /** Section by section, so that the first wrong row is shown rather than two pages. */
    private static void assertPage(Map<String, String> sections) throws IOException {
        String written = Files.readString(PAGE);
        String page = written;
        for (Map.Entry<String, String> section : sections.entrySet()) {
            String begin = "<!-- faults: " + section.getKey() + " -->\n";
            int start = page.indexOf(begin) + begin.length();
            int end = page.indexOf("<!-- end -->\n", start);
            assertThat(start >= begin.length() && end >= start)
                    .as("%s has the lines '%s' and '<!-- end -->'", PAGE, begin.strip())
                    .isTrue();
            if (!Boolean.getBoolean("docs.write")) {
                assertThat(page.substring(start, end).lines())
                        .as("%s differs from the run; bring it up to date with -Ddocs.write=true", PAGE)
                        .containsExactlyElementsOf(section.getValue().lines().toList());
            }
            page = page.substring(0, start) + section.getValue() + page.substring(end);
        }
        if (!page.equals(written)) {
            Files.writeString(PAGE, page);
        }
    }
}
