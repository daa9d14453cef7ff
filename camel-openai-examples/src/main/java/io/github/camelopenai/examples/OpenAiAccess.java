// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.examples;

import io.github.camelopenai.test.ChatRules;
import io.github.camelopenai.test.OpenAiSimulator;
import io.github.camelopenai.test.Tier;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * Where the examples send their calls: to the API, or, for want of a key, to a simulator inside this process that keeps the
 * same limits.
 */
public final class OpenAiAccess implements AutoCloseable {

    /** The tiers that an account may be in, as the component names them. */
    public static final Set<String> TIERS = Set.of("free", "tier1", "tier2");

    /** Fast enough for a demonstration, slow enough to look like work. */
    private static final Duration LATENCY = Duration.ofMillis(150);

    /** Before each word of a streamed answer. */
    private static final Duration PACE = Duration.ofMillis(60);

    private final String tier;
    private final Optional<OpenAiSimulator> simulator;
    private final boolean closes;

    private OpenAiAccess(String tier, Optional<OpenAiSimulator> simulator, boolean closes) {
        this.tier = tier;
        this.simulator = simulator;
        this.closes = closes;
    }

    /** The API if the environment has a key or a server's address, else a simulator. */
    public static OpenAiAccess open(String tier, UnaryOperator<String> environment) {
        if (isSet(environment.apply("OPENAI_API_KEY")) || isSet(environment.apply("OPENAI_BASE_URL"))) {
            return new OpenAiAccess(tier, Optional.empty(), false);
        }
        OpenAiSimulator started = OpenAiSimulator.builder()
                .tier(simulated(tier))
                .latency(LATENCY)
                .pace(PACE)
                .start();
        return new OpenAiAccess(tier, Optional.of(started), true);
    }

    /** A simulator that somebody else started and will stop. */
    public static OpenAiAccess to(OpenAiSimulator simulator, String tier) {
        return new OpenAiAccess(tier, Optional.of(simulator), false);
    }

    /** The options of the component; the key and the address of the API it finds in the environment by itself. */
    public Properties componentOptions() {
        Properties options = new Properties();
        options.setProperty("camel.component.openai.tier", tier);
        simulator.ifPresent(server -> {
            options.setProperty("camel.component.openai.base-url", server.baseUrl());
            options.setProperty("camel.component.openai.api-key", server.apiKey());
        });
        return options;
    }

    /** Tells the simulator, if one answers, what to say; it understands nothing by itself. */
    public OpenAiAccess teach(Consumer<ChatRules> lesson) {
        simulator.ifPresent(server -> lesson.accept(server.chat()));
        return this;
    }

    /** One line for the person who watches. */
    public String description() {
        return simulator.isPresent()
                ? "OPENAI_API_KEY is not set: a simulator inside this process answers, with the quota of " + tier
                : "Calls go to the API, within the quota of " + tier;
    }

    @Override
    public void close() {
        if (closes) {
            simulator.ifPresent(OpenAiSimulator::close);
        }
    }

    private static boolean isSet(String value) {
        return value != null && !value.isBlank();
    }

    private static Tier simulated(String tier) {
        return switch (tier.toLowerCase(Locale.ROOT)) {
            case "free" -> Tier.FREE;
            case "tier1" -> Tier.TIER_1;
            case "tier2" -> Tier.TIER_2;
            default -> throw new IllegalArgumentException("tier must be one of " + TIERS + " but was " + tier);
        };
    }
}
