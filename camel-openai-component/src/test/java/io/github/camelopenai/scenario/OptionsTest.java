// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenai.OpenAiConfiguration;
import io.github.camelopenai.OpenAiHeaders;
import io.github.camelopenai.error.OpenAiException;
import io.github.camelopenai.test.Reply;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.support.PropertyBindingSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where options come from, which of them wins, and how they travel. */
class OptionsTest extends Scenario {

    @Override
    void configure(OpenAiConfiguration options) {
        options.setModel("gpt-4o-mini");
        options.setTemperature(0.1);
        options.getAdditionalHeader().put("X-Team", "blue");
        options.getAdditionalBodyProperty().put("store", "true");
    }

    @Test
    void theComponentGivesWhatNobodyElseSays() {
        bodyOf(call("openai:chat", "Hello"));

        assertThat(sent().path("temperature").asDouble()).isEqualTo(0.1);
        assertThat(sent().path("model").asText()).isEqualTo("gpt-4o-mini");
    }

    @Test
    void theEndpointWinsOverTheComponent() {
        bodyOf(call("openai:chat?temperature=0.2", "Hello"));

        assertThat(sent().path("temperature").asDouble()).isEqualTo(0.2);
    }

    @Test
    void theHeaderWinsOverTheEndpoint() {
        bodyOf(call("openai:chat?temperature=0.2", "Hello", Map.of(OpenAiHeaders.TEMPERATURE, "0.3")));

        assertThat(sent().path("temperature").asDouble()).isEqualTo(0.3);
    }

    /** Camel's headers know no case. */
    @Test
    void aHeaderMayBeWrittenInAnyCase() {
        Exchange exchange = call("openai:chat?temperature=0.2", "Hello", Map.of("camelopenaitemperature", "0.3"));

        bodyOf(exchange);
        assertThat(sent().path("temperature").asDouble()).isEqualTo(0.3);
        assertThat(exchange.getMessage().getHeader(OpenAiHeaders.TEMPERATURE)).isNull();
    }

    @Test
    void endpointsDoNotShareWhatTheyAddToTheComponent() {
        bodyOf(call("openai:chat?additionalBodyProperty.a=1&additionalHeader.X-A=1", "Hello"));
        bodyOf(call("openai:chat?additionalBodyProperty.b=2", "Hello"));

        assertThat(openAi.requests().get(1).json().has("a")).isFalse();
        assertThat(openAi.requests().get(1).header("x-a")).isEmpty();
        assertThat(openAi.requests()).allSatisfy(request -> {
            assertThat(request.header("x-team")).hasValue("blue");
            assertThat(request.json().path("store").booleanValue()).isTrue();
        });
    }

    @Test
    void unsetOptionsAreNotSent() {
        bodyOf(call("openai:chat?model=gpt-5.2", "Hello", Map.of(OpenAiHeaders.TEMPERATURE, 1))); // all that it takes

        assertThat(sent().fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("model", "messages", "temperature", "store");
    }

    @Test
    void everyOptionOfChatTravelsUnderItsWireName() {
        String uri =
                "openai:chat?model=gpt-4o&topP=0.5&n=1&maxTokens=9&stop=a,b&presencePenalty=0.1&frequencyPenalty=0.2"
                        + "&seed=12345678901&logprobs=true&topLogprobs=2&reasoningEffort=low&verbosity=low&serviceTier=flex"
                        + "&user=u1&safetyIdentifier=s1&responseFormat=text";

        bodyOf(call(uri, "Hello"));

        assertThat(sent().toString())
                .contains(
                        "\"top_p\":0.5",
                        "\"n\":1",
                        "\"max_tokens\":9",
                        "\"stop\":[\"a\",\"b\"]",
                        "\"presence_penalty\":0.1",
                        "\"frequency_penalty\":0.2",
                        "\"seed\":12345678901",
                        "\"logprobs\":true",
                        "\"top_logprobs\":2",
                        "\"reasoning_effort\":\"low\"",
                        "\"verbosity\":\"low\"",
                        "\"service_tier\":\"flex\"",
                        "\"user\":\"u1\"",
                        "\"safety_identifier\":\"s1\"",
                        "\"response_format\":{\"type\":\"text\"}");
    }

    @ParameterizedTest(name = "{0} wants {1}")
    @CsvSource({
        "gpt-4o, max_tokens",
        "gpt-4o-2024-08-06, max_tokens",
        "gpt-4.1, max_tokens",
        "llama3, max_tokens",
        "o3, max_completion_tokens",
        "o4-mini, max_completion_tokens",
        "gpt-5.2, max_completion_tokens",
        "ft:o3:acme::x1, max_completion_tokens"
    })
    void theLimitOfTokensTravelsUnderTheNameTheModelWants(String model, String wireName) {
        bodyOf(call("openai:chat?maxTokens=100&temperature=1", "Hello", Map.of(OpenAiHeaders.MODEL, model)));

        assertThat(sent().path(wireName).asInt()).isEqualTo(100);
        assertThat(sent().toString()).containsOnlyOnce("_tokens\":");
    }

    @Test
    void stopMayBeAListInAHeader() {
        bodyOf(call("openai:chat", "Hello", Map.of(OpenAiHeaders.STOP, List.of("a,b", "c"))));

        assertThat(sent().path("stop").toString()).isEqualTo("[\"a,b\",\"c\"]");
    }

    @Test
    void ownFieldsAreParsedAsJsonAndMergedLast() {
        bodyOf(call(
                "openai:chat?temperature=0.2&additionalBodyProperty.temperature=0.9&additionalBodyProperty.top_k=5"
                        + "&additionalBodyProperty.metadata=RAW({\"a\":[1,null]})&additionalBodyProperty.note=plain text"
                        + "&additionalBodyProperty.almost=12 monkeys",
                "Hello"));

        assertThat(sent().path("temperature").asDouble()).isEqualTo(0.9);
        assertThat(sent().path("top_k").isInt()).isTrue();
        assertThat(sent().path("metadata").toString()).isEqualTo("{\"a\":[1,null]}");
        assertThat(sent().path("note").asText()).isEqualTo("plain text");
        assertThat(sent().path("almost").asText()).isEqualTo("12 monkeys");
    }

    @Test
    void ownFieldsGoIntoAFormToo() {
        byte[] mp3 = "ID3 hello".getBytes();

        bodyOf(call("openai:transcribe?model=whisper-1&additionalBodyProperty.include=RAW([\"logprobs\"])", mp3));

        assertThat(request().part("include[]").orElseThrow().text()).hasValue("logprobs");
        assertThat(request().part("store").orElseThrow().text()).hasValue("true");
    }

    @Test
    void ownHttpHeadersReplaceOurs() {
        bodyOf(call("openai:chat?additionalHeader.User-Agent=acme&additionalHeader.X-Team=red", "Hello"));

        assertThat(request().headers().get("user-agent")).containsExactly("acme");
        assertThat(request().headers().get("x-team")).containsExactly("red");
    }

    @Test
    void organizationAndProjectAreHttpHeaders() {
        bodyOf(call("openai:chat?organization=org-1&project=proj-1", "Hello"));

        assertThat(request().header("openai-organization")).hasValue("org-1");
        assertThat(request().header("openai-project")).hasValue("proj-1");
        assertThat(request().header("authorization")).hasValue("Bearer " + openAi.apiKey());
    }

    @Test
    void requestHeadersAreRemovedOnceTheCallHasSucceeded() {
        Exchange exchange = call(
                "openai:chat",
                "Hello",
                Map.of(OpenAiHeaders.TEMPERATURE, 0.5, OpenAiHeaders.MODEL, "gpt-4o", "mine", 1));

        bodyOf(exchange);
        assertThat(exchange.getMessage().getHeaders())
                .doesNotContainKeys(OpenAiHeaders.TEMPERATURE, OpenAiHeaders.MODEL)
                .containsEntry("mine", 1);
    }

    @Test
    void requestHeadersStayAfterAFailureSoThatRedeliveryRepeatsTheCall() throws Exception {
        openAi.next(Reply.status(400));
        routes(new RouteBuilder() {
            @Override
            public void configure() {
                onException(OpenAiException.class).maximumRedeliveries(1).redeliveryDelay(0);
                from("direct:chat").to("openai:chat");
            }
        });

        bodyOf(call("direct:chat", "Hello", Map.of(OpenAiHeaders.TEMPERATURE, 0.5)));

        assertThat(openAi.requests()).hasSize(2).allSatisfy(request -> assertThat(
                        request.json().path("temperature").asDouble())
                .isEqualTo(0.5));
    }

    @Test
    void aFailedCallLeavesItsHeaders() {
        openAi.next(Reply.status(400));

        Exchange exchange = call("openai:chat", "Hello", Map.of(OpenAiHeaders.TEMPERATURE, 0.5));

        failureOf(exchange, OpenAiException.class);
        assertThat(exchange.getMessage().getHeaders()).containsEntry(OpenAiHeaders.TEMPERATURE, 0.5);
    }

    @Test
    void headersOfAnotherOperationAreLeftAlone() {
        Exchange exchange =
                call("openai:chat", "Hello", Map.of(OpenAiHeaders.VOICE, "nova", OpenAiHeaders.DIMENSIONS, 3));

        bodyOf(exchange);
        assertThat(sent().has("voice")).isFalse();
        assertThat(exchange.getMessage().getHeaders())
                .containsEntry(OpenAiHeaders.VOICE, "nova")
                .containsEntry(OpenAiHeaders.DIMENSIONS, 3);
    }

    @Test
    void aHeaderMayHoldWhatAHeaderOfHttpHolds() {
        bodyOf(call(
                "openai:chat?model=gpt-4o",
                "Hello",
                Map.of(OpenAiHeaders.MAX_TOKENS, "9", OpenAiHeaders.SEED, 7, OpenAiHeaders.LOGPROBS, "true")));

        assertThat(sent().path("max_tokens").isInt()).isTrue();
        assertThat(sent().path("seed").asInt()).isEqualTo(7);
        assertThat(sent().path("logprobs").booleanValue()).isTrue();
    }

    @Test
    void propertiesOfTheComponentAreBoundByTheirDashedNames() {
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("model", "gpt-4o");
        properties.put("max-tokens", "11");
        properties.put("request-timeout", "5s");
        properties.put("additional-body-property[top_k]", "5");
        properties.put("api-key", openAi.apiKey());
        properties.put("base-url", openAi.baseUrl());

        PropertyBindingSupport.build()
                .withCamelContext(camel)
                .withTarget(component)
                .withProperties(properties)
                .withConfigurer(component.getComponentPropertyConfigurer())
                .withIgnoreCase(true)
                .withMandatory(true)
                .bind();

        bodyOf(call("openai:chat", "Hello"));
        assertThat(sent().path("model").asText()).isEqualTo("gpt-4o");
        assertThat(sent().path("max_tokens").asInt()).isEqualTo(11);
        assertThat(component.getConfiguration().getRequestTimeout()).isEqualTo(5_000);
    }
}
