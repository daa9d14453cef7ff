// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.benchmarks.quota.client;

import io.github.camelopenai.benchmarks.quota.QuotaProcess;

/** The process of the clients that need nothing but the JDK. */
public final class JdkClients {
    private JdkClients() {}

    /** Runs the client that the command line names. */
    public static void main(String[] args) throws Exception {
        QuotaProcess.run(args, JdkClients::open);
    }

    /** Opens the client that the setting names. */
    public static QuotaClient open(Setting setting) {
        return switch (setting.client()) {
            case "cookbook" -> new CookbookClient(setting, 1);
            case "cookbook-75" -> new CookbookClient(setting, 0.75);
            case "aws" -> new AdaptiveClient(setting);
            default -> throw new IllegalArgumentException("there is no client " + setting.client() + " here");
        };
    }
}
