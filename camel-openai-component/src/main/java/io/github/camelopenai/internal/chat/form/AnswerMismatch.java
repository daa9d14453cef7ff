// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.chat.form;

import java.util.List;

/**
 * An answer that does not fit what was asked for. The message is fit to be told to the model, which may then do better; it
 * names places and what belongs there, and never holds a value of the answer.
 */
public final class AnswerMismatch extends Exception {

    private static final long serialVersionUID = 1L;

    /** More than this helps neither the model nor a reader of logs. */
    private static final int MAX_PROBLEMS = 10;

    private static final int MAX_LENGTH = 800;

    AnswerMismatch(String problem) {
        super(problem.length() <= MAX_LENGTH ? problem : problem.substring(0, MAX_LENGTH - 1) + "…");
    }

    /** Fails with several problems as one, where there are any; those beyond the tenth are only counted. */
    static void throwIfAny(List<String> problems) throws AnswerMismatch {
        if (problems.isEmpty()) {
            return;
        }
        String shown = String.join("; ", problems.subList(0, Math.min(MAX_PROBLEMS, problems.size())));
        int more = problems.size() - MAX_PROBLEMS;
        throw new AnswerMismatch(more > 0 ? shown + "; and " + more + " more" : shown);
    }
}
