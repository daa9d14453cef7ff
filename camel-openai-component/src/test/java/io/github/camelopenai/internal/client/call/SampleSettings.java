// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.client.call;

import io.github.camelopenai.internal.quota.terms.Limits;
import io.github.camelopenai.internal.quota.terms.QueuePolicy;
import io.github.camelopenai.internal.quota.terms.QueuePolicy.Patience;
import io.github.camelopenai.internal.quota.terms.QueuePolicy.WhenFull;
import io.github.camelopenai.internal.retry.RetryPolicy;
import java.time.Duration;
import java.util.Map;

/** An endpoint's settings: 600 requests and 6,000 tokens a minute, no retries. */
public final class SampleSettings {

    public static final String API_KEY = "sk-proj-0123456789abcdef";

    private SampleSettings() {}

    public static ClientSettings of(String baseUrl) {
        return of(baseUrl, API_KEY);
    }

    public static ClientSettings of(String baseUrl, String apiKey) {
        return new ClientSettings(
                baseUrl,
                new Credentials(apiKey, null, null),
                Map.of(),
                Duration.ofSeconds(30),
                Duration.ofSeconds(10),
                family -> Limits.perMinute(600, 6_000),
                new QueuePolicy(10, 100),
                new Patience(Duration.ofMinutes(10), WhenFull.FAIL),
                new RetryPolicy(0, Duration.ZERO, Duration.ZERO, Duration.ZERO, () -> 0),
                null,
                512L << 20);
    }
}
