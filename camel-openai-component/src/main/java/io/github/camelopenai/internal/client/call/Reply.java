// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.client.call;

import io.github.camelopenai.internal.quota.terms.Used;
import java.time.Duration;

/**
 * A good answer.
 *
 * @param value    what was read from its body
 * @param head     status and headers
 * @param attempts how many times the request was sent
 * @param queued   how long it waited for quota, all attempts together
 * @param used     tokens used, as the answer reports them
 */
public record Reply<T>(T value, ReplyHead head, int attempts, Duration queued, Used used) {

    /** Closes what the answer holds open, when no caller takes it. */
    public void discard() {
        AbandonedReplies.discard(this);
    }
}
