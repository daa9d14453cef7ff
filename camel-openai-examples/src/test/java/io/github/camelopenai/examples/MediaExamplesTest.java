// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.camelopenai.test.OpenAiSimulator;
import io.github.camelopenai.test.WithOpenAiSimulator;
import java.awt.image.BufferedImage;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.apache.camel.RoutesBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The small examples for pictures, recordings and vectors. */
@WithOpenAiSimulator
class MediaExamplesTest {

    @TempDir
    private Path outbox;

    private OpenAiSimulator openAi;

    @Test
    void drawsAPictureIntoAFile() throws Exception {
        String file = ask(new ImageExample(), "direct:draw", "a camel", String.class);

        BufferedImage picture = ImageIO.read(new File(file));
        assertThat(picture.getWidth()).isEqualTo(1024);
        assertThat(OpenAiSimulator.promptOf(Files.readAllBytes(Path.of(file)))).hasValue("a camel");
    }

    @Test
    void speaksATextIntoAFile() throws Exception {
        String file = ask(new SpeechExample(), "direct:say", "The caravan leaves at sunrise.", String.class);

        assertThat(Path.of(file)).isEqualTo(outbox.resolve("speech.wav"));
        assertThat(OpenAiSimulator.spokenTextOf(Files.readAllBytes(Path.of(file))))
                .hasValue("The caravan leaves at sunrise.");
    }

    @Test
    void writesSubtitlesForARecording() {
        File recording = new File("inbox/ferry.wav");

        String subtitles = ask(new TranscribeExample(), "direct:listen", recording, String.class);

        assertThat(subtitles).startsWith("1\n00:00:00,000 --> 00:00:05,160\nGood morning. The ferry to the island");
    }

    @Test
    void comparesTextsByTheirMeaning() {
        assertThat(similarity("The camel walks.", "The camel walks.")).isCloseTo(1, within(1e-6));
        assertThat(similarity("The camel walks.", "A camel walks slowly.")).isBetween(0.3, 0.9);
        assertThat(similarity("The camel walks.", "Quarterly revenue fell.")).isLessThan(0.3);
    }

    private double similarity(String one, String other) {
        return ask(new EmbedExample(), "direct:compare", List.of(one, other), Double.class);
    }

    private <T> T ask(RoutesBuilder routes, String uri, Object body, Class<T> type) {
        OpenAiAccess access = OpenAiAccess.to(openAi, "tier1");
        try (ExampleContext example = ExampleContext.start(routes, access, outbox)) {
            return example.ask(uri, body, type);
        }
    }
}
