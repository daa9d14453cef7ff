// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.quota.terms;

import java.time.Duration;

/** A ledger's answer to a call that wants to leave. */
public sealed interface Admission {

    /** The only answer without details. */
    Granted GRANTED = new Granted();

    /** Charged; the call may leave. */
    record Granted() implements Admission {}

    /** Not yet; nothing was taken. */
    record Wait(Duration delay) implements Admission {}

    /**
     * Larger than an unused limit: the call will never fit.
     *
     * @param amount what the call needs
     * @param unit   the unit of the amount
     * @param limit  the limit in that unit, for display
     */
    record NeverFits(long amount, String unit, String limit) implements Admission {}
}
