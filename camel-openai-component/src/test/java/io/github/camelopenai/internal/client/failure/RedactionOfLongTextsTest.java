// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.client.failure;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenai.internal.client.call.Payload;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server may send megabytes where a message is expected, and anything at the place where they are cut. */
@Timeout(60)
class RedactionOfLongTextsTest {

    private static final String KEY = "my-own-secret-key-of-many-letters";
    private static final int READ = 8 << 10;

    private final Redaction redaction = new Redaction(KEY, List.of("engineer-blue"));

    @ParameterizedTest
    @ValueSource(
            strings = {"x", "*", "x*", "x**", "**x", " ", "\n", "sk-", "sk-1234 ", "(", "'*", "A/+", "data:", "key: "})
    void areShortInNoTime(String unit) {
        String text = unit.repeat(1_000_000 / unit.length());

        assertThat(redaction.apply(text, new Payload.JsonWithMedia(List.of()))).hasSizeLessThan(700);
        assertThat(redaction.apply("message: " + text + "!", null)).hasSizeLessThan(700);
        assertThat(new Redaction("key").apply(text, null)).hasSizeLessThan(700);
    }

    @Test
    void showNoPartOfAKeyWhereTheyAreCut() {
        for (int shown = 1; shown <= KEY.length(); shown++) {
            String masked = "*".repeat(READ - 1 - shown - 1);

            assertThat(redaction.apply(masked + " " + KEY + "xyz", null)).doesNotContain("my-o");
            assertThat(redaction.apply(masked + " engineer-blue and more and more and more and more", null))
                    .doesNotContain("engi");
        }
    }

    @Test
    void showNoPartOfTheRequestBehindAMask() {
        String prompt = "Write to Mrs Miller of Elm Street 5 that her loan is refused";

        assertThat(redaction.apply("*".repeat(8_000) + " " + prompt + prompt, json(prompt)))
                .isEqualTo("(key) (part of the request)(part of the request)");
    }

    private static Payload json(String prompt) {
        return new Payload.Json(("{\"prompt\":\"" + prompt + "\"}").getBytes(StandardCharsets.UTF_8));
    }
}
