// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.benchmarks.quota;

import io.github.camelopenai.benchmarks.quota.client.QuotaClient;

/** The main loop of a client's process: one client, one server, one workload, one seed. */
public final class QuotaProcess {
    private QuotaProcess() {}

    /**
     * Runs and prints one line that starts with {@code RESULT}.
     *
     * @param args as the benchmark passes them
     * @param opening opens the client
     */
    public static void run(String[] args, QuotaClient.Opening opening) throws Exception {
        throw new UnsupportedOperationException("not yet");
    }
}
