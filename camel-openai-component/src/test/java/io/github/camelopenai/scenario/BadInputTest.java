// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.NullNode;
import io.github.camelopenai.OpenAiHeaders;
import io.github.camelopenai.error.OpenAiRequestException;
import io.github.camelopenai.model.ChatMessage;
import io.github.camelopenai.model.ChatRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong with a message is found before anything is sent, said in one sentence, and leaves the body alone. */
class BadInputTest extends Scenario {

    private static final String CHAT_NEEDS =
            "the user message as text, image, recording or PDF, a List of messages or of parts, or a whole request";
    private static final String EMBED_NEEDS = "a text, or a Collection, array or Iterator of texts";
    private static final String AUDIO = "audio as a File, Path, byte[] or InputStream";

    @TempDir
    private Path folder;

    @AfterEach
    void nothingWasSent() {
        assertThat(openAi.requests()).isEmpty();
    }

    @ParameterizedTest(name = "openai:{0} needs {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "chat | the user message as text, image, recording or PDF, a List of messages or of parts, or a whole request in it",
                "image | the prompt as text in it",
                "transcribe | audio as a File, Path, byte[] or InputStream in it",
                "speech | the text to speak in it",
                "embed | a text, or a Collection, array or Iterator of texts in it"
            })
    void aMissingBodyIsRefused(String operation, String purpose) {
        assertThat(refusal("openai:" + operation, null))
                .hasMessage("the body is null; openai:" + operation + " needs " + purpose);
    }

    @ParameterizedTest
    @ValueSource(strings = {"chat", "image", "speech", "embed"})
    void aNullOfJsonIsAMissingBodyToo(String operation) {
        assertThat(refusal("openai:" + operation, NullNode.getInstance()))
                .hasMessageStartingWith("the body is null; openai:" + operation + " needs ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"chat", "image", "speech", "embed"})
    void aBlankBodyIsRefused(String operation) {
        assertThat(refusal("openai:" + operation, ""))
                .hasMessageStartingWith("the body is empty; openai:" + operation + " needs ");
        assertThat(refusal("openai:" + operation, " \n\t"))
                .hasMessageStartingWith("the body is empty; openai:" + operation + " needs ");
        assertThat(refusal("openai:" + operation, new byte[0]))
                .hasMessageStartingWith("the body is empty; openai:" + operation + " needs ");
    }

    @Test
    void anEmptyRecordingIsRefused() throws Exception {
        assertThat(refusal("openai:transcribe", new byte[0]))
                .hasMessage("the body is empty; openai:transcribe needs " + AUDIO + " in it");
        assertThat(refusal("openai:transcribe", Files.createFile(folder.resolve("empty.mp3"))))
                .hasMessageStartingWith("the body is empty");
        assertThat(refusal(
                        "openai:transcribe",
                        Files.createFile(folder.resolve("empty.wav")).toFile()))
                .hasMessageStartingWith("the body is empty");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "transcribe | openai:transcribe needs a recording, but",
                "chat | openai:chat needs the user message as text, image, recording or PDF, a List of messages or of parts, or a whole request, but",
                "speech | openai:speech needs the text to speak, but",
                "embed | openai:embed needs a text, or a Collection, array or Iterator of texts, but"
            })
    void aFolderIsNeitherRecordingNorText(String operation, String beginning) {
        assertThat(refusal("openai:" + operation, folder))
                .hasMessage(beginning + " " + folder + " is a directory; send its files one by one");
        assertThat(refusal("openai:" + operation, folder.toFile())).hasMessageEndingWith("send its files one by one");
    }

    @ParameterizedTest
    @ValueSource(strings = {"transcribe", "chat", "speech", "embed", "image"})
    void aFileThatIsNotThereIsRefused(String operation) {
        Path missing = folder.resolve("missing.txt");

        assertThat(refusal("openai:" + operation + "", missing))
                .hasMessageContaining("the file " + missing + " does not exist or cannot be read");
        assertThat(refusal("openai:" + operation, missing.toFile()))
                .hasMessageContaining("the file " + missing + " does not exist or cannot be read");
    }

    @Test
    void aRecordingOverTheLimitIsRefusedByItsSize() throws Exception {
        Path large = sparse("long.mp3", (25L << 20) + 1);

        assertThat(refusal("openai:transcribe?maxUploadSize=25MiB", large))
                .hasMessage(
                        "the recording has 26,214,401 bytes, more than maxUploadSize=26,214,400; cut or compress it,"
                                + " or raise maxUploadSize if your server takes more");
        assertThat(refusal("openai:transcribe", large, Map.of(OpenAiHeaders.MAX_UPLOAD_SIZE, "1kb")))
                .hasMessageContaining("maxUploadSize=1,000");
    }

    @Test
    void theOfficialServerHasALimitWithoutAnOption() throws Exception {
        Path large = sparse("long.mp3", (25L << 20) + 1);

        assertThat(refusal("openai:transcribe?baseUrl=https://api.openai.com/v1", large))
                .hasMessageContaining("more than maxUploadSize=26,214,400");
    }

    @Test
    void aSizeThatCannotBeReadIsRefused() {
        assertThat(refusal(
                        "openai:transcribe", new byte[] {'I', 'D', '3'}, Map.of(OpenAiHeaders.MAX_UPLOAD_SIZE, "big")))
                .hasMessage("maxUploadSize must be a number of bytes such as 25MiB, 100MB or 5000 but was 'big'; set"
                        + " it in the URI or in header CamelOpenAIMaxUploadSize");
    }

    @Test
    void aTextIsNoRecording() {
        assertThat(refusal("openai:transcribe", "hello"))
                .hasMessage("the body is a java.lang.String; openai:transcribe needs " + AUDIO
                        + ", not a text; convert it before this step");
        assertThat(refusal("openai:transcribe", List.of("hello")))
                .hasMessageStartingWith("the body is a java.util.ImmutableCollections$List12; openai:transcribe needs");
    }

    private static final class Customer {}

    @ParameterizedTest
    @ValueSource(strings = {"chat", "image", "speech", "embed"})
    void anObjectWithoutATextOfItsOwnIsNoPrompt(String operation) {
        assertThat(refusal("openai:" + operation, new Customer()))
                .hasMessageStartingWith(
                        "the body is a " + Customer.class.getName() + "; openai:" + operation + " needs ")
                .hasMessageEndingWith("; convert it before this step");
    }

    @ParameterizedTest
    @ValueSource(strings = {"image", "speech"})
    void aCollectionIsNoPrompt(String operation) {
        for (Object body : List.of(List.of("a"), Map.of("a", 1), new String[] {"a"}, new float[] {1})) {
            assertThat(refusal("openai:" + operation, body)).hasMessageEndingWith("; convert it before this step");
        }
    }

    private static final String EITHER = "; a List body of openai:chat holds either messages as Map or ChatMessage, or"
            + " parts of one message: String, File, Path, byte[], InputStream, URI, or Map with a type";

    static Stream<Arguments> wrongConversations() {
        return Stream.of(
                Arguments.of(
                        List.of(ChatMessage.user("a"), "b"),
                        "element 1 of the body, a java.lang.String, is a part but those before it are messages"
                                + EITHER),
                Arguments.of(
                        List.of("a", ChatMessage.user("b")),
                        "element 1 of the body, a " + ChatMessage.class.getName()
                                + ", is a message but those before it are parts" + EITHER),
                Arguments.of(Arrays.asList(ChatMessage.user("a"), null), "element 1 of the body is null" + EITHER),
                Arguments.of(List.of("a", 7), "element 1 of the body is a java.lang.Integer" + EITHER),
                Arguments.of(
                        List.of(Map.of("content", "a")),
                        "message 0 of the body has no role; it needs one of system, developer, user, assistant, tool"),
                Arguments.of(
                        List.of(),
                        "the body is a list of messages without an element; openai:chat needs " + CHAT_NEEDS
                                + " in it"),
                Arguments.of(
                        Map.of("prompt", "a"),
                        "the body, a Map, is taken as a whole request but has no list \"messages\"; add it, or send a"
                                + " text"),
                Arguments.of(
                        List.of(Map.of("role", "user", "content", new Customer())),
                        "the list of messages in the body cannot be written as JSON: it holds a type that Jackson does not"
                                + " know"),
                Arguments.of(
                        ChatRequest.of(ChatMessage.user("a")).with("x", new Customer()),
                        "the request in the body cannot be written as JSON: it holds a type that Jackson does not know"));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("wrongConversations")
    void aWrongConversationIsRefused(Object body, String message) {
        assertThat(refusal("openai:chat", body)).hasMessage(message);
    }

    static Stream<Arguments> wrongTexts() {
        return Stream.of(
                Arguments.of(List.of("a", " "), "text 1 of the body is empty, which the API refuses; leave it out"),
                Arguments.of(
                        Arrays.asList("a", null), "text 1 of the body is null, which the API refuses; leave it out"),
                Arguments.of(
                        List.of(), "the body is an empty collection; openai:embed needs " + EMBED_NEEDS + " in it"),
                Arguments.of(
                        Collections.nCopies(2_049, "a"),
                        "the body has more than 2048 texts, the most that one call takes; split it before this step"),
                Arguments.of(
                        List.of("a", new Customer()),
                        "text 1 of the body is a " + Customer.class.getName() + "; openai:embed needs " + EMBED_NEEDS));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("wrongTexts")
    void wrongTextsToEmbedAreRefused(Object body, String message) {
        assertThat(refusal("openai:embed", body)).hasMessage(message);
    }

    @ParameterizedTest(name = "{0}={1}: {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "MaxTokens | many | header CamelOpenAIMaxTokens must be a whole number but was 'many'; correct or remove it",
                "MaxTokens | -5 | maxTokens must be positive but was -5; set it in the URI or in header"
                        + " CamelOpenAIMaxTokens",
                "N | 0 | n must be positive but was 0; set it in the URI or in header CamelOpenAIN",
                "Temperature | warm | header CamelOpenAITemperature must be a number but was 'warm'; correct or remove it",
                "Logprobs | perhaps | header CamelOpenAILogprobs must be true or false but was 'perhaps'; correct or"
                        + " remove it",
                "ResponseFormat | xml | responseFormat of openai:chat must be one of [text, json_object] but was 'xml';"
                        + " for a schema set jsonSchema or outputClass instead"
            })
    void aHeaderOfTheWrongKindIsRefused(String option, String value, String message) {
        assertThat(refusal("openai:chat", "hello", Map.of("CamelOpenAI" + option, value)))
                .hasMessage(message);
    }

    @Test
    void aHeaderThatHoldsAnObjectIsRefusedByItsType() {
        assertThat(refusal("openai:chat", "hello", Map.of(OpenAiHeaders.TEMPERATURE, List.of("x".repeat(50)))))
                .hasMessage(
                        "header CamelOpenAITemperature must be a number but was a List12 of 52 characters; correct or"
                                + " remove it");
    }

    @Test
    void aNegativeLimitInTheUriIsRefused() {
        assertThatThrownBy(() -> call("openai:chat?maxTokens=-5", "hello"))
                .rootCause()
                .hasMessage("maxTokens must be positive but was -5; set it in the URI or in header"
                        + " CamelOpenAIMaxTokens");
        assertThatThrownBy(() -> call("openai:embed?dimensions=0", "hello"))
                .rootCause()
                .hasMessage("dimensions must be positive but was 0; set it in the URI or in header"
                        + " CamelOpenAIDimensions");
    }

    @Test
    void aStreamThatBreaksWhileItIsReadIsRefused() {
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("the disk is on fire");
            }
        };

        assertThat(refusal("openai:transcribe", broken))
                .hasMessage("the body could not be read: IOException the disk is on fire");
        assertThat(refusal("openai:chat", broken))
                .hasMessage("the body could not be read: IOException the disk is on fire");
    }

    @Test
    void aRouteCanActOnTheCategory() throws Exception {
        routes(new RouteBuilder() {
            @Override
            public void configure() {
                onException(OpenAiRequestException.class)
                        .handled(true)
                        .setBody(exchangeProperty("CamelAiErrorCategory"));
                from("direct:chat").to("openai:chat");
            }
        });

        assertThat(bodyOf(call("direct:chat", " "))).isEqualTo("VALIDATION");
    }

    private OpenAiRequestException refusal(String uri, Object body) {
        return refusal(uri, body, Map.of());
    }

    /** How a call is refused that must not reach the server nor touch the body. */
    private OpenAiRequestException refusal(String uri, Object body, Map<String, Object> headers) {
        Exchange exchange = call(uri, body, headers);
        OpenAiRequestException failure = failureOf(exchange, OpenAiRequestException.class);
        assertThat(exchange.getMessage().getBody()).isSameAs(body);
        assertThat(failure.status()).isZero();
        assertThat(failure.attempts()).isZero();
        assertThat(failure.isRetryable()).isFalse();
        assertThat(exchange.getProperty("CamelAiErrorCategory")).isEqualTo("VALIDATION");
        return failure;
    }

    /** A file that has this length but takes no room. */
    private Path sparse(String name, long length) throws IOException {
        Path path = Files.write(folder.resolve(name), "ID3".getBytes(StandardCharsets.US_ASCII));
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            file.setLength(length);
        }
        return path;
    }
}
