// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.scenario;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The tables of the page as the run has them, the sums, and what must never be. Belongs to one thread. */
final class FaultReport {

    private final Map<FaultOperation, String> good = new EnumMap<>(FaultOperation.class);
    private final Map<String, String> sections = new LinkedHashMap<>();
    private final List<String> complaints = new ArrayList<>();
    private StringBuilder table = new StringBuilder();
    private FaultTheme theme;
    private int rows;
    private int sent;
    private int replies;
    private int exceptions;
    private int lost;
    private int leaked;
    private int doubled;

    /** What each operation answers when nothing is wrong. */
    void expect(FaultOutcome nothingWrong) {
        nothingWrong.cells().forEach((operation, cell) -> {
            good.put(operation, cell.answer());
            if (cell.answer() == null) {
                complaints.add(operation.title() + " fails without a fault: " + cell.failure());
            }
        });
    }

    /** The rows from now on belong to this table. */
    void begin(FaultTheme next) {
        endTable();
        theme = next;
        table = new StringBuilder("| what is done | "
                + Arrays.stream(FaultOperation.values())
                        .map(FaultOperation::title)
                        .collect(Collectors.joining(" | "))
                + " | waits for | left |\n|" + "---|".repeat(FaultOperation.values().length + 3) + "\n");
    }

    private void endTable() {
        if (theme != null) {
            sections.put(theme.name(), table.toString());
        }
    }

    void add(FaultRow row, FaultOutcome outcome) {
        rows++;
        sent += outcome.sent();
        replies += outcome.sent() - outcome.cells().size();
        table.append("| ").append(row.what());
        for (FaultOperation operation : FaultOperation.values()) {
            FaultOutcome.Cell cell = outcome.cells().get(operation);
            table.append(" | ")
                    .append(
                            cell == null
                                    ? "–"
                                    : cell.text(row.goodAnswer(operation).orElseGet(() -> good.get(operation))));
            if (cell != null) {
                count(row, operation, cell);
            }
        }
        int left = outcome.permits() + outcome.sockets() + outcome.threads();
        leaked += left;
        String leftText = left == 0
                ? "0"
                : "%d permits, %d sockets, %d threads"
                        .formatted(outcome.permits(), outcome.sockets(), outcome.threads());
        if (left > 0) {
            complain(row, "leaves " + leftText);
        }
        table.append(" | ")
                .append(outcome.time())
                .append(" | ")
                .append(leftText)
                .append(" |\n");
    }

    private void count(FaultRow row, FaultOperation operation, FaultOutcome.Cell cell) {
        if (cell.isLost()) {
            lost++;
            complain(row, operation.title() + " has not ended");
        } else if (cell.failure() == null) {
            replies++;
        } else {
            exceptions++;
        }
        if (cell.isDoubled(row)) {
            doubled++;
            complain(
                    row,
                    "%s ended %d times; the server has read %d requests in %d attempts"
                            .formatted(operation.title(), cell.signals(), cell.read(), cell.attempts()));
        }
    }

    private void complain(FaultRow row, String what) {
        complaints.add(theme.name() + ", " + row.what() + ": " + what);
    }

    void end(int files) {
        endTable();
        leaked += files;
        if (files > 0) {
            complaints.add(files + " temporary files are left");
        }
        sections.put("sums", """
                | counted by the run | |
                |---|---|
                | rows | %,d |
                | exchanges in | %,d |
                | replies | %,d |
                | exceptions | %,d |
                | lost: neither a reply nor an exception | %d |
                | leaked: permits, sockets, threads and temporary files left | %d |
                | doubled: ended twice, or sent more often than counted | %d |
                """.formatted(rows, sent, replies, exceptions, lost, leaked, doubled));
    }

    List<String> complaints() {
        return complaints;
    }

    Map<String, String> sections() {
        return sections;
    }
}
