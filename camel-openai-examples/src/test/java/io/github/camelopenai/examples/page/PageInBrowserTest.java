// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.examples.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenai.examples.ExampleContext;
import io.github.camelopenai.examples.OpenAiAccess;
import io.github.camelopenai.test.OpenAiSimulator;
import io.github.camelopenai.test.Reply;
import io.github.camelopenai.test.StreamGate;
import io.github.camelopenai.test.WithOpenAiSimulator;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a person sees. */
@Tag("browser")
@WithOpenAiSimulator
@Timeout(120)
class PageInBrowserTest {

    private static final Duration SOON = Duration.ofSeconds(10);
    private static final Path PICTURE = Path.of("..", "docs", "guide", "streaming-page.png");

    @TempDir
    private Path profile;

    private OpenAiSimulator openAi;
    private ExampleContext example;
    private Chromium page;

    @BeforeEach
    void open() throws Exception {
        PageExample.teach(openAi.chat());
        int port = FreePort.find();
        example = PageExample.start(OpenAiAccess.to(openAi, "tier2"), port);
        page = Chromium.open("http://127.0.0.1:" + port + "/", profile);
        page.awaitText("h1", "Ask a model");
    }

    @AfterEach
    void close() {
        if (page != null) {
            page.close();
        }
        example.close();
    }

    private boolean isBusy() {
        return page.evaluate("document.querySelector('#answer').getAttribute('aria-busy') === 'true'")
                .asBoolean();
    }

    @Test
    void theAnswerAppearsWordByWord() throws Exception {
        StreamGate gate = openAi.holdStreams();
        page.click("#ask");

        gate.release(3); // the role, and two words
        page.awaitText("#answer", "A camel's");
        assertThat(page.textOf("#answer")).doesNotContain("hump");
        gate.release(20);
        page.awaitText("#answer", "there is little");
        gate.awaitHeld(1, SOON);
        assertThat(isBusy()).isTrue();
        picture();

        gate.open();
        page.awaitText("#status", "Done,");
        assertThat(page.textOf("#answer")).endsWith("says it to everybody.");
        assertThat(page.textOf("#status")).matches("Done, \\d+ tokens\\.");
        assertThat(isBusy()).isFalse();
    }

    private void picture() throws Exception {
        byte[] png = page.screenshot();
        assertThat(png).hasSizeBetween(5_000, 100_000);
        if (Boolean.getBoolean("docs.write")) {
            Files.write(PICTURE, png);
        }
    }

    @Test
    void stopEndsTheAnswerAtTheModel() throws Exception {
        StreamGate gate = openAi.holdStreams();
        gate.release(3);
        page.click("#ask");
        page.awaitText("#answer", "A camel's");

        page.click("#stop");

        page.awaitText("#status", "Stopped.");
        openAi.awaitStreamsAbandoned(1, SOON);
        assertThat(isBusy()).isFalse();
    }

    @Test
    void anErrorInTheMiddleIsNoFinishedAnswer() {
        openAi.next(Reply.text("It stores fat.").errorAfter(3, Reply.status(500)));

        page.click("#ask");

        page.awaitText("#status", "Not a whole answer:");
        assertThat(page.textOf("#answer")).startsWith("It");
        assertThat(page.evaluate("document.querySelector('#status').className").asText())
                .isEqualTo("error");
    }

    @Test
    void aCallThatFailsIsSaid() {
        openAi.next(Reply.status(401));

        page.click("#ask");

        page.awaitText("#status", "Not a whole answer: The model cannot answer now.");
    }
}
