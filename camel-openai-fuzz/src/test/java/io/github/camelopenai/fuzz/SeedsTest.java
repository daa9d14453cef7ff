// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every seed through its target, without Jazzer: what was found once, and answers of real servers. */
class SeedsTest {

    /** A bound for what hangs, not for what is slow. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    static Iterable<String> targets() {
        return Targets.names();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("targets")
    void keepsItsPromises(String name) throws IOException {
        Map<String, byte[]> seeds = Seeds.of(name);
        Target target = Targets.of(name);

        assertThat(seeds).as("seeds of " + name).isNotEmpty();
        seeds.forEach((seed, input) -> Assertions.assertTimeoutPreemptively(
                PATIENCE, () -> Assertions.assertDoesNotThrow(() -> Entrance.run(target, input), seed)));
        Assertions.assertDoesNotThrow(() -> Entrance.run(target, new byte[0]), "no input at all");
    }
}
