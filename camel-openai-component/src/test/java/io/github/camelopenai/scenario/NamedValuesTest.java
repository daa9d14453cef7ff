// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Options that give values by name: each name arrives as it was written, or the endpoint is refused. */
class NamedValuesTest extends Scenario {

    static final String FORMS = "write it there as additionalHeader: 'RAW({\"X-Gateway-Key\": \"…\"})', or into the"
            + " URI as openai:chat?additionalHeader.X-Gateway-Key=…; in properties as"
            + " camel.component.openai.additional-header[X-Gateway-Key]=…";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "openai:chat?additionalHeader.X-Gateway-Key=v&additionalHeader.Accept-Language=de",
                "openai:chat?additionalHeader=RAW({\"X-Gateway-Key\":\"v\",\"Accept-Language\":\"de\"})",
                "openai:chat?additionalHeader={\"X-Gateway-Key\":\"v\"}&additionalHeader.Accept-Language=de"
            })
    void aHeaderArrivesAsItWasWritten(String uri) {
        bodyOf(call(uri, "Hello"));

        assertThat(request().header("x-gateway-key")).hasValue("v");
        assertThat(request().header("accept-language")).hasValue("de");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "additionalHeader.Authorization=v",
                "additionalHeader={\"Authorization\":\"v\"}",
                "additionalHeader.authorization=v"
            })
    void aHeaderWithoutADashIsSent(String option) {
        call("openai:chat?" + option, "Hello");

        assertThat(request().headers().get("authorization")).containsExactly("v");
    }

    @Test
    void aHeaderWithACapitalInsideCanBeWrittenInJson() {
        bodyOf(call("openai:chat?additionalHeader={\"SOAPAction\":\"v\"}", "Hello"));

        assertThat(request().header("soapaction")).hasValue("v");
    }

    @Test
    void fieldsInJsonKeepTheirTypes() {
        bodyOf(call(
                "openai:chat?additionalBodyProperty=RAW({\"x-y\":\"5\",\"a\":{\"b\":[1,true]},\"c\":7})"
                        + "&additionalBodyProperty.topK=5",
                "Hello"));

        assertThat(sent().path("x-y").isTextual()).isTrue();
        assertThat(sent().path("a").toString()).isEqualTo("{\"b\":[1,true]}");
        assertThat(sent().path("c").isInt()).isTrue();
        assertThat(sent().path("topK").asInt()).isEqualTo(5);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "additionalHeader[X-Gateway-Key]=s3cret | additionalHeader[X-Gateway-Key] has brackets, which belong to"
                        + " properties;",
                "additionalHeader={XGatewayKey=s3cret} | additionalHeader must be a JSON object, or single values such as"
                        + " additionalHeader.NAME; a map below it in YAML comes without its dashes and quotes, so",
                "additionalHeader=s3cret | additionalHeader must be a JSON object, or single values such as"
                        + " additionalHeader.NAME; a map below it in YAML comes without its dashes and quotes, so"
            })
    void anotherFormIsRefusedWithTheOneThatWorks(String option, String complaint) {
        assertThatThrownBy(() -> camel.getEndpoint("openai:chat?" + option))
                .rootCause()
                .hasMessage(complaint + " " + FORMS)
                .hasMessageNotContaining("s3cret");
    }

    @Test
    void headersInJsonShowNowhere() {
        String uri = camel.getEndpoint("openai:chat?additionalHeader=RAW({\"X-Gateway-Key\":\"s3cret\"})")
                .getEndpointUri();

        assertThat(uri).doesNotContain("s3cret").contains("additionalHeader=xxxxxx-");
    }

    @Test
    void namesOfTheComponentAreLeftAsTheyAreBound() {
        component.getConfiguration().getAdditionalHeader().putAll(Map.of("SOAPAction", "a", "X-Gateway-Key", "v"));

        bodyOf(call("openai:chat", "Hello"));

        assertThat(request().header("soapaction")).hasValue("a");
        assertThat(request().header("x-gateway-key")).hasValue("v");
    }
}
