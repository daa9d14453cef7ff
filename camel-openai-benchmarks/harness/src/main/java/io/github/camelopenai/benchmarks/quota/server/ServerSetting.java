// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.benchmarks.quota.server;

/**
 * One server.
 *
 * @param kind how it measures a minute
 * @param rule how it charges tokens
 * @param requestsPerMinute its limit of requests
 * @param tokensPerMinute its limit of tokens
 * @param foreign what others use
 * @param switches what else it does
 */
public record ServerSetting(
        ServerKind kind,
        ChargeRule rule,
        long requestsPerMinute,
        long tokensPerMinute,
        ForeignTraffic foreign,
        Switches switches) {
    /** Tier 1, 500 requests and 200,000 tokens a minute, with the standard behaviour and nobody else. */
    public static ServerSetting tierOne(ServerKind kind, ChargeRule rule) {
        return new ServerSetting(kind, rule, 500, 200_000, ForeignTraffic.NONE, Switches.standard());
    }

    /** The same with other limits. */
    public ServerSetting withLimits(long requests, long tokens) {
        return new ServerSetting(kind, rule, requests, tokens, foreign, switches);
    }

    /** The same with other users of the quota. */
    public ServerSetting with(ForeignTraffic traffic) {
        return new ServerSetting(kind, rule, requestsPerMinute, tokensPerMinute, traffic, switches);
    }

    /** The same with other behaviour. */
    public ServerSetting with(Switches behaviour) {
        return new ServerSetting(kind, rule, requestsPerMinute, tokensPerMinute, foreign, behaviour);
    }
}
