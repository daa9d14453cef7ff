// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelopenai.error.OpenAiException;
import io.github.camelopenai.error.OpenAiRequestException;
import io.github.camelopenai.test.Reply;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Refusals that say what is wrong in the words of who wrote the route, and what to do. */
class ClearRefusalsTest extends Scenario {

    private static final String JACKSONS = "REDACTED";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "localhost:11434 | http://localhost:11434/v1",
                "localhost:11434/v1 | http://localhost:11434/v1",
                "127.0.0.1:8080 | http://127.0.0.1:8080/v1",
                "ftp://llm.example.com/v1 | https://llm.example.com/v1",
                "ws://localhost:8080/v1 | http://localhost:8080/v1",
                "api.openai.com/v1 | https://api.openai.com/v1",
                "//llm.example.com | https://llm.example.com/v1",
                "http:/localhost:8080/v1 | http://localhost:8080/v1"
            })
    void aBaseUrlWithoutHttpIsRefusedWithOneThatMayWork(String baseUrl, String meant) {
        assertThatThrownBy(() -> start("chat?baseUrl=" + baseUrl))
                .hasMessage("baseUrl must begin with http:// or https:// but was '" + baseUrl + "'; try " + meant);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://h/v1#s3cret",
                "http://h/v1?key=s3cret",
                "http://me:s3cret@h/v1",
                "me:s3cret@h/v1",
                "h/v1?key=s3cret",
                "http://h:99999/v1",
                "http://",
                "http:///v1",
                "http://h s3cret/v1"
            })
    void aBaseUrlThatCannotWorkIsRefusedAndNotShown(String baseUrl) {
        component.getConfiguration().setBaseUrl(baseUrl);

        assertThatThrownBy(() -> start("chat"))
                .hasMessageStartingWith("baseUrl must be")
                .satisfies(failure -> assertThat(textOf(failure)).doesNotContain("s3cret"));
    }

    @Test
    void aBlankWithinABaseUrlIsNamed() {
        component.getConfiguration().setBaseUrl("http://exam ple/v1");

        assertThatThrownBy(() -> start("chat")).hasMessageContaining("white space");
    }

    @ParameterizedTest
    @CsvSource({"apiKey, 7", "organization, 7", "project, 7"})
    void whatNoHeaderCanHoldIsRefusedAtStartAndNotShown(String option, int position) {
        for (String value : new String[] {"s3cret\nx", "s3cret\u2026", "s3cret\tx"}) {
            component.getComponentPropertyConfigurer().configure(camel, component, option, value, true);

            assertThatThrownBy(() -> start("chat"))
                    .hasMessageStartingWith(option + " has a character at position " + position)
                    .hasMessageNotContaining("s3cret");
        }
    }

    @Test
    void theNameOfAContainerMayHaveAnUnderscore() {
        assertThatCode(() -> start("chat?baseUrl=http://my_llm:8080/v1")).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "chat?tools=RAW([{]) | tools looks like JSON but is not: Unexpected close marker",
                "chat?tools=RAW([{\"type\":\"function\") | tools looks like JSON but is not: Unexpected end-of-input: expected close"
                        + " marker for Object (line 1, column",
                "chat?tools=RAW([{\"type\":[}]) | tools looks like JSON but is not: Unexpected close marker '}'",
                "chat?tools=RAW([] []) | tools looks like JSON but is not: Trailing token",
                "chat?toolChoice=RAW({\"type\":) | toolChoice looks like JSON but is not: Unexpected end-of-input",
                "chat?jsonSchema=RAW({\"type\":) | jsonSchema is not JSON at line 1, column",
                "transcribe?chunkingStrategy=RAW({\"type\":) | chunkingStrategy must be auto or a JSON object but was",
            })
    void brokenJsonOfAnOptionIsDescribedWithoutTheWordsOfJacksonsSettings(String uri, String complaint) {
        assertThatThrownBy(() -> start(uri))
                .hasMessageStartingWith(complaint)
                .satisfies(failure -> assertThat(textOf(failure)).doesNotContain(JACKSONS));
    }

    @Test
    void soIsABrokenModelCatalog(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("models.json"), "{\n\"models\": [}");
        component.setModelCatalog("file:" + file);

        assertThatThrownBy(() -> start("chat"))
                .hasMessage("modelCatalog=file:" + file + " cannot be read as a JSON object: correct line 2, column 12")
                .satisfies(failure -> assertThat(textOf(failure)).doesNotContain(JACKSONS));
    }

    @Test
    void soAreArgumentsAndFailuresThatTheModelIsShown() throws Exception {
        routes(new RouteBuilder() {
            @Override
            public void configure() {
                from("openai:tool?name=read&description=Reads&parameter.x=string")
                        .process(exchange -> new ObjectMapper().readTree("{\"a\":[}"));
            }
        });
        openAi.next(Reply.toolCall("read", "{\"x\":["), Reply.toolCall("read", "{\"x\":\"1\"}"), Reply.text("done"));

        bodyOf(call("openai:chat?tools=read", "hi"));

        assertThat(openAi.requests()).hasSize(3);
        assertThat(openAi.requests().get(1).json().toString())
                .contains("the arguments are not JSON: Unexpected end-of-input")
                .doesNotContain(JACKSONS);
        assertThat(openAi.requests().get(2).json().toString())
                .contains("tool read failed: JsonParseException: Unexpected close marker")
                .doesNotContain(JACKSONS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"chat", "speech", "image"})
    void aStreamedAnswerAsTheBodyIsNamedWithItsRemedy(String operation) throws Exception {
        routes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:twice").to("openai:chat?streaming=true").to("openai:" + operation);
                from("direct:converted")
                        .to("openai:chat?streaming=true")
                        .convertBodyTo(String.class)
                        .to("openai:chat");
            }
        });
        openAi.next(Reply.text("a b"), Reply.text("a b"), Reply.text("ok"));

        assertThat(failureOf(call("direct:twice", "hi"), OpenAiRequestException.class))
                .hasMessageStartingWith("the body is the streamed answer of an earlier openai:chat step; openai:"
                        + operation + " needs ")
                .hasMessageEndingWith("read it to its end before this step with convertBodyTo(String.class)")
                .hasMessageNotContaining("internal");
        assertThat(bodyOf(call("direct:converted", "hi"))).isEqualTo("ok");
    }

    @Test
    void aReactiveStreamAsTheBodyIsNamed() {
        try (SubmissionPublisher<String> publisher =
                new SubmissionPublisher<>(Runnable::run, Flow.defaultBufferSize())) {
            assertThat(failureOf(call("openai:chat", publisher), OpenAiRequestException.class))
                    .hasMessageContaining("the body is a reactive stream, a java.util.concurrent.SubmissionPublisher;")
                    .hasMessageEndingWith("; collect it to a text before this step");
        }
    }

    @Test
    void aBodyWhoseReadingFailsWithJacksonSaysSoInPlainWords() {
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                new ObjectMapper().readTree("[");
                return -1;
            }
        };

        assertThat(failureOf(call("openai:chat", broken, Map.of()), OpenAiException.class))
                .hasMessageContaining("could not be read: JsonEOFException")
                .hasMessageNotContaining(JACKSONS);
    }

    private void start(String uri) throws Exception {
        camel.getEndpoint("openai:" + uri).createProducer();
    }

    private static String textOf(Throwable failure) {
        StringBuilder text = new StringBuilder();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            text.append(cause).append('\n');
        }
        return text.toString();
    }
}
