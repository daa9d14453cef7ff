// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.test;

import java.util.Locale;
import java.util.concurrent.CountDownLatch;

/** Runs a simulator until the process ends: {@code --port 8080 --tier tier1 --time-scale 60 --faults 0.02}, each optional. */
public final class OpenAiSimulatorMain {
    private OpenAiSimulatorMain() {}

    public static void main(String[] arguments) throws InterruptedException {
        OpenAiSimulator simulator = settings(arguments).start();
        System.out.println(simulator.baseUrl() + " key " + simulator.apiKey());
        new CountDownLatch(1).await();
    }

    static OpenAiSimulatorBuilder settings(String... arguments) {
        OpenAiSimulatorBuilder builder = OpenAiSimulator.builder();
        if (arguments.length % 2 != 0) {
            throw new IllegalArgumentException("a value is missing after " + arguments[arguments.length - 1]);
        }
        for (int i = 0; i < arguments.length; i += 2) {
            String value = arguments[i + 1];
            switch (arguments[i]) {
                case "--port" -> builder.port(Integer.parseInt(value));
                case "--tier" -> builder.tier(tier(value));
                case "--time-scale" -> builder.timeScale(Double.parseDouble(value));
                case "--faults" -> builder.faults(Double.parseDouble(value), System.nanoTime());
                default ->
                    throw new IllegalArgumentException("unknown argument " + arguments[i]
                            + "; there are --port, --tier, --time-scale and --faults");
            }
        }
        return builder;
    }

    private static Tier tier(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "free" -> Tier.FREE;
            case "tier1" -> Tier.TIER_1;
            case "tier2" -> Tier.TIER_2;
            case "unlimited" -> Tier.UNLIMITED;
            default ->
                throw new IllegalArgumentException(
                        "unknown tier " + name + "; there are free, tier1, tier2 and unlimited");
        };
    }
}
