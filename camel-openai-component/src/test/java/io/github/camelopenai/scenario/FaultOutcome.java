// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.scenario;

import io.github.camelopenai.error.OpenAiException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What became of the exchanges of one row, as counted.
 *
 * @param waits what was waited for, as the timers that have run
 */
record FaultOutcome(
        Map<FaultOperation, Cell> cells, Set<String> waits, int sent, int permits, int sockets, int threads) {

    /**
     * One exchange.
     *
     * @param answer   null after a failure
     * @param failure  its name, null with an answer; neither is there when the exchange has not ended
     * @param read     requests that the server has read to their end
     * @param signals  how often the producer has said that it has finished
     */
    record Cell(String answer, String failure, int attempts, int read, int signals) {

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
            String what = failure == null ? (answer.equals(goodAnswer) ? "answer" : "another answer") : failure;
            return attempts == 1 ? what : what + " ×" + attempts;
        }
    }

    /** What the page calls a failure; null when there is none. */
    static String name(Throwable failure) {
        if (failure == null) {
            return null;
        }
        return openAi(failure)
                .map(known -> known.getClass().getSimpleName().replaceAll("^OpenAi|Exception$", "")
                        + (known.status() == 0 || known.status() == 200 ? "" : " " + known.status()))
                .orElseGet(() -> "`" + root(failure).getClass().getSimpleName() + "`");
    }

    private static Throwable root(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }

    static Optional<OpenAiException> openAi(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof OpenAiException known) {
                return Optional.of(known);
            }
        }
        return Optional.empty();
    }

    /** How long it took, as the thing that was waited for; a back-off is not worth a word beside something else. */
    String time() {
        Set<String> longest = new TreeSet<>(waits);
        if (longest.size() > 1) {
            longest.remove("the back-off");
        }
        return longest.isEmpty() ? "at once" : String.join(", ", longest);
    }
}
