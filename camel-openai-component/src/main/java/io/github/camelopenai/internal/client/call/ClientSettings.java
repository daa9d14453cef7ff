// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.client.call;

import io.github.camelopenai.internal.quota.share.SharedQuota;
import io.github.camelopenai.internal.quota.terms.Limits;
import io.github.camelopenai.internal.quota.terms.QueuePolicy;
import io.github.camelopenai.internal.retry.RetryPolicy;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;

/**
 * How one endpoint reaches its server. Immutable; its text form shows no secret.
 *
 * @param baseUrl           without a slash at the end
 * @param credentials       identify this client
 * @param additionalHeaders sent with every request
 * @param requestTimeout    for a whole call; for a body that is handed on, until its first byte
 * @param streamIdleTimeout the longest silence in a body that is handed on
 * @param limits            rate limits of a model family
 * @param queue             how the queue is bounded
 * @param patience          how long a call waits in the queue
 * @param retryPolicy       when to try again
 * @param sharing           how the quota is shared with other processes; null when it is not
 * @param maxResponseSize   how many bytes an answer may have, uncompressed
 */
public record ClientSettings(
        String baseUrl,
        Credentials credentials,
        Map<String, String> additionalHeaders,
        Duration requestTimeout,
        Duration streamIdleTimeout,
        Function<String, Limits> limits,
        QueuePolicy queue,
        QueuePolicy.Patience patience,
        RetryPolicy retryPolicy,
        SharedQuota.Sharing sharing,
        long maxResponseSize) {

    /** The account that the limits belong to, without a secret. */
    public String account() {
        return baseUrl + " " + credentials.account();
    }

    @Override
    public String toString() {
        return "ClientSettings[" + account() + "]";
    }
}
