// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.quota.terms;

import java.time.Duration;

/** What a ledger says to a call that wants to leave. */
public sealed interface Admission {

    /** The one answer that has nothing more to say. */
    Granted GRANTED = new Granted();

    /** Paid; it may leave. */
    record Granted() implements Admission {}

    /** Not yet; nothing was taken. */
    record Wait(Duration delay) implements Admission {}

    /**
     * Larger than all that a limit has when nothing is used: it will never fit.
     *
     * @param amount what the call needs
     * @param unit   of what
     * @param limit  of it, for people
     */
    record NeverFits(long amount, String unit, String limit) implements Admission {}
}
