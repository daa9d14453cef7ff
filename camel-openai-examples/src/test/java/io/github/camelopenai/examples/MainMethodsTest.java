// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenai.examples.tools.WeatherByHandExample;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** The examples as a person starts them, without a key. */
@Isolated("it replaces System.out and a system property")
class MainMethodsTest {

    @TempDir
    private Path home;

    private final PrintStream console = System.out;
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @BeforeEach
    void capture() {
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        System.setProperty("examples.home", home.toString());
    }

    @AfterEach
    void giveBack() {
        System.setOut(console);
        System.clearProperty("examples.home");
    }

    @Test
    void chatAnswersTheArguments() {
        ChatExample.main(new String[] {"Who", "are", "you?"});

        assertThat(lines()).hasSize(2);
        assertThat(lines()[0]).startsWith("OPENAI_API_KEY is not set: a simulator inside this process answers");
        assertThat(lines()[1]).startsWith("You said: Who are you?");
    }

    @Test
    void chatInYamlAnswersItsOwnQuestion() {
        YamlExample.main(new String[0]);

        assertThat(lines()[1]).startsWith("You said: Why does a camel have a hump?");
    }

    @Test
    void imageAndSpeechTellWhereTheirFilesAre() {
        ImageExample.main(new String[0]);
        SpeechExample.main(new String[0]);

        assertThat(Path.of(lines()[1]))
                .isEqualTo(home.resolve("outbox/picture.png"))
                .isNotEmptyFile();
        assertThat(Path.of(lines()[3]))
                .isEqualTo(home.resolve("outbox/speech.wav"))
                .isNotEmptyFile();
    }

    @Test
    void visionLooksAtItsOwnPicture() {
        VisionExample.main(new String[0]);

        assertThat(lines()[1]).isEqualTo("You said: Describe this in one sentence. [image/png, 320 x 200 pixels]");
    }

    @Test
    void transcribeTakesARecordingOfOnesOwn() {
        TranscribeExample.main(new String[] {"inbox/invoice.wav"});

        assertThat(lines()[3]).startsWith("Please call me back about the invoice for April.");
    }

    @Test
    void embedPrintsASimilarity() {
        EmbedExample.main(new String[0]);

        assertThat(lines()[1]).startsWith("0.625  [The camel crosses the desert.,");
    }

    @Test
    void theWeatherIsAskedForByHand() {
        WeatherByHandExample.main(new String[0]);

        assertThat(lines()[1]).startsWith("The station says: {").contains("\"degrees\":24");
    }

    private String[] lines() {
        return printed.toString(StandardCharsets.UTF_8).split("\\R");
    }
}
