// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelopenai.OpenAiHeaders;
import io.github.camelopenai.error.OpenAiRateLimitException;
import io.github.camelopenai.model.ChatMessage;
import io.github.camelopenai.model.ChatRequest;
import io.github.camelopenai.model.ToolCall;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.WrappedFile;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.converter.stream.InputStreamCache;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Pictures, recordings and PDF in the messages of a chat, in each form in which Camel carries them. */
class FilesInChatTest extends Scenario {

    static final byte[] PNG = content("\u0089PNG\r\n\u001A\n a picture");
    static final byte[] WAV = content("RIFF\0\0\0\0WAVE a recording");
    static final byte[] MP3 = content("ID3\u0003 a recording");
    static final byte[] PDF = content("%PDF-1.7 a document");

    private static final String ASK = "openai:chat?userMessage=What is this?";

    @TempDir
    private Path folder;

    private static byte[] content(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text.replace('\'', '"'));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode image(String mimeType, byte[] bytes) {
        return json("{'type':'image_url','image_url':{'url':'data:" + mimeType + ";base64," + base64(bytes) + "'}}");
    }

    private static JsonNode audio(String format, byte[] bytes) {
        return json("{'type':'input_audio','input_audio':{'data':'" + base64(bytes) + "','format':'" + format + "'}}");
    }

    private static JsonNode pdf(String name, byte[] bytes) {
        return json("{'type':'file','file':{'filename':'" + name + "','file_data':'data:application/pdf;base64,"
                + base64(bytes) + "'}}");
    }

    private static JsonNode text(String text) {
        return json("{'type':'text','text':'" + text + "'}");
    }

    /** The content of the last message of the only request. */
    private JsonNode content() {
        JsonNode messages = sent().path("messages");
        return messages.get(messages.size() - 1).path("content");
    }

    static Stream<Arguments> pictures() {
        return Stream.of(
                Arguments.of("byte[]", PNG),
                Arguments.of("InputStream", new OneTimeStream(PNG)),
                Arguments.of("StreamCache", new InputStreamCache(PNG)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("pictures")
    void aPictureInMemoryIsAPartBehindThePrompt(String label, Object body) {
        Exchange exchange = call(ASK, body);

        assertThat(bodyOf(exchange)).asString().startsWith("You said: What is this?");
        assertThat(content()).containsExactly(text("What is this?"), image("image/png", PNG));
        assertThat(request().header("content-length"))
                .hasValue(String.valueOf(request().size()));
        assertThat(request().header("transfer-encoding")).isEmpty();
    }

    static Stream<Arguments> files() {
        return Stream.of(
                Arguments.of("cat.png", PNG, image("image/png", PNG)),
                Arguments.of(
                        "cat.JPG", content("\u00FF\u00D8\u00FF"), image("image/jpeg", content("\u00FF\u00D8\u00FF"))),
                Arguments.of("no signature.webp", content("x"), image("image/webp", content("x"))),
                Arguments.of("cat", PNG, image("image/png", PNG)),
                Arguments.of("call.wav", WAV, audio("wav", WAV)),
                Arguments.of("call.mp3", MP3, audio("mp3", MP3)),
                Arguments.of("Über \u201Cuns\u201D.pdf", PDF, pdf("Über \u201Cuns\u201D.pdf", PDF)),
                Arguments.of("report.tmp", PDF, pdf("report.tmp.pdf", PDF)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("files")
    void aFileIsAPartOfItsKind(String name, byte[] bytes, JsonNode part) throws IOException {
        Path file = Files.write(folder.resolve(name), bytes);

        bodyOf(call(ASK, file));
        assertThat(content()).containsExactly(text("What is this?"), part);

        openAi.reset();
        bodyOf(call(ASK, file.toFile()));
        assertThat(content()).containsExactly(text("What is this?"), part);
    }

    @Test
    void aConsumedFileIsAPart() throws Exception {
        Files.write(folder.resolve("cat.png"), PNG);
        routes(new RouteBuilder() {
            @Override
            public void configure() {
                from("file:" + folder + "?noop=true&initialDelay=0")
                        .process(e -> assertThat(e.getMessage().getBody()).isInstanceOf(WrappedFile.class))
                        .to(ASK)
                        .to("seda:answers");
            }
        });

        String answer = camel.createConsumerTemplate().receiveBody("seda:answers", PATIENCE.toMillis(), String.class);

        assertThat(answer).startsWith("You said: What is this?");
        assertThat(content()).containsExactly(text("What is this?"), image("image/png", PNG));
    }

    @Test
    void aFileThatIsElsewhereIsAPart() {
        bodyOf(call(ASK, new RemoteFile(PNG)));
        bodyOf(call(ASK, new RemoteFile(new OneTimeStream(PNG))));

        assertThat(openAi.requests()).hasSize(2).allSatisfy(request -> assertThat(
                        request.json().at("/messages/0/content/1"))
                .isEqualTo(image("image/png", PNG)));
    }

    @Test
    void withoutAPromptThePartIsAlone() {
        bodyOf(call("openai:chat", PNG));

        assertThat(content()).containsExactly(image("image/png", PNG));
    }

    @Test
    void thePromptMayBeAHeader() {
        bodyOf(call("openai:chat?systemMessage=Be brief.", PNG, Map.of(OpenAiHeaders.USER_MESSAGE, "A cat?")));

        assertThat(sent().at("/messages/0/role").asText()).isEqualTo("system");
        assertThat(content()).containsExactly(text("A cat?"), image("image/png", PNG));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({"CamelAwsS3ContentType, image/webp", "Content-Type, image/gif; x=y", "CamelFileName, in/cat.jpeg"})
    void headersTellTheKindOfABodyWithoutSignature(String header, String value) {
        String mimeType = value.startsWith("in/") ? "image/jpeg" : value.split(";", 2)[0];

        bodyOf(call("openai:chat", content("no signature"), Map.of(header, value)));

        assertThat(content()).containsExactly(image(mimeType, content("no signature")));
    }

    @Test
    void theNameOfADocumentIsTheLastOfItsPath() {
        bodyOf(call("openai:chat", PDF, Map.of(Exchange.FILE_NAME, "in/box/a.pdf")));
        assertThat(content()).containsExactly(pdf("a.pdf", PDF));

        openAi.reset();
        bodyOf(call("openai:chat", PDF));
        assertThat(content()).containsExactly(pdf("document.pdf", PDF));
    }

    @Test
    void theDetailIsSaidOfPictures() throws Exception {
        bodyOf(call(
                "openai:chat?imageDetail=high",
                List.of(PNG, URI.create("https://server/cat.png"), WAV),
                Map.of(OpenAiHeaders.IMAGE_DETAIL, "low")));

        assertThat(content().findValuesAsText("detail")).containsExactly("low", "low");
    }

    @Nested
    class AListOfParts {

        @Test
        void isOneMessageInItsOrder() throws IOException {
            Path note = Files.writeString(folder.resolve("note.txt"), "Grüß Gott");
            Path document = Files.write(folder.resolve("a.pdf"), PDF);
            List<Object> body = List.of(
                    "first",
                    PNG,
                    document,
                    note.toFile(),
                    new OneTimeStream(WAV),
                    new InputStreamCache(MP3),
                    URI.create("https://server/cat.png"),
                    URI.create("http://server/dog.png").toURL(),
                    new RemoteFile(PNG),
                    Map.of("type", "text", "text", "last"));

            assertThat(bodyOf(call(ASK, body)))
                    .asString()
                    .startsWith("You said: What is this?\nfirst\nGrüß Gott\nlast [");
            assertThat(sent().path("messages")).hasSize(1);
            assertThat(content())
                    .containsExactly(
                            text("What is this?"),
                            text("first"),
                            image("image/png", PNG),
                            pdf("a.pdf", PDF),
                            text("Grüß Gott"),
                            audio("wav", WAV),
                            audio("mp3", MP3),
                            json("{'type':'image_url','image_url':{'url':'https://server/cat.png'}}"),
                            json("{'type':'image_url','image_url':{'url':'http://server/dog.png'}}"),
                            image("image/png", PNG),
                            text("last"));
        }

        @Test
        void comparesTwoPictures() throws Exception {
            File before = Files.write(folder.resolve("before.png"), PNG).toFile();
            File after = Files.write(folder.resolve("after.png"), PNG).toFile();
            routes(new RouteBuilder() {
                @Override
                public void configure() {
                    // tag::list[]
                    from("direct:compare")
                            .setBody(exchange -> List.of("What has changed?", before, after))
                            .to("openai:chat?imageDetail=high");
                    // end::list[]
                }
            });

            assertThat(bodyOf(call("direct:compare", null))).asString().startsWith("You said: What has changed?");
            assertThat(content()).hasSize(3);
            assertThat(content().findValuesAsText("detail")).containsExactly("high", "high");
        }

        @Test
        void isNotDescribedByTheHeadersOfTheMessage() {
            bodyOf(call("openai:chat", List.of(content("hello")), Map.of(Exchange.CONTENT_TYPE, "image/png")));

            assertThat(content()).containsExactly(text("hello"));
        }

        @Test
        void mayBeJson() {
            bodyOf(call(ASK, json("['Look',{'type':'image_url','image_url':{'url':'https://server/cat.png'}}]")));

            assertThat(content()).hasSize(3);
            assertThat(content().get(1)).isEqualTo(text("Look"));
        }

        @Test
        void ofTextsIsOneMessageToo() {
            assertThat(bodyOf(call("openai:chat", List.of("one", "two")))).isEqualTo("You said: one\ntwo");
        }
    }

    @Nested
    class AConversation {

        @Test
        void mayHaveFilesInItsMessages() throws IOException {
            Path document = Files.write(folder.resolve("a.pdf"), PDF);
            List<Object> body = List.of(
                    Map.of("role", "user", "content", List.of("What is this?", PNG)),
                    ChatMessage.assistant("A cat."),
                    new ChatMessage("user", List.of("And this?", document, new OneTimeStream(PNG)), null, null, null),
                    Map.of("role", "user", "content", new OneTimeStream(WAV)));

            bodyOf(call(ASK, body));

            JsonNode messages = sent().path("messages");
            assertThat(messages).hasSize(4);
            assertThat(messages.at("/0/content")).containsExactly(text("What is this?"), image("image/png", PNG));
            assertThat(messages.at("/1/content").asText()).isEqualTo("A cat.");
            assertThat(messages.at("/2/content"))
                    .containsExactly(text("And this?"), pdf("a.pdf", PDF), image("image/png", PNG));
            assertThat(messages.at("/3/content")).containsExactly(audio("wav", WAV));
        }

        @Test
        void mayBeAWholeRequestWithFiles() {
            ChatMessage message = new ChatMessage("user", List.of("What is this?", PNG), null, null, null);

            bodyOf(call("openai:chat", ChatRequest.of(message).with("top_p", 0.5)));
            bodyOf(call("openai:chat", Map.of("top_p", 0.5, "messages", List.of(message))));

            assertThat(openAi.requests()).hasSize(2).allSatisfy(request -> {
                assertThat(request.json().at("/messages/0/content"))
                        .containsExactly(text("What is this?"), image("image/png", PNG));
                assertThat(request.json().path("top_p").asDouble()).isEqualTo(0.5);
            });
        }

        @Test
        void ofToolResultsStaysOne() {
            List<ChatMessage> messages = List.of(
                    ChatMessage.user("a"),
                    ChatMessage.assistant(List.of(new ToolCall("call_1", "weather", "{}"))),
                    ChatMessage.tool("call_1", "sunny"));

            bodyOf(call("openai:chat", messages));

            assertThat(sent().path("messages").findValuesAsText("role")).containsExactly("user", "assistant", "tool");
        }
    }

    @Nested
    class AnAddress {

        @Test
        void isAPictureThatTheServerFetches() {
            bodyOf(call(ASK, URI.create("https://server/cat.png?size=1")));

            assertThat(content().get(1))
                    .isEqualTo(json("{'type':'image_url','image_url':{'url':'https://server/cat.png?size=1'}}"));
        }

        @Test
        void mayHoldThePictureItself() {
            bodyOf(call(ASK, URI.create("data:image/png;base64,AAAA")));

            assertThat(content().get(1).at("/image_url/url").asText()).isEqualTo("data:image/png;base64,AAAA");
        }

        @Test
        void asATextIsAPrompt() {
            assertThat(bodyOf(call("openai:chat", "https://server/cat.png")))
                    .isEqualTo("You said: https://server/cat.png");
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"a.json", "a.svg", "a.csv", "a.md", "a.unknown", "a"})
    void aFileOfTextStaysThePrompt(String name) throws IOException {
        Path file = Files.writeString(folder.resolve(name), "Grüß Gott");

        assertThat(bodyOf(call(ASK, file))).isEqualTo("You said: Grüß Gott");
        assertThat(content().isTextual()).isTrue();
    }

    @Test
    void theQuotaIsChargedForPicturesAndNotForTheirBytes() {
        String uri = "openai:chat?tokensPerMinute=60000&maxTokens=100";

        assertThat(bodyOf(call(uri, Arrays.copyOf(PNG, 700_000)))).isNotNull(); // as a text it would be 233,000 tokens
        assertThat(failureOf(call(uri, Collections.nCopies(80, PNG)), OpenAiRateLimitException.class))
                .hasMessageContaining("more than the limit of 60,000 tokens per minute");
    }

    /** A stream that, as one from a socket, can neither be reset nor read twice. */
    static final class OneTimeStream extends InputStream {
        private final InputStream bytes;

        OneTimeStream(byte[] bytes) {
            this.bytes = new ByteArrayInputStream(bytes);
        }

        @Override
        public int read() throws IOException {
            return bytes.read();
        }

        @Override
        public int read(byte[] target, int offset, int count) throws IOException {
            return bytes.read(target, offset, count);
        }
    }

    /** As the FTP component has them: the file is a name there, the bytes are beside it. */
    record RemoteFile(Object content) implements WrappedFile<String> {
        @Override
        public String getFile() {
            return "remote";
        }

        @Override
        public Object getBody() {
            return content;
        }

        @Override
        public long getFileLength() {
            return -1;
        }
    }
}
