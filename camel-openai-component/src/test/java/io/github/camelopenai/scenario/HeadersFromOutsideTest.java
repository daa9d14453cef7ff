// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import io.github.camelopenai.error.OpenAiRequestException;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever sends a message to a route sets no more options than the route lets them. */
class HeadersFromOutsideTest extends Scenario {

    private CapturedLog log;

    @BeforeEach
    void listen() {
        log = CapturedLog.from(Level.WARN);
    }

    @AfterEach
    void stopListening() {
        log.close();
    }

    private List<String> warnings() {
        return log.events().stream()
                .filter(event -> event.getLoggerName().endsWith("UnknownHeaders"))
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    /** A class whose loading would be seen. */
    public static final class Loaded {
        static boolean loaded;

        static {
            HeadersFromOutsideTest.loaded = true;
        }
    }

    private static volatile boolean loaded;

    @ParameterizedTest
    @ValueSource(strings = {"CAMELOPENAIOUTPUTCLASS", "CAMELOpenAIOutputClass", "cAMELOpenAIOutputClass"})
    void aHeaderThatCamelsFiltersMayLetInSetsNothing(String header) {
        Exchange exchange = call("openai:chat", "hi", Map.of(header, Loaded.class.getName()));

        assertThat(bodyOf(exchange)).isInstanceOf(String.class);
        assertThat(sent().has("response_format")).isFalse();
        assertThat(loaded).isFalse();
        assertThat(warnings())
                .singleElement()
                .isEqualTo("openai:chat does not read header " + header
                        + ", which must be written CamelOpenAIOutputClass; a value that is set over it later is not read either."
                        + " The call goes on without it; unknownHeaders=fail refuses such calls");
    }

    @ParameterizedTest(name = "openai:{0}")
    @ValueSource(strings = {"chat", "image", "speech", "embed"})
    void noOperationReadsAModelInAnotherCase(String operation) {
        bodyOf(call("openai:" + operation + "?unknownHeaders=ignore", "hi", Map.of("CAMELOPENAIMODEL", "dear")));

        assertThat(sent().path("model").asText()).isNotEqualTo("dear");
    }

    /** Camel's headers know no case, and its filters keep these out. */
    @ParameterizedTest
    @ValueSource(strings = {"camelopenaimodel", "camelOpenAIModel", "CamelopenaiMODEL"})
    void othersMayBeWrittenInAnyCase(String header) {
        bodyOf(call("openai:chat?unknownHeaders=fail", "hi", Map.of(header, "gpt-4o")));
        failureOf(
                call("openai:chat?unknownHeaders=fail&headerOptions=none", "hi", Map.of(header, "gpt-4o")),
                OpenAiRequestException.class);

        assertThat(sent().path("model").asText()).isEqualTo("gpt-4o");
    }

    @Test
    void oneInAnotherCaseCanBeRefused() {
        failureOf(
                call("openai:chat?unknownHeaders=fail", "hi", Map.of("CAMELOPENAIMODEL", "dear")),
                OpenAiRequestException.class);

        assertThat(openAi.requests()).isEmpty();
    }

    @Test
    void theAdviceOfTheGuideRemovesThemInAnyCase() throws Exception {
        routes(new RouteBuilder() {
            @Override
            public void configure() {
                // tag::removed[]
                from("direct:guarded")
                        .removeHeaders("(?i)CamelOpenAI.*") // in any case
                        .setHeader("CamelOpenAIModel", constant("gpt-4o"))
                        .to("openai:chat?unknownHeaders=fail");
                // end::removed[]
            }
        });

        bodyOf(call("direct:guarded", "hi", Map.of("CAMELOPENAIMODEL", "dear", "CamelOpenAITools", "all")));

        assertThat(sent().path("model").asText()).isEqualTo("gpt-4o");
    }

    @ParameterizedTest(name = "openai:{0}")
    @ValueSource(strings = {"chat", "image", "speech", "embed"})
    void noneClosesAllOfThem(String operation) {
        bodyOf(call(
                "openai:" + operation + "?headerOptions=none",
                "hi",
                Map.of("CamelOpenAIModel", "dear", "CamelOpenAIUser", "me", "CamelOpenAILane", "mine")));

        assertThat(sent().path("model").asText()).isNotEqualTo("dear");
        assertThat(sent().has("user")).isFalse();
        assertThat(warnings())
                .contains(
                        "openai:" + operation + " does not read header CamelOpenAIModel, as"
                                + " headerOptions=none closes it. The call goes on without it; unknownHeaders=fail refuses such calls");
    }

    @Test
    void namesOpenThese() {
        Map<String, Object> headers =
                Map.of("CamelOpenAITemperature", 0.5, "CamelOpenAIMaxTokens", 7, "CamelOpenAISeed", 3);

        bodyOf(call("openai:chat?model=gpt-4o&headerOptions=temperature, CamelOpenAIMaxTokens", "hi", headers));

        assertThat(sent().path("temperature").asDouble()).isEqualTo(0.5);
        assertThat(sent().toString()).contains(":7").doesNotContain("seed");
        assertThat(warnings()).hasSize(1);
    }

    @Test
    void aClosedHeaderCanBeRefused() {
        OpenAiRequestException failure = failureOf(
                call("openai:chat?headerOptions=none&unknownHeaders=fail", "hi", Map.of("CamelOpenAIModel", "dear")),
                OpenAiRequestException.class);

        assertThat(failure)
                .hasMessage("openai:chat does not read header CamelOpenAIModel, as headerOptions=none closes it; remove"
                        + " it, or set unknownHeaders to warn or ignore");
        assertThat(openAi.requests()).isEmpty();
    }

    @Test
    void theComponentClosesThemForAll() {
        component.getConfiguration().setHeaderOptions("voice,temperature");
        component.getConfiguration().setUnknownHeaders("ignore");

        bodyOf(call("openai:chat", "hi", Map.of("CamelOpenAIModel", "dear")));
        bodyOf(call("openai:chat?headerOptions=all", "hi", Map.of("CamelOpenAIModel", "gpt-4o-mini")));

        assertThat(openAi.requests().get(0).json().path("model").asText()).isNotEqualTo("dear");
        assertThat(openAi.requests().get(1).json().path("model").asText()).isEqualTo("gpt-4o-mini");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "temprature         | temprature       | temperature",
                "CamelOpenAIModell  | CamelOpenAIModell | CamelOpenAIModel",
                "model,camelopenain | camelopenain     | CamelOpenAIN",
                "all,model          | all              | ",
                "apiKey             | apiKey           | ",
                "model,             | ''               | "
            })
    void anUnknownNameIsRefusedAtStart(String value, String name, String nearest) {
        assertThatThrownBy(() ->
                        camel.getEndpoint("openai:chat?headerOptions=" + value).createProducer())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("headerOptions must be all, none, or names of options or headers with commas"
                        + " between them, but no header sets '" + name + "'"
                        + (nearest == null ? "" : "; the nearest name is " + nearest));
    }

    @Test
    void aClosedHeaderDoesNotSteerTheNextStepEither() throws Exception {
        routes(new RouteBuilder() {
            @Override
            public void configure() {
                // tag::closed[]
                from("direct:two").to("openai:chat?headerOptions=none").to("openai:chat");
                // end::closed[]
            }
        });

        bodyOf(call("direct:two", "hi", Map.of("CamelOpenAITemperature", 0.3, "CAMELOPENAISEED", 4)));

        assertThat(openAi.requests().get(1).json().has("temperature")).isFalse();
    }
}
