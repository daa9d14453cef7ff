// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.examples.shared;

import io.github.camelopenai.examples.OpenAiAccess;
import java.util.List;
import java.util.Optional;

/**
 * What the command line says. Immutable.
 *
 * @param redis   where the quota is kept that the processes share; empty for one process with two contexts
 * @param calls   how many each of the two makes
 * @param process this process is one of the two, of this name; empty when it starts them
 */
record SharedTierOptions(Optional<String> redis, int calls, String tier, Optional<String> process) {

    static final String USAGE = """
            Options:
              --redis URI     a Redis that two processes share their quota in, such as redis://localhost:6379
                              (default: two contexts in one process share it in memory)
              --calls N       how many calls each of the two makes (default: 300)
              --tier TIER     the account's tier: free, tier1, tier2 (default: tier1)
              --process NAME  take part as one process of this name, besides others that were started the same way
            """;

    static SharedTierOptions parse(List<String> args) {
        SharedTierOptions options = new SharedTierOptions(Optional.empty(), 300, "tier1", Optional.empty());
        for (int i = 0; i < args.size(); i += 2) {
            if (i + 1 == args.size()) {
                throw new IllegalArgumentException(args.get(i) + " needs a value");
            }
            options = options.with(args.get(i), args.get(i + 1));
        }
        if (options.process().isPresent() && options.redis().isEmpty()) {
            throw new IllegalArgumentException("--process needs --redis: processes share nothing else");
        }
        return options;
    }

    private SharedTierOptions with(String option, String value) {
        return switch (option) {
            case "--redis" -> new SharedTierOptions(Optional.of(value), calls, tier, process);
            case "--calls" -> new SharedTierOptions(redis, count(value), tier, process);
            case "--tier" -> new SharedTierOptions(redis, calls, known(value), process);
            case "--process" -> new SharedTierOptions(redis, calls, tier, Optional.of(value));
            default -> throw new IllegalArgumentException("unknown option " + option);
        };
    }

    private static int count(String value) {
        if (!value.matches("[1-9][0-9]{0,6}")) {
            throw new IllegalArgumentException("--calls must be a number from 1 but was " + value);
        }
        return Integer.parseInt(value);
    }

    private static String known(String tier) {
        if (!OpenAiAccess.TIERS.contains(tier)) {
            throw new IllegalArgumentException("--tier " + tier + " is not known");
        }
        return tier;
    }
}
