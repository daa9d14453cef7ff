// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.quota.terms;

import java.time.Duration;

/**
 * The right to send one call. Its holder ends it once, by settle, refund or rejected; more than once does no harm.
 * Thread-safe.
 */
public interface Permit {

    /** The request is on the wire. When that took a while, the server counts it that much later. */
    void left();

    /** Headers have come, though the answer has not ended yet. */
    void heard(ServerView view);

    /**
     * The call went out and has ended, well or badly.
     *
     * @param used what it used; when that is not known, the estimate stands
     * @param view what the headers said, unless {@link #heard} was told before
     */
    void settle(Used used, ServerView view);

    /** The call never left: the charge is returned. */
    void refund();

    /** The server rejected the call for its rate. */
    void rejected(Rejection rejection, ServerView view);

    /** How long the call waited for this permit. */
    Duration waited();
}
