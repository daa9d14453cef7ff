// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenai.error.OpenAiAuthenticationException;
import io.github.camelopenai.error.OpenAiException;
import io.github.camelopenai.error.OpenAiQuotaException;
import io.github.camelopenai.error.OpenAiRateLimitException;
import io.github.camelopenai.error.OpenAiRequestException;
import io.github.camelopenai.error.OpenAiResponseException;
import io.github.camelopenai.error.OpenAiServerException;
import io.github.camelopenai.test.Reply;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers whose status says yes and whose body says no, in all operations. */
class FailuresUnderOkTest extends Scenario {

    private static final byte[] MP3 = Arrays.copyOf("ID3 a recording".getBytes(StandardCharsets.UTF_8), 1_000);

    static final List<String> OPERATIONS = List.of(
            "openai:chat?model=gpt-4o",
            "openai:embed",
            "openai:image",
            "openai:transcribe",
            "openai:transcribe?responseFormat=verbose_json",
            "openai:transcribe?responseFormat=text",
            "openai:transcribe?responseFormat=srt",
            "openai:transcribe?responseFormat=vtt",
            "openai:speech",
            "openai:speech?responseFormat=pcm");

    /** What a server says, and what it means. */
    record Told(String json, Class<? extends OpenAiException> failure, int status, String code) {}

    static final List<Told> DOCUMENTS = List.of(
            new Told(
                    "{\"error\":{\"message\":\"slow\",\"type\":\"requests\",\"code\":\"rate_limit_exceeded\"}}",
                    OpenAiRateLimitException.class,
                    429,
                    "rate_limit_exceeded"),
            new Told(
                    "{\"error\":{\"message\":\"no money\",\"type\":\"insufficient_quota\",\"code\":\"insufficient_quota\"}}",
                    OpenAiQuotaException.class,
                    429,
                    "insufficient_quota"),
            new Told(
                    "{\"error\":{\"message\":\"wrong key\",\"type\":\"invalid_request_error\",\"code\":\"invalid_api_key\"}}",
                    OpenAiAuthenticationException.class,
                    401,
                    "invalid_api_key"),
            new Told(
                    "{\"error\":{\"message\":\"no such model\",\"type\":\"NotFoundError\",\"param\":null,\"code\":404}}",
                    OpenAiRequestException.class,
                    404,
                    "404"),
            new Told(
                    "{\"error\":{\"message\":\"blocked\",\"type\":\"image_generation_user_error\","
                            + "\"code\":\"moderation_blocked\"}}",
                    OpenAiRequestException.class,
                    400,
                    "moderation_blocked"),
            new Told("\n {\"error\":\"it broke\"} \n", OpenAiServerException.class, 500, null),
            new Told(
                    "[{\"error\":{\"code\":503,\"message\":\"overloaded\",\"status\":\"UNAVAILABLE\"}}]",
                    OpenAiServerException.class,
                    503,
                    "503"),
            new Told(
                    "{\"object\":\"error\",\"message\":\"too long\",\"type\":\"BadRequestError\",\"param\":null,\"code\":400}",
                    OpenAiRequestException.class,
                    400,
                    "400"),
            new Told(
                    "{\"object\":\"error\",\"message\":\"no\",\"type\":\"invalid_request_error\",\"code\":\"1300\"}",
                    OpenAiRequestException.class,
                    400,
                    "1300"),
            new Told("{\"error\":true,\"message\":\"it broke\"}", OpenAiServerException.class, 500, null),
            new Told("{\"message\":\"no\",\"code\":404}", OpenAiRequestException.class, 404, "404"),
            new Told("{\"detail\":\"the worker is gone\"}", OpenAiServerException.class, 500, null),
            new Told(
                    "{\"detail\":[{\"type\":\"missing\",\"loc\":[\"body\",\"model\"],\"msg\":\"Field required\"}]}",
                    OpenAiRequestException.class,
                    422,
                    null));

    static Stream<Arguments> everyFailureOfEveryOperation() {
        return OPERATIONS.stream().flatMap(uri -> DOCUMENTS.stream().map(told -> Arguments.of(uri, told)));
    }

    @BeforeEach
    void route() throws Exception {
        component.getConfiguration().setMaxRetries(0);
        component.getConfiguration().setRetryInitialDelay(1);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("everyFailureOfEveryOperation")
    void aFailureThatIsToldIsTheExceptionItWouldHaveBeen(String uri, Told told) throws Exception {
        openAi.next(Reply.json(told.json()));

        OpenAiException failure = failureOf(ask(uri), told.failure());

        assertThat(failure.status()).isEqualTo(told.status());
        assertThat(failure.code()).isEqualTo(told.code());
    }

    @ParameterizedTest
    @FieldSource("OPERATIONS")
    void aFailureThatPassesIsTriedAgain(String uri) throws Exception {
        component.getConfiguration().setMaxRetries(2);
        openAi.next(Reply.json("{\"error\":{\"message\":\"busy\",\"type\":\"server_error\",\"code\":null}}"));

        assertThat(ask(uri).getException()).isNull();

        assertThat(openAi.requests()).hasSize(2);
    }

    @ParameterizedTest
    @FieldSource("OPERATIONS")
    void aPageIsNoAnswer(String uri) throws Exception {
        openAi.next(Reply.html(200));

        failureOf(ask(uri), OpenAiResponseException.class);
    }

    @ParameterizedTest(name = "{0} as {1}")
    @MethodSource("whatIsNoRecording")
    void whatIsNoRecordingIsNamed(String label, String contentType, String body, String what) throws Exception {
        openAi.next(Reply.media(contentType, body.getBytes(StandardCharsets.ISO_8859_1)));

        assertThat(failureOf(ask("openai:speech"), OpenAiResponseException.class))
                .hasMessageStartingWith(
                        "the answer is no recording but " + what + " (Content-Type " + contentType + ")");
    }

    static Stream<Arguments> whatIsNoRecording() {
        return Stream.of(
                Arguments.of("JSON", "application/json", "{\"audio\":\"AAAA\"}", "a JSON document"),
                Arguments.of("JSON", "audio/mpeg", " {\"audio\":\"AAAA\"}", "a JSON document"),
                Arguments.of("cut JSON", "application/json", "{\"error\":{\"mess", "a broken JSON document"),
                Arguments.of("a page", "audio/mpeg", "<!DOCTYPE html><p>secret</p>", "an HTML page"),
                Arguments.of("XML", "application/xml", "<?xml version=\"1.0\"?><Error/>", "an XML document"),
                Arguments.of("a text", "text/plain", "upstream secret", "a text"),
                Arguments.of("a text", "audio/mpeg", "upstream secret", "a text"),
                Arguments.of("a text", "application/octet-stream", "no h\u00C3\u00A9 secret", "a text"),
                Arguments.of("a picture", "audio/mpeg", "\u0089PNG\r\n\u001A\n\0\0\0\r", "image/png"),
                Arguments.of("a picture", "image/png", "\u0089PNG\r\n\u001A\n\0\0\0\r", "image/png"),
                Arguments.of("bytes", "text/html", "\0\u0001\u0002", "bytes of an unknown kind"),
                Arguments.of("nothing", "audio/mpeg", "", "nothing, a body of 0 bytes"));
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("recordings")
    void aRecordingIsOneWhateverItIsCalled(String format, String contentType, String body) throws Exception {
        byte[] recording = body.getBytes(StandardCharsets.ISO_8859_1);
        openAi.next(Reply.media(contentType, recording).inPiecesOf(3));

        Exchange exchange = ask("openai:speech?responseFormat=" + format);

        assertThat(bodyOf(exchange)).isEqualTo(recording);
    }

    static Stream<Arguments> recordings() {
        return Stream.of(
                Arguments.of("mp3", "audio/mpeg", "ID3\u0004\0\0\0\0\0\0"),
                Arguments.of("mp3", "application/octet-stream", "\u00FF\u00F3\u0084\u00C4{}"),
                Arguments.of("mp3", "application/json", "\u00FF\u00FB\u0090d"),
                Arguments.of("mp3", "audio/mpeg", "\0\0\0\0 zeros before the first frame"),
                Arguments.of("wav", "audio/mpeg", "RIFF\u00FF\u00FF\u00FF\u00FFWAVEfmt "),
                Arguments.of("wav", "text/plain", "RIFFaaaaWAVEfmt "),
                Arguments.of("opus", "audio/ogg", "OggS\0\u0002"),
                Arguments.of("aac", "audio/aac", "\u00FF\u00F1P\u0080"),
                Arguments.of("flac", "audio/flac", "fLaC\0\0\0\""),
                Arguments.of("pcm", "audio/pcm", "\u0001\0\u0002\0"),
                Arguments.of("pcm", "audio/pcm", "abcdabcd"),
                Arguments.of("pcm", "audio/pcm", "{\0<\0"),
                Arguments.of("pcm", "application/octet-stream", "BM\0\0\0\0\0\0\0\0\0\0"));
    }

    /** Some servers speak of a failure that there was not, and of fields that are not set. */
    @Test
    void anAnswerThatIsThereCounts() {
        openAi.next(Reply.json("{\"error\":null,\"text\":\"hello\"}"));
        openAi.next(Reply.json("{\"error\":{},\"detail\":null,\"data\":[{\"index\":0,\"embedding\":[1]}]}"));
        openAi.next(Reply.json("{\"error\":\"\",\"data\":[{\"b64_json\":\"AAAA\"}]}"));

        assertThat(bodyOf(call("openai:transcribe", MP3))).isEqualTo("hello");
        assertThat((float[]) bodyOf(call("openai:embed", "hello"))).containsExactly(1);
        bodyOf(call("openai:image", "a cat"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"error\" is the key} he said",
                "{ said Tom, error or not",
                "[laughter] {\"error\":{\"message\":\"x\"}}",
                "<cough> hello",
                "<html_tag> is what he typed",
                "{\"text\":\"hello\"}",
                "{\"detail\":\"a word\"}",
                "Error: that is what it said"
            })
    void aTranscriptMayLookLikeAFailure(String text) {
        openAi.next(Reply.plainText(200, text));

        assertThat(bodyOf(call("openai:transcribe?responseFormat=text", MP3))).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!DOCTYPE html><title>x</title>",
                "\n<HTML lang=en>",
                "\uFEFF<html>",
                "<!-- x --><!doctype HTML>",
                "<!-- x --> <!-- y -->\n<html>",
                "<?xml version='1.0'?><Error/>"
            })
    void aPageIsNoTranscriptWhateverItsType(String page) {
        openAi.next(Reply.plainText(200, page));

        assertThat(failureOf(call("openai:transcribe?responseFormat=srt", MP3), OpenAiResponseException.class))
                .hasMessageStartingWith("the answer is no transcript but an ")
                .hasMessageContaining("(Content-Type text/plain; charset=utf-8)");
    }

    /** The server of whisper.cpp sends its texts so. */
    @Test
    void aTextUnderTheTypeOfAPageIsATranscript() {
        openAi.next(Reply.plainText(200, " Hello.\n").header("content-type", "text/html; charset=utf-8"));

        assertThat(bodyOf(call("openai:transcribe?responseFormat=text", MP3))).isEqualTo(" Hello.\n");
    }

    @Test
    void anErrorIsToldUnderTheTypeOfARecordingToo() throws Exception {
        byte[] json = "\uFEFF{\"error\":{\"code\":\"rate_limit_exceeded\"}}".getBytes(StandardCharsets.UTF_8);
        openAi.next(Reply.media("audio/mpeg", json).inPiecesOf(2));

        failureOf(ask("openai:speech"), OpenAiRateLimitException.class);
    }

    @Test
    void anErrorIsToldInPlainTextToo() {
        openAi.next(Reply.plainText(200, "\uFEFF {\"error\":{\"message\":\"slow\",\"code\":\"rate_limit_exceeded\"}}"));

        failureOf(call("openai:transcribe?responseFormat=text", MP3), OpenAiRateLimitException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "text"})
    void anEmptyTranscriptBesideAFailureIsNone(String format) {
        openAi.next(Reply.json("{\"text\":\"\",\"error\":{\"message\":\"slow\",\"code\":\"rate_limit_exceeded\"}}"));
        openAi.next(Reply.json("{\"text\":\"\",\"error\":null}"));

        failureOf(call("openai:transcribe?responseFormat=" + format, MP3), OpenAiRateLimitException.class);
        assertThat(bodyOf(call("openai:transcribe?responseFormat=" + format, MP3)))
                .isEqualTo("");
    }

    private Exchange ask(String uri) throws Exception {
        routes(new RouteBuilder() {
            @Override
            public void configure() {
                var route = from("direct:ask").to(uri);
                if (uri.startsWith("openai:speech")) {
                    route.convertBodyTo(byte[].class);
                }
            }
        });
        return call("direct:ask", uri.startsWith("openai:transcribe") ? MP3 : "hello");
    }
}
