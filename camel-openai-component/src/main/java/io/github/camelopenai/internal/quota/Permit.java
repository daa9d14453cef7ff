// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.quota;

import java.time.Duration;

/** The right to send one call. Its holder ends it once, by one of the three; more than once does no harm. Thread-safe. */
public interface Permit {

    /** The call was answered and used so many tokens; the difference to the estimate is paid back or owed. */
    void settle(long usedTokens);

    /** The call went out, but what it used is not known: the estimate stands. */
    void keep();

    /** The call never left: the charge is returned. */
    void refund();

    /** The server rejected the call for its rate: like {@link #keep()}, and the ledger starts again from nothing. */
    void refused();

    /** How long the call waited for this permit. */
    Duration waited();
}
