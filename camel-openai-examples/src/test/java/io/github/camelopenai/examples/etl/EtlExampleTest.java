// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.examples.etl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelopenai.examples.OpenAiAccess;
import io.github.camelopenai.test.Endpoint;
import io.github.camelopenai.test.OpenAiSimulator;
import io.github.camelopenai.test.OpenAiSimulatorExtension;
import io.github.camelopenai.test.Reply;
import io.github.camelopenai.test.Tier;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The application from its inbox to its outbox. */
@Timeout(60)
class EtlExampleTest {

    private static final Path SAMPLES = Path.of("inbox");
    private static final List<String> TEXTS =
            List.of("bookbinder", "lighthouse", "market", "night-train", "tea-mountain");

    @RegisterExtension
    static final OpenAiSimulatorExtension EXTENSION = OpenAiSimulatorExtension.withTier(Tier.TIER_1);

    @TempDir
    private Path folder;

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private OpenAiSimulator openAi;

    @Test
    void bringsOutAsManyFilesAsWentIn() throws Exception {
        assertThat(run(SAMPLES)).isZero();

        assertThat(names("summaries")).containsExactlyElementsOf(with(".txt", TEXTS));
        assertThat(names("audio")).containsExactlyElementsOf(with(".wav", TEXTS));
        assertThat(names("transcripts")).containsExactly("ferry.txt", "greenhouse.txt", "invoice.txt");
        assertThat(names("images")).containsExactly("market-hall.png", "night-train-woodcut.png", "red-lighthouse.png");
        assertThat(vectors()).hasSize(8);
        assertThat(output()).contains("11 files in, 11 done, 0 failed");
    }

    @Test
    void writesWhatTheModelSaidAndHeardWhateverTheScript() throws Exception {
        run(SAMPLES);

        assertThat(outbox().resolve("summaries/tea-mountain.txt")).hasContent("清明前后，山上的茶园一天比一天热闹。");
        assertThat(outbox().resolve("summaries/night-train.txt"))
                .hasContent("Der Nachtzug von Wien nach Hamburg fährt wieder, und das Abteil ist bis auf den letzten"
                        + " Platz besetzt.");
        for (String recording : List.of("ferry", "greenhouse", "invoice")) {
            byte[] spoken = Files.readAllBytes(SAMPLES.resolve(recording + ".wav"));
            assertThat(outbox().resolve("transcripts/" + recording + ".txt"))
                    .hasContent(OpenAiSimulator.spokenTextOf(spoken).orElseThrow());
        }
    }

    @Test
    void readsEachSummaryAloud() throws Exception {
        run(SAMPLES);

        for (String text : TEXTS) {
            Path audio = outbox().resolve("audio/" + text + ".wav");
            assertThat(OpenAiSimulator.spokenTextOf(Files.readAllBytes(audio)))
                    .hasValue(Files.readString(outbox().resolve("summaries/" + text + ".txt")));
            try (AudioInputStream sound = AudioSystem.getAudioInputStream(audio.toFile())) {
                assertThat(sound.getFrameLength()).isPositive();
            }
        }
    }

    @Test
    void drawsEachPrompt() throws Exception {
        run(SAMPLES);

        Path image = outbox().resolve("images/red-lighthouse.png");
        assertThat(ImageIO.read(image.toFile()).getHeight()).isEqualTo(1024);
        assertThat(OpenAiSimulator.promptOf(Files.readAllBytes(image)).orElseThrow())
                .startsWith("A red lighthouse on a cliff");
    }

    @Test
    void writesOneUnitVectorForEachTextAndRecordingHoweverOftenItRuns() throws Exception {
        run(SAMPLES);
        run(SAMPLES);

        assertThat(vectors())
                .hasSize(8)
                .extracting(line -> line.path("file").asText())
                .contains("ferry.wav", "tea-mountain.txt")
                .doesNotHaveDuplicates();
        assertThat(vectors()).allSatisfy(line -> {
            assertThat(line.path("model").asText()).isEqualTo("text-embedding-3-small");
            assertThat(line.path("dimensions").asInt())
                    .isEqualTo(line.path("vector").size())
                    .isEqualTo(256);
            assertThat(length(line.path("vector"))).isCloseTo(1, within(1e-5));
        });
    }

    @Test
    void countsCallsTokensRetriesAndQuota() throws Exception {
        openAi.on(Endpoint.TRANSCRIPTION).next(Reply.rateLimited(Duration.ofMillis(10)));

        run(SAMPLES);

        assertThat(row("chat")).startsWith("chat 5 1,").endsWith("ms 0 0");
        assertThat(row("image")).startsWith("image 3 ").endsWith("ms 0 0");
        assertThat(row("transcribe")).startsWith("transcribe 3 - ").endsWith("ms 1 0");
        assertThat(row("speech")).startsWith("speech 5 - ").endsWith("ms 0 0");
        assertThat(row("embed")).startsWith("embed 8 ").endsWith("ms 0 0");
        assertThat(row("all")).startsWith("all 24 ").endsWith("ms 1 0");
        assertThat(row("gpt-5.2")).matches("gpt-5.2 \\d+ of 500/min [\\d,]+ of 200,000/min");
    }

    @Test
    void showsEveryStepWhileItWorks() throws Exception {
        run(SAMPLES);

        assertThat(output().lines().filter(line -> line.matches("\\d\\d:\\d\\d:\\d\\d  \\S+ +-> \\w+, \\d+ ms.*")))
                .hasSize(24)
                .anyMatch(line -> line.contains("  ferry.wav ") && line.contains("-> transcribe, "))
                .anyMatch(line -> line.contains("  market.txt ") && line.contains("-> speech, "));
    }

    @Test
    void goesOnWithTheOthersWhenAFileIsBroken() throws Exception {
        Path inbox = inbox("market.txt", "ferry.wav");
        Files.createFile(inbox.resolve("empty.wav"));

        assertThat(run(inbox)).isEqualTo(1);

        assertThat(output())
                .containsPattern("empty.wav +-> FAILED in openai://transcribe: the body is empty")
                .contains("3 files in, 2 done, 1 failed");
        assertThat(names("transcripts")).containsExactly("ferry.txt");
        assertThat(names("audio")).containsExactly("market.wav");
    }

    @Test
    void goesOnWithTheOtherBranchOfAFileWhenTheServerRefusesOne() throws Exception {
        openAi.on(Endpoint.CHAT).next(Reply.status(400));

        assertThat(run(inbox("market.txt"))).isEqualTo(1);

        assertThat(output())
                .containsPattern("market.txt +-> FAILED in openai://chat: ")
                .contains("1 files in, 0 done, 1 failed");
        assertThat(row("chat")).endsWith(" 0 1");
        assertThat(vectors()).hasSize(1);
        assertThat(outbox().resolve("summaries")).doesNotExist();
    }

    @Test
    void countsAFileOnceHoweverManyOfItsStepsFail() throws Exception {
        openAi.on(Endpoint.CHAT).next(Reply.status(400));
        openAi.on(Endpoint.EMBEDDINGS).next(Reply.status(400));

        assertThat(run(inbox("market.txt"))).isEqualTo(1);

        assertThat(row("all")).startsWith("all 2 ").endsWith(" 0 2");
        assertThat(output()).contains("1 files in, 0 done, 1 failed");
    }

    @Test
    void takesOnlyTheKindsItKnows() throws Exception {
        Path inbox = inbox("README.md", "ferry.wav");
        Files.copy(SAMPLES.resolve("market.txt"), inbox.resolve("Über uns 100%.TXT"));
        Files.createFile(inbox.resolve(".hidden.txt"));
        Files.createDirectory(inbox.resolve("folder.txt"));

        assertThat(run(inbox)).isZero();

        assertThat(output()).contains("2 files in, 2 done, 0 failed");
        assertThat(names("summaries")).containsExactly("Über uns 100%.txt");
    }

    @Test
    void endsAtOnceWhenThereIsNothingToDo() throws Exception {
        assertThat(run(inbox())).isZero();

        assertThat(output()).contains("0 files in, 0 done, 0 failed");
    }

    @Test
    void runsFromTheCommandLineWithASimulatorOfItsOwn() throws Exception {
        Path inbox = inbox("ferry.wav");

        int status = EtlExample.run(
                List.of("--inbox", inbox.toString(), "--outbox", outbox().toString(), "--tier", "free"), out());

        assertThat(status).isZero();
        assertThat(output()).startsWith("OPENAI_API_KEY is not set").contains("of 3/min");
        assertThat(names("transcripts")).containsExactly("ferry.txt");
    }

    private int run(Path inbox) throws Exception {
        EtlOptions options = EtlOptions.parse(List.of("--inbox", inbox.toString(), "--outbox", outbox().toString()));
        return new EtlExample(options, OpenAiAccess.to(openAi, "tier1"), out()).run();
    }

    private PrintStream out() {
        return new PrintStream(printed, true, StandardCharsets.UTF_8);
    }

    private String output() {
        return printed.toString(StandardCharsets.UTF_8);
    }

    /** The row of the tables that begins with this word, its columns one space apart. */
    private String row(String name) {
        return output().lines()
                .filter(line -> line.startsWith(name + " "))
                .findFirst()
                .orElseThrow()
                .replaceAll(" +", " ");
    }

    private Path outbox() {
        return folder.resolve("out box");
    }

    private Path inbox(String... samples) throws IOException {
        Path inbox = Files.createDirectory(folder.resolve("in box"));
        for (String sample : samples) {
            Files.copy(SAMPLES.resolve(sample), inbox.resolve(sample));
        }
        return inbox;
    }

    private List<String> names(String kind) throws IOException {
        try (Stream<Path> files = Files.list(outbox().resolve(kind))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static List<String> with(String extension, List<String> names) {
        return names.stream().map(name -> name + extension).toList();
    }

    private List<JsonNode> vectors() throws IOException {
        ObjectMapper json = new ObjectMapper();
        List<JsonNode> lines = new ArrayList<>();
        for (String line : Files.readAllLines(outbox().resolve("vectors.jsonl"))) {
            lines.add(json.readTree(line));
        }
        return lines;
    }

    private static double length(JsonNode vector) {
        double sum = 0;
        for (JsonNode value : vector) {
            sum += value.asDouble() * value.asDouble();
        }
        return Math.sqrt(sum);
    }
}
