// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.scenario;

import static io.github.camelopenai.scenario.FilesInChatTest.PNG;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenai.error.OpenAiRequestException;
import io.github.camelopenai.model.ChatMessage;
import io.github.camelopenai.scenario.FilesInChatTest.OneTimeStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.converter.stream.InputStreamCache;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Files that a chat cannot take are named, before anything is sent. */
class FilesInChatRefusalsTest extends Scenario {

    private static final String IMAGE =
            ", an image that openai:chat does not take; convert it to png, jpeg, webp or gif before this step";
    private static final String AUDIO =
            ", a recording that openai:chat does not take; convert it to wav or mp3, or send it"
                    + " through openai:transcribe";
    private static final String OTHER = ", which openai:chat does not take; it takes images (png, jpeg, webp, gif),"
            + " recordings (wav, mp3), PDF and text; convert it before this step";
    private static final String NEEDS = "the user message as text, image, recording or PDF, a List of messages or of"
            + " parts, or a whole request";

    @TempDir
    private Path folder;

    @AfterEach
    void nothingWasSent() {
        assertThat(openAi.requests()).isEmpty();
    }

    private OpenAiRequestException refusal(Object body) {
        return refusal(body, Map.of());
    }

    private OpenAiRequestException refusal(Object body, Map<String, Object> headers) {
        return failureOf(call("openai:chat?userMessage=What is this?", body, headers), OpenAiRequestException.class);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"a.tiff, image/tiff", "a.bmp, image/bmp", "a.HEIC, image/heic", "a.avif, image/avif"})
    void anotherKindOfImageIsRefused(String name, String type) throws Exception {
        assertThat(refusal(Files.writeString(folder.resolve(name), "x"))).hasMessage("the body is " + type + IMAGE);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"a.ogg, audio/ogg", "a.flac, audio/x-flac", "a.m4a, audio/mp4"})
    void anotherKindOfRecordingIsRefused(String name, String type) throws Exception {
        assertThat(refusal(Files.writeString(folder.resolve(name), "x"))).hasMessage("the body is " + type + AUDIO);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "a.mp4, video/mp4",
        "a.zip, application/zip",
        "a.xlsx, application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    })
    void filmsAndArchivesAreRefused(String name, String type) throws Exception {
        assertThat(refusal(Files.writeString(folder.resolve(name), "x"))).hasMessage("the body is " + type + OTHER);
    }

    @Test
    void whatItIsMayBeSeenByItsBytesOrHeaders() {
        byte[] zip = {'P', 'K', 3, 4, 0, 0};

        assertThat(refusal(zip)).hasMessage("the body is application/zip" + OTHER);
        assertThat(refusal(new byte[] {1, 0, 2})).hasMessage("the body is application/octet-stream" + OTHER);
        assertThat(refusal(new byte[] {1, 2}, Map.of(Exchange.CONTENT_TYPE, "video/webm; codecs=vp9")))
                .hasMessage("the body is video/webm" + OTHER);
    }

    static Stream<Arguments> wrongParts() {
        byte[] tiff = "II*\0".getBytes(StandardCharsets.ISO_8859_1);
        return Stream.of(
                Arguments.of(List.of("Look", tiff), "element 1 of the body is image/tiff" + IMAGE),
                Arguments.of(List.of("Look", new byte[0]), "element 1 of the body is empty; leave it out"),
                Arguments.of(List.of(" ", PNG), "element 0 of the body is empty; leave it out"),
                Arguments.of(
                        List.of(ChatMessage.user("a"), Map.of("role", "user", "content", List.of("Look", tiff))),
                        "part 1 of message 1 of the body is image/tiff" + IMAGE),
                Arguments.of(
                        List.of(new ChatMessage("user", tiff, null, null, null)),
                        "the content of message 0 of the body is image/tiff" + IMAGE),
                Arguments.of(
                        URI.create("ftp://server/cat.png"),
                        "the body is an address with the scheme 'ftp'; an image by address needs http, https or data; send a"
                                + " File for one on this machine"),
                Arguments.of(
                        List.of(URI.create("file:/cat.png")),
                        "element 0 of the body is an address with the scheme 'file'; an image by address needs http, https"
                                + " or data; send a File for one on this machine"),
                Arguments.of(
                        URI.create("cat.png"),
                        "the body is an address with the scheme ''; an image by address needs http, https or data; send a"
                                + " File for one on this machine"),
                Arguments.of(
                        URI.create("data:application/pdf;base64,AAAA"),
                        "the body is a data: address of something else than an image; send its bytes as byte[] instead"));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("wrongParts")
    void aWrongPartIsRefusedByItsPlace(Object body, String message) {
        assertThat(refusal(body)).hasMessage(message);
    }

    @Test
    void anEmptyPictureIsRefused() throws Exception {
        Path empty = Files.createFile(folder.resolve("empty.png"));

        assertThat(refusal(empty)).hasMessage("the body is empty; openai:chat needs " + NEEDS + " in it");
    }

    @Test
    void aFileThatIsNotThereIsRefused() {
        Path missing = folder.resolve("missing.png");

        assertThat(refusal(missing))
                .hasMessage("openai:chat needs " + NEEDS + ", but the file " + missing
                        + " does not exist or cannot be read");
        assertThat(refusal(List.of("Look", missing))).hasMessageContaining(missing + " does not exist");
    }

    @Test
    void aRefusedStreamCanStillBeReadWithinItsRoute() throws Exception {
        byte[] zip = {'P', 'K', 3, 4, 0, 0};
        routes(new RouteBuilder() {
            @Override
            public void configure() {
                onException(OpenAiRequestException.class).handled(true).convertBodyTo(byte[].class);
                from("direct:see").noStreamCaching().to("openai:chat");
            }
        });

        assertThat(bodyOf(call("direct:see", new OneTimeStream(zip)))).isEqualTo(zip);
    }

    @Test
    void aCacheIsAtItsBeginningAfterwards() throws Exception {
        InputStreamCache cache = new InputStreamCache(new byte[] {'P', 'K', 3, 4});

        assertThat(refusal(cache)).hasMessage("the body is application/zip" + OTHER);

        assertThat(cache.readAllBytes()).hasSize(4);
    }
}
