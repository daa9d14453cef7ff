// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelopenai.error.OpenAiResponseException;
import io.github.camelopenai.test.Reply;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The patterns of a schema run on what the model says, and no model can make one run for ever. */
@Timeout(120)
class SchemaPatternsTest extends Scenario {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Exchange ask(Map<String, ?> schema) throws Exception {
        return call("openai:chat", "hi", Map.of("CamelOpenAIJsonSchema", JSON.writeValueAsString(schema)));
    }

    private static Map<String, ?> name(String pattern) {
        return object("properties", Map.of("name", Map.of("type", "string", "pattern", pattern)));
    }

    private static Map<String, ?> object(String keyword, Object value) {
        return Map.of("type", "object", keyword, value);
    }

    @ParameterizedTest
    @CsvSource({"(a+)+$, a, 5000", "^(([a-z])+.)+[A-Z]([a-z])+$, a, 5000", "(.*)*x{3}y, ax, 2000"})
    void oneThatNeedsTooLongIsGivenUpAtItsPlace(String pattern, String unit, int times) throws Exception {
        openAi.next(Reply.text("{\"name\":\"" + unit.repeat(times) + "!\"}"));

        OpenAiResponseException failure = failureOf(ask(name(pattern)), OpenAiResponseException.class);

        assertThat(failure)
                .hasMessageStartingWith("the answer cannot be checked: the pattern at #/properties/name/pattern of the"
                        + " schema needs too many steps");
        assertThat(failure.attempts()).isOne();
        assertThat(failure.status()).isEqualTo(200);
        assertThat(failure.isRetryable()).isFalse();
        assertThat(openAi.requests()).as("it is not asked again and paid again").hasSize(1);
    }

    @Test
    void oneThatNeedsTooMuchStackIsGivenUpAtItsPlace() throws Exception {
        openAi.next(Reply.text("{\"name\":\"" + "ab".repeat(100_000) + "\"}"));

        assertThat(failureOf(ask(name("^(?:a|b)*$")), OpenAiResponseException.class))
                .hasMessageStartingWith("the answer cannot be checked: the pattern at #/properties/name/pattern of the"
                        + " schema goes too deep for a text of 200000 characters");
    }

    @Test
    void namesOfPropertiesAreBoundedToo() throws Exception {
        openAi.next(Reply.text("{\"" + "a".repeat(5_000) + "!\":1}"));

        assertThat(failureOf(
                        ask(object("patternProperties", Map.of("^(a+)+$", Map.of("type", "string")))),
                        OpenAiResponseException.class))
                .hasMessageContaining("the pattern at #/patternProperties of the schema needs too many steps");
    }

    @Test
    void theBudgetIsOneForTheWholeAnswer() throws Exception {
        String item = "\"" + "a".repeat(300) + "!\",";
        openAi.next(Reply.text("{\"names\":[" + item.repeat(2_000) + "\"\"]}"));

        assertThat(failureOf(
                        ask(object(
                                "properties",
                                Map.of("names", Map.of("type", "array", "items", Map.of("pattern", "(a+)+$"))))),
                        OpenAiResponseException.class))
                .hasMessageContaining("the pattern at #/properties/names/items/pattern of the schema");
    }

    @ParameterizedTest
    @ValueSource(strings = {"^[a-z ]+$", "^(?:[a-z]+ ?)++$", "[a-z]"})
    void aGoodOneReadsALongAnswer(String pattern) throws Exception {
        String text = "many words ".repeat(100_000);
        openAi.next(Reply.text("{\"name\":\"" + text + "\"}"));

        assertThat(bodyOf(ask(name(pattern)))).isEqualTo(Map.of("name", text));
    }

    @Test
    void theyStillSayWhatDoesNotFit() throws Exception {
        openAi.next(Reply.text("{\"name\":\"x1\"}"), Reply.text("{\"name\":\"x\"}"));

        assertThat(bodyOf(ask(name("^[a-z]+$")))).isEqualTo(Map.of("name", "x"));
        assertThat(openAi.requests().get(1).json().at("/messages/2/content").asText())
                .contains("$.name breaks the rule pattern \"^[a-z]+$\"");
    }

    @Test
    void patternPropertiesStillLeaveTheOthersToAdditionalProperties() throws Exception {
        Map<String, ?> schema = Map.of(
                "type",
                "object",
                "patternProperties",
                Map.of("^x", Map.of("type", "string")),
                "additionalProperties",
                false);
        openAi.next(Reply.text("{\"x1\":\"a\",\"y\":1}"), Reply.text("{\"x1\":\"a\",\"x2\":\"b\"}"));

        assertThat(bodyOf(ask(schema))).isEqualTo(Map.of("x1", "a", "x2", "b"));
    }

    @Test
    void oneThatJavaCannotReadIsLeftToTheServer() throws Exception {
        openAi.next(Reply.text("{\"name\":\"x\"}"), Reply.text("{\"name\":\"x\"}"));

        assertThat(bodyOf(ask(name("[")))).isEqualTo(Map.of("name", "x"));
        assertThat(bodyOf(ask(name("(".repeat(100_000) + ")".repeat(100_000))))).isEqualTo(Map.of("name", "x"));
    }

    /** Sorting faults out takes the square of their number. */
    @Test
    void anAnswerWithManyFaultsIsTurnedDown() throws Exception {
        Map<String, ?> item = Map.of("anyOf", java.util.List.of(Map.of("type", "null"), Map.of("type", "object")));
        openAi.next(Reply.text("{\"a\":[" + "1,".repeat(100_000) + "1]}"), Reply.text("{\"a\":[]}"));

        assertThat(bodyOf(ask(object("properties", Map.of("a", Map.of("type", "array", "items", item))))))
                .isEqualTo(Map.of("a", java.util.List.of()));
    }
}
