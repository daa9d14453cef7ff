// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class OpenAiAccessTest {

    @Test
    void startsASimulatorWhenTheKeyIsEmpty() {
        try (OpenAiAccess access = OpenAiAccess.open("tier1", Map.of("OPENAI_API_KEY", " ")::get)) {
            assertThat(access.componentOptions().getProperty("camel.component.openai.base-url"))
                    .startsWith("http://127.0.0.1:");
            assertThat(access.description())
                    .isEqualTo("OPENAI_API_KEY is not set: a simulator inside this process answers, with the quota"
                            + " of tier1");
        }
    }

    @Test
    void leavesTheKeyToTheComponentWhenThereIsOne() {
        try (OpenAiAccess access = OpenAiAccess.open("tier2", Map.of("OPENAI_API_KEY", "sk-secret")::get)) {
            assertThat(access.componentOptions()).containsOnly(Map.entry("camel.component.openai.tier", "tier2"));
            assertThat(access.description()).isEqualTo("Calls go to the API, within the quota of tier2");
        }
    }

    @Test
    void callsAServerThatNeedsNoKey() {
        Map<String, String> environment = Map.of("OPENAI_BASE_URL", "http://localhost:11434/v1");

        try (OpenAiAccess access = OpenAiAccess.open("tier1", environment::get)) {
            assertThat(access.componentOptions()).doesNotContainKey("camel.component.openai.base-url");
        }
    }

    @Test
    void refusesATierThatIsUnknown() {
        assertThatThrownBy(() -> OpenAiAccess.open("gold", Map.<String, String>of()::get))
                .hasMessageContaining("free")
                .hasMessageEndingWith("but was gold");
    }
}
