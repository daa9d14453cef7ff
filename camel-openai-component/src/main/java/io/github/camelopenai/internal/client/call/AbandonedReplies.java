// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.client.call;

import java.io.Closeable;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Discards answers after their caller has stopped waiting. */
public final class AbandonedReplies {

    private static final Logger LOG = LoggerFactory.getLogger(AbandonedReplies.class);

    private AbandonedReplies() {}

    /** Closes what the answer holds open. */
    public static void discard(Reply<?> reply) {
        discard(reply.value());
    }

    /** Closes the value of an answer, if it can be closed. */
    public static void discard(Object value) {
        if (value instanceof Closeable open) {
            try {
                open.close();
            } catch (IOException | RuntimeException e) {
                LOG.debug("A body that nobody reads could not be closed", e);
            }
        }
    }
}
