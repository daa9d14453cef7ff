// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelopenai.error.OpenAiRequestException;
import io.github.camelopenai.test.Reply;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Schemas that nobody should give: each is one exchange that ends, with its answer or with one refusal. */
class OddSchemasTest extends Scenario {

    private Exchange ask(String schema) {
        return call("openai:chat", "hi", Map.of("CamelOpenAIJsonSchema", schema));
    }

    private static String nested(int levels) {
        return "{\"type\":\"object\",\"properties\":{\"a\":".repeat(levels)
                + "{\"type\":\"string\"}"
                + "},\"required\":[\"a\"],\"additionalProperties\":false}".repeat(levels);
    }

    /** Names that need care in a pointer, or are none. */
    @ParameterizedTest
    @ValueSource(strings = {"", "a/b", "c~d", "%25", " ", "#", "\\u0000", "\\\"", "$ref", "a.b"})
    void propertiesOfAnyNameAreCheckedAndReported(String name) {
        openAi.next(Reply.text("{\"" + name + "\":1}"), Reply.text("{\"" + name + "\":\"x\"}"));

        Exchange exchange = ask("{\"type\":\"object\",\"properties\":{\"" + name
                + "\":{\"type\":\"string\"}},\"required\":[\"" + name + "\"],\"additionalProperties\":false}");

        assertThat(bodyOf(exchange).toString()).startsWith("{\"").endsWith("\":\"x\"}");
        assertThat(openAi.requests().get(1).json().at("/messages/2/content").asText())
                .contains(" must be string");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {'type':'object','$ref':'#'}                                             | refers to itself at #,
            {'type':'object','properties':{'a':{'$ref':'#/properties/a'}}}           | refers to itself at #/properties/a,
            {'type':'object','properties':{'a':{'anyOf':[{'$ref':'#/$defs/b'}]}},'$defs':{'b':{'not':{'$ref':'#/properties/a'}}}} | refers to itself at #/
            {'type':'object','properties':{'a':{'type':[]}}}                         | is not a valid JSON Schema at #/properties/a/type
            {'type':'object','properties':null}                                      | is not a valid JSON Schema at #/properties
            {'$id':'x y','type':'object'}                                            | names a $schema or an $id that is not known here
            {'$schema':'','type':'object'}                                           | names a $schema or an $id that is not known here
            {'$schema':7,'type':'object'}                                            | is not a valid JSON Schema at #/$schema
            true                                                                     | must be a JSON object but was a JSON boolean
            null                                                                     | must be a JSON object but was a JSON null
            """)
    void whatCanNeverWorkIsRefusedBeforeItCosts(String schema, String why) {
        OpenAiRequestException refused = failureOf(ask(schema.replace('\'', '"')), OpenAiRequestException.class);

        assertThat(refused).hasMessageStartingWith("jsonSchema " + why);
        assertThat(openAi.requests()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {101, 300, 499, 501, 5_000})
    void tooDeepIsRefusedToo(int levels) {
        assertThat(failureOf(ask(nested(levels)), OpenAiRequestException.class))
                .hasMessageMatching(
                        "jsonSchema (is nested more than 200 levels deep, .*|is not JSON: it is longer or deeper .*)");
        assertThat(openAi.requests()).isEmpty();
    }

    @Test
    void aSchemaMayReferToItselfFromItsParts() {
        openAi.next(Reply.text("{\"next\":{\"next\":null}}"));

        Exchange exchange =
                ask("{\"type\":\"object\",\"properties\":{\"next\":{\"anyOf\":[{\"type\":\"null\"},{\"$ref\":\"#\"}]}},"
                        + "\"required\":[\"next\"],\"additionalProperties\":false}");

        assertThat(bodyOf(exchange)).hasToString("{\"next\":{\"next\":null}}");
    }

    @Test
    void aToolHasNoParameterWithoutAName() {
        assertThatThrownBy(() -> routes(new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("openai:tool?name=a&description=b&jsonSchema="
                                        + "{\"type\":\"object\",\"properties\":{\"\":{\"type\":\"string\"}}}")
                                .log("x");
                    }
                }))
                .hasStackTraceContaining("parameter '' of tool a cannot be a header");
    }
}
