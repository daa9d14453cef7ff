// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.quota.terms;

import java.time.Duration;

/**
 * The right to send one call. Its holder ends it once, by settle, refund or rejected; more than once does no harm.
 * Thread-safe.
 */
public interface Permit {

    /** The request is on the wire. After a delay before that, the server counts the call that much later. */
    void left();

    /** The headers have arrived, though the answer has not ended yet. */
    void heard(ServerView view);

    /**
     * The call was sent and has ended, with or without success.
     *
     * @param used its usage; when that is not known, the estimate remains
     * @param view the headers' report, unless {@link #heard} was called before
     */
    void settle(Used used, ServerView view);

    /** The call never left: the charge is refunded. */
    void refund();

    /** The server rejected the call for its rate limit. */
    void rejected(Rejection rejection, ServerView view);

    /** How long the call waited for this permit. */
    Duration waited();
}
