// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.chat.reply;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** White space without an end is not held back without an end. */
class ThoughtsWithoutEndTest {

    private static final int SLICES = 1_000;
    private static final String BLANKS = " ".repeat(1_000);
    private static final int MOST_HELD = 70_000;

    private static long passedOn(ThinkTags tags, String beginning) {
        tags.feed(beginning);
        long passed = 0;
        for (int slice = 0; slice < SLICES; slice++) {
            ThinkTags.Part part = tags.feed(BLANKS);
            passed += part.reasoning().length() + part.answer().length();
        }
        return passed;
    }

    @Test
    void blanksWithinThoughtsArePassedOn() {
        assertThat(passedOn(new ThinkTags(), "<think>a")).isGreaterThan((long) SLICES * BLANKS.length() - MOST_HELD);
    }

    @Test
    void blanksBeforeAnAnswerArePassedOn() {
        assertThat(passedOn(new ThinkTags(), "")).isGreaterThan((long) SLICES * BLANKS.length() - MOST_HELD);
    }

    @Test
    void thoughtsThatGoOnAfterManyBlanksAreWhole() {
        ThinkTags tags = new ThinkTags();
        StringBuilder reasoning = new StringBuilder();
        for (String slice : new String[] {"<think>a", " ".repeat(200_000), "b </think> c"}) {
            ThinkTags.Part part = tags.feed(slice);
            reasoning.append(part.reasoning());
            assertThat(part.answer()).isEqualTo(slice.startsWith("b") ? "c" : "");
        }

        assertThat(reasoning.toString()).isEqualTo("a" + " ".repeat(200_000) + "b");
    }
}
