// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.scenario;

import io.github.camelopenai.error.OpenAiException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** What became of the exchanges of one row, as counted. */
record FaultOutcome(Map<FaultOperation, Cell> cells, int sent, int permits, int sockets, int threads) {

    /**
     * One exchange.
     *
     * @param answer   null after a failure
     * @param failure  null with an answer; neither is there when the exchange has not ended
     * @param read     requests that the server has read to their end
     * @param signals  how often the producer has said that it has finished
     */
    record Cell(String answer, Throwable failure, int attempts, int read, int signals) {

        boolean isLost() {
            return answer == null && failure == null;
        }

        /** Finished twice, or sent more often than it was counted. */
        boolean isDoubled(FaultRow row) {
            return signals > 1 || (read > attempts + row.preparing() && !row.rejects());
        }

        String text(String goodAnswer) {
            if (isLost()) {
                return "LOST";
            }
            String what = failure == null ? (answer.equals(goodAnswer) ? "answer" : "another answer") : failed();
            return attempts == 1 ? what : what + " ×" + attempts;
        }

        private String failed() {
            return openAi(failure)
                    .map(known -> known.getClass().getSimpleName().replaceAll("^OpenAi|Exception$", "")
                            + (known.status() == 0 || known.status() == 200 ? "" : " " + known.status()))
                    .orElseGet(() -> "`" + root().getClass().getSimpleName() + "`");
        }

        private Throwable root() {
            Throwable root = failure;
            while (root.getCause() != null) {
                root = root.getCause();
            }
            return root;
        }

        /** What ended it. */
        String end() {
            String message = failure == null
                    ? ""
                    : openAi(failure).map(Throwable::getMessage).orElse("");
            if (message.contains("nothing came in time")) {
                return "requestTimeout";
            }
            for (String option : new String[] {"connectTimeout", "streamIdleTimeout", "queueTimeout", "bodyTimeout"}) {
                if (message.contains(option)) {
                    return option;
                }
            }
            if (failure == null && read > attempts) {
                return "the server's wait";
            }
            return attempts > 1 ? "the back-off" : "at once";
        }
    }

    static Optional<OpenAiException> openAi(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof OpenAiException known) {
                return Optional.of(known);
            }
        }
        return Optional.empty();
    }

    /** How long it took, as the thing that was waited for. */
    String time() {
        TreeSet<String> ends = new TreeSet<>();
        cells.values().forEach(cell -> ends.add(cell.end()));
        if (ends.size() > 1) {
            ends.remove("at once");
        }
        if (ends.size() > 1) {
            ends.remove("the back-off");
        }
        return String.join(", ", ends);
    }
}
