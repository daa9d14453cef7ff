// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelopenai.test.OpenAiSimulator;
import io.github.camelopenai.test.WithOpenAiSimulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Camel takes dashes out of names in YAML and in properties. A name arrives as it was written, or nothing starts. */
@WithOpenAiSimulator
class DashedNamesTest {

    @TempDir
    private Path folder;

    private OpenAiSimulator openAi;
    private final Main camel = new Main();

    @AfterEach
    void stop() {
        camel.stop();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "camel.component.openai.additional-header.X-Gateway-Key",
                "camel.component.openai.additionalHeader.X-Gateway-Key",
                "camel.component.openai.additional-header[X-Gateway-Key]",
                "camel.component.openai.additionalHeader[X-Gateway-Key]",
                "camel.component.openai.configuration.additional-header.X-Gateway-Key",
                "camel.component.openai.configuration.additionalHeader[X-Gateway-Key]"
            })
    void aHeaderInThePropertiesArrivesAsItWasWritten(String property) {
        camel.addInitialProperty(property, "{{key}}");
        camel.addInitialProperty("key", "v");

        ask("openai:chat");

        assertThat(openAi.requests().get(0).header("x-gateway-key")).hasValue("v");
        assertThat(openAi.requests().get(0).header("xgatewaykey")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "camel.component.openai.additional-body-property.x-y",
                "camel.component.openai.additionalBodyProperty.x-y",
                "camel.component.openai.additional-body-property[x-y]"
            })
    void aFieldInThePropertiesArrivesAsItWasWritten(String property) {
        camel.addInitialProperty(property, "{\"a-b\": 5}");
        camel.addInitialProperty("camel.component.openai.additional-body-property.topK", "3");

        ask("openai:chat");

        JsonNode sent = openAi.requests().get(0).json();
        assertThat(sent.at("/x-y/a-b").asInt()).isEqualTo(5);
        assertThat(sent.path("topK").asInt()).isEqualTo(3);
        assertThat(sent.has("xY")).isFalse();
    }

    @Test
    void namesInAUriOfYamlArriveAsTheyWereWritten() throws IOException {
        route("- to: \"openai:chat?additionalHeader.X-Gateway-Key=v&additionalBodyProperty.x-y=1\"");

        ask("direct:ask");

        assertThat(openAi.requests().get(0).header("x-gateway-key")).hasValue("v");
        assertThat(openAi.requests().get(0).json().path("x-y").asInt()).isEqualTo(1);
    }

    @Test
    void jsonUnderTheParametersOfYamlArrivesAsItWasWritten() throws IOException {
        route("""
                - to:
                    uri: openai:chat
                    parameters:
                      additionalHeader: 'RAW({"X-Gateway-Key": "v&w", "SOAPAction": "x"})'
                      additionalBodyProperty: '{"x-y": 1}'
                      additional-header.accept: text/plain
                """);

        ask("direct:ask");

        assertThat(openAi.requests().get(0).header("x-gateway-key")).hasValue("v&w");
        assertThat(openAi.requests().get(0).header("soapaction")).hasValue("x");
        assertThat(openAi.requests().get(0).header("accept")).hasValue("text/plain");
        assertThat(openAi.requests().get(0).json().path("x-y").asInt()).isEqualTo(1);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "additionalHeader.X-Gateway-Key | additionalHeader.XGatewayKey | {\"X-Gateway-Key\": \"…\"}",
                "additional-header.x-api-key | additionalHeader.xApiKey | {\"x-api-key\": \"…\"}",
                "'additionalHeader.x-1' | additionalHeader.x1 | {\"x-1\": \"…\"}",
                "additionalBodyProperty.x-y | additionalBodyProperty.xY | {\"x-y\": \"…\"}",
                "additional-body-property.top-k | additionalBodyProperty.topK | {\"top-k\": \"…\"}"
            })
    void aNameUnderTheParametersOfYamlIsRefused(String name, String changed, String json) throws IOException {
        String option = changed.substring(0, changed.indexOf('.'));
        route("- to:\n    uri: openai:chat\n    parameters:\n      " + name + ": v\n");

        assertThatThrownBy(() -> ask("direct:ask"))
                .rootCause()
                .hasMessageContaining("came as " + changed + ", as Camel takes dashes out")
                .hasMessageContaining("write it there as " + option + ": 'RAW(" + json + ")'");
        assertThat(openAi.requests()).isEmpty();
    }

    @Test
    void aHeaderWithACapitalInsideIsSentAsItIs() throws IOException {
        route("""
                - to:
                    uri: openai:chat
                    parameters:
                      # additionalHeader.SOAP-Action: w
                      additionalHeader.SOAPAction: v
                """);

        ask("direct:ask");

        assertThat(openAi.requests().get(0).header("soapaction")).hasValue("v");
    }

    @Test
    void aFieldWithACapitalInsideIsSentAsItIs() throws IOException {
        route("""
                - to:
                    uri: openai:chat
                    parameters:
                      # additionalBodyProperty.top-k: 5
                      additionalBodyProperty.topK: 5
                """);

        ask("direct:ask");

        assertThat(openAi.requests().get(0).json().path("topK").asInt()).isEqualTo(5);
    }

    @Test
    void aParameterOfAToolIsRefused() throws IOException {
        tool("parameter.city-name: string");

        assertThatThrownBy(() -> ask("openai:chat?tools=weather"))
                .rootCause()
                .hasMessageContaining("parameter.city-name in file:")
                .hasMessageContaining("came as parameter.cityName")
                .hasMessageContaining(
                        "write it there as parameter: 'RAW({\"city-name\": \"string\"})', or into the URI as"
                                + " openai:tool?parameter.city-name=string");
    }

    static Stream<Arguments> parametersThatArrive() {
        return Stream.of(
                Arguments.of(
                        "parameter: '{\"city-name\": \"string\", \"city-name.description\": \"Its name\"}'",
                        "city-name"),
                Arguments.of("parameter.cityName: string", "cityName"),
                Arguments.of("parameter.line2: string", "line2"));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("parametersThatArrive")
    void aParameterOfAToolKeepsItsName(String parameter, String name) throws IOException {
        tool(parameter);

        ask("openai:chat?tools=weather");

        assertThat(openAi.requests()
                        .get(0)
                        .json()
                        .at("/tools/0/function/parameters/properties/" + name + "/type")
                        .asText())
                .isEqualTo("string");
    }

    private void tool(String parameter) throws IOException {
        write("- route:\n    from:\n      uri: openai:tool\n      parameters:\n        name: weather\n"
                + "        description: Weather of a city\n        " + parameter + "\n"
                + "      steps:\n        - setBody:\n            constant: sunny\n");
    }

    private void route(String step) throws IOException {
        write("- route:\n    from:\n      uri: direct:ask\n      steps:\n" + step.indent(8));
    }

    private void write(String routes) throws IOException {
        Path file = Files.writeString(folder.resolve("routes.yaml"), routes);
        camel.configure().withRoutesIncludePattern("file:" + file);
    }

    private void ask(String uri) {
        camel.addInitialProperty("camel.component.openai.base-url", openAi.baseUrl());
        camel.addInitialProperty("camel.component.openai.api-key", openAi.apiKey());
        camel.start();
        camel.getCamelContext().createProducerTemplate().requestBody(uri, "Hello");
    }
}
