// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.client.call;

import java.io.Closeable;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends answers that nobody waits for any more. */
public final class AbandonedReplies {

    private static final Logger LOG = LoggerFactory.getLogger(AbandonedReplies.class);

    private AbandonedReplies() {}

    /** Closes what the answer holds open. */
    public static void discard(Reply<?> reply) {
        discard(reply.value());
    }

    /** The same for its value alone. */
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
