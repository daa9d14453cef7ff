// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.scenario;

import static io.github.camelopenai.scenario.FilesInChatTest.PNG;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenai.error.OpenAiRequestException;
import io.github.camelopenai.scenario.FilesInChatTest.OneTimeStream;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.converter.stream.InputStreamCache;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pictures, recordings and other bytes are no texts; no text operation sends them, or is paid for it. */
class BinaryBodiesTest extends Scenario {

    private static final String GREETING = "Grüß Gott";
    private static final byte[] LATIN = GREETING.getBytes(ISO_8859_1);

    /** Each an operation, and where its request has the text. */
    private static final Map<String, String> TEXTS = Map.of("speech", "/input", "embed", "/input", "image", "/prompt");

    @TempDir
    private Path folder;

    private OpenAiRequestException refusal(Exchange exchange) {
        OpenAiRequestException failure = failureOf(exchange, OpenAiRequestException.class);
        assertThat(openAi.requests()).isEmpty();
        assertThat(exchange.getProperty("CamelAiErrorCategory")).isEqualTo("VALIDATION");
        return failure;
    }

    private String textOf(String operation, int request) {
        return openAi.requests().get(request).json().at(TEXTS.get(operation)).asText();
    }

    private void route(String... steps) throws Exception {
        routes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:steps").to(steps);
            }
        });
    }

    @ParameterizedTest(name = "{0} -> {1}: {2}")
    @CsvSource({
        "openai:speech?responseFormat=wav, openai:embed, audio/wav",
        "openai:speech, openai:image, audio/mpeg",
        "openai:speech?responseFormat=pcm, openai:embed, audio/pcm",
        "openai:image, openai:speech, image/png",
        "openai:image, openai:image, image/png",
        "openai:image?n=2&size=64x64, openai:embed, image/png"
    })
    void whatAStepHasMadeIsNoTextForTheNext(String first, String second, String type) throws Exception {
        route(first, second);

        Exchange exchange = call("direct:steps", "a cat");

        assertThat(failureOf(exchange, OpenAiRequestException.class))
                .hasMessageContaining("the body is " + type + ", which " + second + " cannot use")
                .hasMessageEndingWith("; convert it before this step, or set the body to a text");
        assertThat(openAi.requests()).hasSize(1);
    }

    static Stream<Arguments> forms() {
        Function<byte[], Object> array = bytes -> bytes;
        Function<byte[], Object> oneTime = OneTimeStream::new;
        Function<byte[], Object> stream = ByteArrayInputStream::new;
        Function<byte[], Object> cache = InputStreamCache::new;
        Function<byte[], Object> buffer = ByteBuffer::wrap;
        return TEXTS.keySet().stream()
                .flatMap(operation -> Stream.of(
                        Arguments.of(operation, "byte[]", array),
                        Arguments.of(operation, "bare stream", oneTime),
                        Arguments.of(operation, "stream", stream),
                        Arguments.of(operation, "cache", cache),
                        Arguments.of(operation, "buffer", buffer)));
    }

    @ParameterizedTest(name = "openai:{0} {1}")
    @MethodSource("forms")
    void aPictureIsRefusedInEachForm(String operation, String form, Function<byte[], Object> body) {
        assertThat(refusal(call("openai:" + operation, body.apply(PNG))))
                .hasMessageStartingWith(
                        "the body is image/png, which openai:" + operation + " cannot use as text; it" + " needs ")
                .hasMessageEndingWith("; convert it before this step, or set the body to a text");
    }

    @ParameterizedTest(name = "openai:{0} {1}")
    @MethodSource("forms")
    void aTextIsSentInEachForm(String operation, String form, Function<byte[], Object> body) {
        String text = GREETING + ", " + "ß".repeat(3_000); // a character lies across each border of a buffer

        bodyOf(call("openai:" + operation, body.apply(text.getBytes(UTF_8))));
        bodyOf(call("openai:" + operation, body.apply(("a" + text).getBytes(UTF_8))));

        assertThat(textOf(operation, 0)).isEqualTo(text);
        assertThat(textOf(operation, 1)).isEqualTo("a" + text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"speech", "embed", "image"})
    void aFileIsJudgedByItsBytes(String operation) throws Exception {
        Path picture = Files.write(folder.resolve("cat.txt"), PNG);
        Path data = Files.write(folder.resolve("cat.dat"), new byte[] {1, 2, 0, 3});
        Path text = Files.writeString(folder.resolve("cat.png"), GREETING);
        Path marked = Files.writeString(folder.resolve("marked.txt"), "\uFEFF" + GREETING);

        for (Object body : List.of(picture, picture.toFile())) {
            assertThat(refusal(call("openai:" + operation, body))).hasMessageStartingWith("the body is image/png, ");
        }
        assertThat(refusal(call("openai:" + operation, data)))
                .hasMessageStartingWith("the body is application/octet-stream, ");
        bodyOf(call("openai:" + operation, text));
        bodyOf(call("openai:" + operation, marked.toFile()));

        assertThat(textOf(operation, 0)).isEqualTo(GREETING);
        assertThat(textOf(operation, 1)).endsWith(GREETING);
    }

    @Test
    void theFileOfAConsumerIsJudgedWithItsCharset() throws Exception {
        Files.write(folder.resolve("a.txt"), GREETING.getBytes(UTF_16LE));
        routes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:latin")
                        .pollEnrich("file:" + folder + "?charset=UTF-16LE&noop=true&idempotent=false&fileName=a.txt")
                        .to("openai:embed");
                from("direct:plain")
                        .pollEnrich("file:" + folder + "?noop=true&idempotent=false&fileName=a.txt")
                        .to("openai:embed");
            }
        });

        assertThat(refusal(call("direct:plain", ""))).hasMessageContaining("which openai:embed cannot use as text");
        bodyOf(call("direct:latin", ""));

        assertThat(textOf("embed", 0)).isEqualTo(GREETING);
    }

    static Stream<Arguments> noTexts() {
        byte[] zeroLater = "a text at first ".repeat(20).concat("\0").getBytes(UTF_8);
        byte[] zip = {'P', 'K', 3, 4};
        return Stream.of(
                Arguments.of("zeros", new byte[] {1, 0, 2}, "application/octet-stream"),
                Arguments.of("zero later", zeroLater, "application/octet-stream"),
                Arguments.of("no UTF-8", LATIN, "application/octet-stream"),
                Arguments.of("cut UTF-8", Arrays.copyOf("aß".getBytes(UTF_8), 2), "application/octet-stream"),
                Arguments.of("zip", zip, "application/zip"),
                Arguments.of("PDF", "%PDF-1.7 a".getBytes(UTF_8), "application/pdf"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("noTexts")
    void otherBytesAreRefusedToo(String kind, byte[] bytes, String type) {
        assertThat(refusal(call("openai:embed", bytes))).hasMessageStartingWith("the body is " + type + ", which ");
        assertThat(refusal(call("openai:embed", List.of("a", bytes))))
                .hasMessageStartingWith("text 1 of the body is " + type + ", which openai:embed cannot use as text; ");
        assertThat(refusal(call("openai:embed", new Object[] {bytes})))
                .hasMessageStartingWith("text 0 of the body is " + type + ", ");
        assertThat(refusal(call("openai:embed", List.<Object>of(bytes).iterator())))
                .hasMessageStartingWith("text 0 of the body is " + type + ", ");
    }

    @Test
    void bytesThatMayBeATextOfAnotherCharsetSayHowToNameIt() {
        assertThat(refusal(call("openai:speech", LATIN)))
                .hasMessage("the body is application/octet-stream, which openai:speech cannot use as text; it needs the"
                        + " text to speak; if it is a text in another charset than UTF-8, name that in the exchange"
                        + " property CamelCharsetName; convert it before this step, or set the body to a text");
    }

    @ParameterizedTest
    @ValueSource(strings = {"speech", "embed", "image"})
    void aTextInACharsetThatIsNamedIsSent(String operation) throws Exception {
        Charset cyrillic = Charset.forName("windows-1251");
        String text = "явление"; // its first bytes are those of a frame of MP3 as well
        Path file = Files.write(folder.resolve("a.txt"), text.getBytes(cyrillic));
        List<Object> bodies = List.of(text.getBytes(cyrillic), new OneTimeStream(text.getBytes(cyrillic)), file);
        Consumer<Exchange> named = exchange -> exchange.setProperty(Exchange.CHARSET_NAME, cyrillic.name());

        for (Object body : bodies) {
            bodyOf(template.request("openai:" + operation, exchange -> {
                exchange.getMessage().setBody(body);
                named.accept(exchange);
            }));
        }
        for (Object body : List.of(bodies.get(0), new OneTimeStream(text.getBytes(cyrillic)), file)) {
            Exchange exchange = call(
                    "openai:" + operation, body, Map.of(Exchange.CONTENT_TYPE, "text/plain; charset=\"Windows-1251\""));
            bodyOf(exchange);
            assertThat(exchange.getProperty(Exchange.CHARSET_NAME)).isNull();
        }

        assertThat(openAi.requests()).hasSize(6);
        for (int request = 0; request < 6; request++) {
            assertThat(textOf(operation, request)).isEqualTo(text);
        }
    }

    @Test
    void theCharsetOfTheExchangeStaysWhatItIs() {
        Exchange exchange = template.request("openai:embed", sent -> {
            sent.getMessage().setBody(LATIN);
            sent.getMessage().setHeader(Exchange.CONTENT_TYPE, "text/plain;charset=UTF-8");
            sent.setProperty(Exchange.CHARSET_NAME, "latin1");
        });

        bodyOf(exchange);
        assertThat(textOf("embed", 0)).isEqualTo(GREETING);
        assertThat(exchange.getProperty(Exchange.CHARSET_NAME)).isEqualTo("latin1");
    }

    @Test
    void wideCharactersSayWhatTheyAre() {
        bodyOf(call("openai:embed", GREETING.getBytes(UTF_16)));
        bodyOf(call("openai:embed", ("\uFEFF" + GREETING).getBytes(UTF_16LE)));
        bodyOf(call("openai:embed", GREETING.getBytes(UTF_16LE), Map.of(Exchange.CHARSET_NAME, "UTF-16LE")));

        assertThat(List.of(textOf("embed", 0), textOf("embed", 1), textOf("embed", 2)))
                .containsOnly(GREETING);
    }

    @Test
    void aChatTakesPicturesButNoOtherBytesEither() {
        String latin = "the body is application/octet-stream, which openai:chat cannot use as text; it needs ";

        assertThat(refusal(call("openai:chat", LATIN))).hasMessageStartingWith(latin);
        assertThat(refusal(call("openai:chat", List.of("a", LATIN)))).hasMessageStartingWith(latin);
        bodyOf(call("openai:chat", LATIN, Map.of(Exchange.CONTENT_TYPE, "text/plain;charset=iso-8859-1")));

        assertThat(sent().at("/messages/0/content").asText()).isEqualTo(GREETING);
    }

    @Test
    void aPictureIsNoTextWhateverCharsetIsNamed() {
        Map<String, Object> named = Map.of(Exchange.CHARSET_NAME, "ISO-8859-1");

        assertThat(refusal(call("openai:speech", PNG, named))).hasMessageStartingWith("the body is image/png, ");
        assertThat(refusal(call("openai:speech", new byte[] {1, 0}, named)))
                .hasMessageStartingWith("the body is application/octet-stream, ");
    }

    @Test
    void aHeaderThatIsLeftOfAnEarlierStepDoesNotMakeATextAPicture() {
        Map<String, Object> left = Map.of(Exchange.CONTENT_TYPE, "image/png");

        bodyOf(call("openai:speech", GREETING.getBytes(UTF_8), left));
        bodyOf(call("openai:speech", new OneTimeStream(GREETING.getBytes(UTF_8)), left));

        assertThat(textOf("speech", 0)).isEqualTo(GREETING);
        assertThat(textOf("speech", 1)).isEqualTo(GREETING);
    }

    @ParameterizedTest
    @ValueSource(strings = {"speech", "embed", "image"})
    void aRefusedStreamCanStillBeReadWithinItsRoute(String operation) throws Exception {
        byte[] picture = Arrays.copyOf(PNG, 300_000);
        routes(new RouteBuilder() {
            @Override
            public void configure() {
                onException(OpenAiRequestException.class).handled(true).convertBodyTo(byte[].class);
                from("direct:use").noStreamCaching().to("openai:" + operation);
                from("direct:each")
                        .noStreamCaching()
                        .doTry()
                        .to("openai:embed")
                        .doCatch(OpenAiRequestException.class)
                        .setBody(simple("${body[0]}"))
                        .convertBodyTo(byte[].class);
            }
        });

        assertThat(bodyOf(call("direct:use", new OneTimeStream(picture)))).isEqualTo(picture);
        assertThat(bodyOf(call("direct:each", List.of(new OneTimeStream(picture)))))
                .isEqualTo(picture);
        assertThat(bodyOf(call("direct:each", new Object[] {new OneTimeStream(picture)})))
                .isEqualTo(picture);
        assertThat(openAi.requests()).isEmpty();
    }

    @Test
    void aRecordingCanStillBeReadAfterIt() throws Exception {
        routes(new RouteBuilder() {
            @Override
            public void configure() {
                onException(OpenAiRequestException.class).handled(true).to("openai:transcribe");
                from("direct:use").to("openai:speech").to("openai:embed");
            }
        });

        assertThat(bodyOf(call("direct:use", "hello world"))).isEqualTo("hello world");
    }
}
