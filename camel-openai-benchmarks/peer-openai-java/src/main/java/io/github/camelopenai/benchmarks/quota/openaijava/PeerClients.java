// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.benchmarks.quota.openaijava;

import io.github.camelopenai.benchmarks.quota.QuotaProcess;
import io.github.camelopenai.benchmarks.quota.client.QuotaClient;
import io.github.camelopenai.benchmarks.quota.client.Setting;

/** Starts the process of a client that stands on openai-java. */
public final class PeerClients {
    private static final int MANY_RETRIES = 10;

    private PeerClients() {}

    /** Runs as the benchmark says. By hand, say {@code --waits virtual} too: see {@link ScaledSleeper}. */
    public static void main(String[] args) throws Exception {
        QuotaProcess.run(args, PeerClients::open);
    }

    /** Opens the client that the setting names. */
    static QuotaClient open(Setting setting) throws Exception {
        return new PooledClient(
                switch (setting.client()) {
                    case "sdk" -> new SdkCalls(setting, SdkCalls.DEFAULT_RETRIES);
                    case "sdk-10" -> new SdkCalls(setting, MANY_RETRIES);
                    case "camel-throttle" ->
                        new ThrottledRoute(setting, new SdkCalls(setting, SdkCalls.DEFAULT_RETRIES));
                    case "resilience-rpm" -> LimitedCalls.ofRequests(setting, new SdkCalls(setting, 0));
                    case "resilience-both" -> LimitedCalls.ofRequestsAndTokens(setting, new SdkCalls(setting, 0));
                    default ->
                        throw new IllegalArgumentException(
                                "there is no client " + setting.client() + " here; there are sdk, sdk-10,"
                                        + " camel-throttle, resilience-rpm and resilience-both");
                });
    }
}
