// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.benchmarks.quota.server;

import io.github.camelopenai.benchmarks.quota.work.Job;
import java.util.Locale;

/** How many tokens a server charges, and when. */
public enum ChargeRule {
    /** Prompt and {@code max_tokens} at admission; what was not used is given back with the answer. */
    SETTLE,
    /** Prompt and {@code max_tokens} at admission, kept. */
    RESERVE,
    /** The prompt at admission, the output with the answer, into debt if need be. */
    ACTUAL;

    /** Finds a rule by its {@link #label}. */
    public static ChargeRule of(String label) {
        return valueOf(label.toUpperCase(Locale.ROOT));
    }

    /** The name on the command line and in the report. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What has to be free at admission, and is charged then. */
    public long atAdmission(Job job) {
        return this == ACTUAL ? job.promptTokens() : job.reservedTokens();
    }

    /** What the job has been charged in the end. */
    public long inTheEnd(Job job) {
        return this == RESERVE ? job.reservedTokens() : job.usedTokens();
    }
}
