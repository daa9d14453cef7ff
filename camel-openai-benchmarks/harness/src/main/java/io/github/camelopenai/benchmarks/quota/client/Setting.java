// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.benchmarks.quota.client;

import java.util.Map;

/**
 * What a client is told before it starts.
 *
 * @param baseUrl ends in {@code /v1}
 * @param apiKey any key will do
 * @param scale how many virtual seconds pass in one real second: a client divides its own periods by it. A client that
 *     {@code QuotaSubject} names as one that scales waits is also told the server's waits in virtual time; to any other
 *     they are announced in real time
 * @param requestsPerMinute the limit, per virtual minute
 * @param tokensPerMinute the limit, per virtual minute
 * @param headers whether the server sends its {@code x-ratelimit-} headers
 * @param options what else the command line says; {@code client} is the client's name, {@code lanes} the weights of the
 *     lanes as {@code name:weight,name:weight}
 */
public record Setting(
        String baseUrl,
        String apiKey,
        double scale,
        long requestsPerMinute,
        long tokensPerMinute,
        boolean headers,
        Map<String, String> options) {
    /** Copies the options. */
    public Setting {
        options = Map.copyOf(options);
    }

    /** The client's name on the command line: one process class may serve several. */
    public String client() {
        return options.getOrDefault("client", "");
    }
}
