// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.scenario;

import static io.github.camelopenai.scenario.FilesInChatTest.PNG;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenai.error.OpenAiRequestException;
import io.github.camelopenai.model.ChatMessage;
import io.github.camelopenai.scenario.FilesInChatTest.OneTimeStream;
import io.github.camelopenai.scenario.FilesInChatTest.RemoteFile;
import io.github.camelopenai.test.Gate;
import io.github.camelopenai.test.ReceivedRequest;
import io.github.camelopenai.test.Reply;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.converter.stream.InputStreamCache;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A body with media is sent as often as it must be, and nothing of it stays behind. */
class FilesInChatAgainTest extends Scenario {

    /** Longer than a spool keeps in memory. */
    private static final byte[] LONG = Arrays.copyOf(PNG, 300_000);

    private static final String DATA_URL =
            "data:image/png;base64," + Base64.getEncoder().encodeToString(LONG);

    @TempDir
    private static Path folder;

    /** Made anew for each test: a stream can be read only once. */
    static Stream<Arguments> bodies() {
        Map<String, Supplier<Object>> bodies = Map.of(
                "File", FilesInChatAgainTest::file,
                "byte[]", () -> LONG,
                "InputStream", () -> new OneTimeStream(LONG),
                "StreamCache", () -> new InputStreamCache(LONG),
                "WrappedFile", () -> new RemoteFile(new OneTimeStream(LONG)),
                "List", () -> List.of(new OneTimeStream(LONG)),
                "message", () -> List.of(new ChatMessage("user", List.of(new OneTimeStream(LONG)), null, null, null)),
                "request",
                        () -> Map.of(
                                "messages",
                                List.of(Map.of("role", "user", "content", List.of(new OneTimeStream(LONG))))));
        return bodies.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(body -> Arguments.of(body.getKey(), body.getValue().get()));
    }

    private static Object file() {
        try {
            return Files.write(folder.resolve("cat.png"), LONG).toFile();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private void assertSentWhole(int times) {
        assertThat(openAi.requests()).hasSize(times).allSatisfy(request -> assertThat(urlOf(request))
                .isEqualTo(DATA_URL));
    }

    private static String urlOf(ReceivedRequest request) {
        return request.json().findValue("url").asText();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bodies")
    void isSentAgainWhenTheServerWasBusy(String label, Object body) {
        openAi.next(Reply.status(503), Reply.status(503));

        Exchange exchange = call("openai:chat?retryInitialDelay=1", body);

        assertThat(bodyOf(exchange)).isInstanceOf(String.class);
        assertSentWhole(3);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bodies")
    void isSentAgainByARedelivery(String label, Object body) throws Exception {
        openAi.next(Reply.status(400));
        routes(new RouteBuilder() {
            @Override
            public void configure() {
                onException(OpenAiRequestException.class).maximumRedeliveries(1).redeliveryDelay(0);
                from("direct:see").noStreamCaching().to("openai:chat");
            }
        });

        assertThat(bodyOf(call("direct:see", body))).isInstanceOf(String.class);
        assertSentWhole(2);
    }

    @Test
    void aBareStreamIsSpooledAndTheSpoolIsGoneAfterwards() throws Exception {
        routes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:see")
                        .noStreamCaching()
                        .to("openai:chat")
                        .process(e -> e.setProperty("spools", openSpools()));
            }
        });

        Exchange exchange = call("direct:see", new OneTimeStream(LONG));

        assertThat(bodyOf(exchange)).isInstanceOf(String.class);
        assertThat(exchange.getProperty("spools", List.class)).hasSize(1);
        assertThat(openSpools()).isEmpty();
    }

    @Test
    void aSpoolIsGoneAfterAFailureToo() throws Exception {
        openAi.next(Reply.status(400));

        Exchange exchange = call("openai:chat", List.of("Look", new OneTimeStream(LONG)));

        assertThat(exchange.getException()).isInstanceOf(OpenAiRequestException.class);
        assertThat(openSpools()).isEmpty();
    }

    @Test
    void aFileThatGrowsBetweenTwoAttemptsFailsClearly() throws Exception {
        Path file = Files.write(folder.resolve("growing.png"), LONG);
        openAi.next(Reply.status(503));
        CompletableFuture<Exchange> calling;
        try (Gate gate = openAi.hold()) {
            calling = CompletableFuture.supplyAsync(() -> call("openai:chat?retryInitialDelay=1", file));
            gate.awaitHeld(1, PATIENCE);
            Files.write(file, Arrays.copyOf(PNG, 400_000));
        }

        Exchange exchange = calling.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);

        OpenAiRequestException failure = failureOf(exchange, OpenAiRequestException.class);
        assertThat(failure)
                .hasMessageContaining("a file or stream of the request had 300000 bytes at first and more while it was"
                        + " sent; write it to its end before this step");
        assertThat(failure.attempts()).isEqualTo(2);
        assertThat(failure.isRetryable()).isFalse();
        assertSentWhole(1);
    }

    @Test
    void aFileThatIsGoneFailsClearly() throws Exception {
        Path file = Files.write(folder.resolve("gone.png"), LONG);
        openAi.next(Reply.status(503));
        CompletableFuture<Exchange> calling;
        try (Gate gate = openAi.hold()) {
            calling = CompletableFuture.supplyAsync(() -> call("openai:chat?retryInitialDelay=1", file));
            gate.awaitHeld(1, PATIENCE);
            Files.delete(file);
        }

        Exchange exchange = calling.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);

        assertThat(failureOf(exchange, OpenAiRequestException.class))
                .hasMessageContaining("could not be read while it was sent: NoSuchFileException " + file);
    }

    @Test
    void whatAServerQuotesOfAPictureIsNotInTheMessage() {
        openAi.next(Reply.errorAsText(400, "Invalid image: " + DATA_URL.substring(0, 300)));

        Exchange exchange = call("openai:chat", LONG);

        assertThat(failureOf(exchange, OpenAiRequestException.class))
                .hasMessageContaining("Invalid image: (part of the request)")
                .hasMessageNotContaining("iVBOR");
    }
}
