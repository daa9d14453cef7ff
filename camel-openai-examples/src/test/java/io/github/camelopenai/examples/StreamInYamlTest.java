// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenai.test.OpenAiSimulator;
import io.github.camelopenai.test.WithOpenAiSimulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A streamed answer needs no Java. */
@WithOpenAiSimulator
class StreamInYamlTest {

    @TempDir
    private Path home;

    private OpenAiSimulator openAi;

    @BeforeEach
    void moveHome() {
        System.setProperty("examples.home", home.toString());
    }

    @AfterEach
    void moveBack() {
        System.clearProperty("examples.home");
    }

    @Test
    void linesGoToAFile() throws IOException {
        openAi.chat().when("hump").answer("It stores fat.");

        try (ExampleContext example =
                ExampleContext.start("classpath:routes/stream.yaml", OpenAiAccess.to(openAi, "tier1"))) {
            example.ask("direct:ask", "Why a hump?", Object.class);
        }

        List<String> lines = Files.readAllLines(home.resolve("outbox/answer.ndjson"));
        assertThat(lines).first().asString().contains("\"text\":\"It");
        assertThat(lines.get(lines.size() - 1)).startsWith("{\"result\":{\"finish_reason\":\"stop\"");
    }
}
