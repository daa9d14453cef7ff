// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A share of requests that fail at random. */
class RandomFaultsTest {
    private static final int MANY = 10_000;

    private static List<Reply> faults(RandomFaults faults, boolean streamed) {
        return IntStream.range(0, MANY)
                .mapToObj(number -> faults.next(streamed))
                .flatMap(Optional::stream)
                .toList();
    }

    @Test
    void areTheShareThatWasAskedFor() {
        assertThat(faults(new RandomFaults(0.02, 1), false)).hasSizeBetween(150, 250);
        assertThat(faults(new RandomFaults(1, 1), true)).hasSize(MANY);
        assertThat(faults(new RandomFaults(0, 1), true)).isEmpty();
    }

    @Test
    void areOfEveryKind() {
        Set<Class<?>> kinds = faults(new RandomFaults(1, 1), false).stream()
                .map(reply -> reply.step().getClass())
                .collect(Collectors.toSet());

        assertThat(kinds)
                .containsExactlyInAnyOrder(Step.Normal.class, Step.Failure.class, Step.Raw.class, Step.Broken.class);
    }

    @Test
    void areTheSameForTheSameSeed() {
        assertThat(faults(new RandomFaults(0.5, 7), true).toString())
                .isEqualTo(faults(new RandomFaults(0.5, 7), true).toString())
                .isNotEqualTo(faults(new RandomFaults(0.5, 8), true).toString());
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 1.1, Double.NaN})
    void needAShareFrom0To1(double share) {
        assertThatThrownBy(() -> OpenAiSimulator.builder().faults(share, 1))
                .hasMessage("the share of faults must be from 0 to 1 but was " + share);
    }

    /** Time runs fast: some ways to fail keep the connection open for 20 s. */
    @Test
    void meetRequestsThatNoScriptDecides() {
        try (OpenAiSimulator openAi =
                OpenAiSimulator.builder().faults(1, 1).timeScale(1000).start()) {
            openAi.next(Reply.text("scripted"));
            PlainClient client = new PlainClient(openAi);

            assertThat(client.chat("hello").text()).contains("scripted");
            long failed =
                    IntStream.range(0, 20).filter(number -> !isAnswered(client)).count();
            assertThat(failed).isPositive();
            assertThat(openAi.requestCount()).isGreaterThan(20);
        }
    }

    private static boolean isAnswered(PlainClient client) {
        try {
            return client.chat("hello").status() == 200;
        } catch (RuntimeException | Error e) {
            return false; // a connection that broke
        }
    }
}
