// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import io.github.camelopenai.OpenAiHeaders;
import io.github.camelopenai.error.OpenAiRequestException;
import io.github.camelopenai.test.Reply;
import java.lang.reflect.Field;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A header of ours that the step does not read is pointed out, refused or ignored, as unknownHeaders says. */
class UnknownHeadersTest extends Scenario {

    private CapturedLog log;

    @BeforeEach
    void listen() {
        log = CapturedLog.from(Level.WARN);
    }

    @AfterEach
    void stopListening() {
        log.close();
    }

    @ParameterizedTest(name = "{1} at openai:{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "chat | CamelOpenAITemprature | does not read header CamelOpenAITemprature; the nearest name is"
                        + " CamelOpenAITemperature",
                "chat | CamelOpenAIVoice | does not read header CamelOpenAIVoice, which belongs to openai:speech",
                "embed | CamelOpenAIUserMessage | does not read header CamelOpenAIUserMessage, which belongs to openai:chat",
                "embed | CamelOpenAITemperature | does not read header CamelOpenAITemperature, which belongs to openai:chat"
                        + " and openai:transcribe",
                "embed | CamelOpenAIEmbeddingDimensions | does not read header CamelOpenAIEmbeddingDimensions; the nearest"
                        + " name is CamelOpenAIDimensions",
                "speech | CamelOpenAISpeechVoice | does not read header CamelOpenAISpeechVoice; the nearest name is"
                        + " CamelOpenAIVoice",
                "image | CamelOpenAIImageSize | does not read header CamelOpenAIImageSize; the nearest name is"
                        + " CamelOpenAISize",
                "image | CamelOpenAIInputType | does not read header CamelOpenAIInputType, and no header with a similar"
                        + " name",
                "chat | CamelOpenAIVoise | does not read header CamelOpenAIVoise; CamelOpenAIVoice of openai:speech has a"
                        + " similar name",
                "image | camelopenaisizes | does not read header camelopenaisizes; the nearest name is CamelOpenAISize",
            })
    void aHeaderThatNothingReadsIsPointedOut(String operation, String header, String complaint) {
        bodyOf(call("openai:" + operation, "Hello", Map.of(header, "1")));

        assertThat(warnings()).hasSize(1);
        assertThat(warnings().get(0))
                .startsWith("openai:" + operation + " " + complaint)
                .endsWith(". The call goes on without it; unknownHeaders=fail refuses such calls");
    }

    @Test
    void itIsSaidOnceForEachNameAndEndpoint() {
        for (String uri : List.of("openai:chat", "openai:chat", "openai:chat?model=gpt-4o")) {
            bodyOf(call(uri, "Hello", Map.of("CamelOpenAIMaxToken", 5)));
            bodyOf(call(uri, "Hello", Map.of("camelOpenAIMaxToken", 5, "CamelOpenAIStops", "x")));
        }

        assertThat(warnings()).hasSize(4);
    }

    @Test
    void endlessNamesAreNotRemembered() {
        for (int i = 0; i < 120; i++) {
            bodyOf(call("openai:chat", "Hello", Map.of("CamelOpenAIX" + i, 1)));
        }

        assertThat(warnings()).hasSize(100);
    }

    @Test
    void whatAMessageNamesDoesNotBreakTheLog() {
        bodyOf(call("openai:chat", "Hello", Map.of("CamelOpenAI\nERROR all is lost" + "x".repeat(500), 1)));

        assertThat(warnings()).hasSize(1);
        assertThat(warnings().get(0)).doesNotContain("\n").hasSizeLessThan(300);
    }

    @Test
    void aCallCanBeRefused() {
        Exchange exchange =
                call("openai:chat?unknownHeaders=fail", "Hello", Map.of("CamelOpenAITemprature", "very s3cret"));

        OpenAiRequestException failure = failureOf(exchange, OpenAiRequestException.class);
        assertThat(failure)
                .hasMessage("openai:chat does not read header CamelOpenAITemprature; the nearest name is"
                        + " CamelOpenAITemperature; remove it, or set unknownHeaders to warn or ignore");
        assertThat(exchange.getProperty("CamelAiErrorCategory")).isEqualTo("VALIDATION");
        assertThat(openAi.requests()).isEmpty();
        assertThat(warnings()).isEmpty();
    }

    @Test
    void theComponentMaySaySoForAllAndAnEndpointOtherwise() {
        component.getConfiguration().setUnknownHeaders("fail");

        failureOf(call("openai:embed", "Hello", Map.of("CamelOpenAIX", 1)), OpenAiRequestException.class);
        bodyOf(call("openai:embed?unknownHeaders=ignore", "Hello", Map.of("CamelOpenAIX", 1)));

        assertThat(warnings()).isEmpty();
    }

    @Test
    void anotherValueIsRefusedAtStart() {
        assertThatThrownBy(
                        () -> camel.getEndpoint("openai:chat?unknownHeaders=no").createProducer())
                .hasMessage(
                        "unknownHeaders must be one of [warn, fail, ignore] but was 'no'; set it in the URI or on the"
                                + " component");
    }

    @Test
    void whatAnEarlierStepHasLeftIsKnown() throws Exception {
        openAi.next(Reply.json("""
                {"id":"chatcmpl-1","model":"gpt-4o","service_tier":"flex",
                 "choices":[{"index":0,"message":{"role":"assistant","content":"Hi"},"finish_reason":"stop"}]}"""));
        component.getConfiguration().setUnknownHeaders("fail");
        routes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:all")
                        .to("openai:chat")
                        .to("openai:embed")
                        .setBody(constant("Hi"))
                        .to("openai:image")
                        .setBody(constant("Hi"))
                        .to("openai:speech")
                        .to("openai:transcribe")
                        .to("openai:chat");
            }
        });

        bodyOf(call("direct:all", "Hello"));
    }

    /** Whatever headers there will be. */
    @Test
    void noHeaderOfAnAnswerIsPointedOut() throws Exception {
        Map<String, Object> headers = new HashMap<>();
        for (Field field : OpenAiHeaders.class.getFields()) {
            headers.put((String) field.get(null), "x");
        }
        headers.keySet().removeIf(UnknownHeadersTest::isOption);

        bodyOf(call("openai:speech?unknownHeaders=fail", "Hello", headers));
    }

    private static boolean isOption(String header) {
        String name = header.substring("CamelOpenAI".length());
        return java.util.Arrays.stream(io.github.camelopenai.OpenAiConfiguration.class.getMethods())
                .anyMatch(method -> method.getName().equals("set" + name));
    }

    private List<String> warnings() {
        return log.events().stream()
                .filter(event -> event.getLoggerName().endsWith("UnknownHeaders"))
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }
}
