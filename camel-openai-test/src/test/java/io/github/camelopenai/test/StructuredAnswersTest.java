// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.test;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelopenai.test.internal.api.Json;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

@WithOpenAiSimulator
class StructuredAnswersTest {
    private OpenAiSimulator openAi;
    private PlainClient client;

    @BeforeEach
    void connect() {
        client = new PlainClient(openAi);
    }

    @ParameterizedTest(name = "{0}")
    @CsvFileSource(resources = "schemas.csv", delimiter = '|', quoteCharacter = '`', numLinesToSkip = 1)
    void fitTheSchema(String label, String properties, String expected) {
        PlainClient.Answer answer = ask("hi", schema(properties), false);

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.content()).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0}")
    @CsvFileSource(resources = "wrong-schemas.csv", delimiter = '|', quoteCharacter = '`', numLinesToSkip = 1)
    void areRefusedWhenAStrictSchemaIsNot(String label, String schema, String complaint) {
        PlainClient.Answer answer = ask("hi", schema, true);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.error().path("param").asText()).isEqualTo("response_format");
        assertThat(answer.error().path("type").asText()).isEqualTo("invalid_request_error");
        assertThat(answer.error().path("message").asText())
                .isEqualTo("Invalid schema for response_format 'it': " + complaint);
    }

    @Test
    void mayHaveAnyPropertiesWhenTheSchemaIsNotStrict() {
        PlainClient.Answer answer = ask("hi", schema("{\"a\":{}}"), false);

        assertThat(answer.content()).isEqualTo("{\"a\":\"a\"}");
    }

    @Test
    void areLeftToARule() {
        openAi.chat().when("hi").answer("{\"by\":\"rule\"}");

        assertThat(ask("hi", schema("{}"), false).content()).isEqualTo("{\"by\":\"rule\"}");
    }

    @Test
    void haveAnEndWhenTheSchemaContainsItself() {
        String tree = """
                {"type":"object","properties":{"root":{"$ref":"#/$defs/node"}},"required":["root"],
                 "additionalProperties":false,"$defs":{"node":{"type":"object","additionalProperties":false,
                 "properties":{"name":{"type":"string"},"next":{"anyOf":[{"$ref":"#/$defs/node"},{"type":"null"}]},
                 "parts":{"type":"array","items":{"$ref":"#/$defs/node"}}},"required":["name","next","parts"]}}}""";

        PlainClient.Answer answer = ask("hi", tree, true);

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        JsonNode root =
                Json.parse(answer.content().getBytes(StandardCharsets.UTF_8)).path("root");
        assertThat(root.path("name").asText()).isEqualTo("name");
        assertThat(root.at("/next/next/next/next").isNull()).isTrue();
        assertThat(root.at("/parts/0/parts/0/parts/0/parts")).isEmpty();
    }

    @Test
    void areGivenUpWhenTheSchemaHasNoEnd() {
        String endless = """
                {"type":"object","properties":{"again":{"$ref":"#"}},"required":["again"],"additionalProperties":false}""";

        assertThat(ask("hi", endless, true).content())
                .startsWith("{\"again\":{\"again\":")
                .contains("null");
    }

    @Test
    void areStreamedToo() throws Exception {
        ObjectNode request = request("hi", schema("{\"a\":{\"type\":\"integer\"}}"), false);
        request.put("stream", true);

        StringBuilder text = new StringBuilder();
        try (EventReader stream = client.open(request.toString())) {
            for (String line = stream.line(); !line.equals("data: [DONE]"); line = stream.line()) {
                text.append(
                        EventReader.event(line).at("/choices/0/delta/content").asText());
            }
        }

        assertThat(text).hasToString("{\"a\":1}");
    }

    private PlainClient.Answer ask(String question, String schema, boolean strict) {
        return client.post(
                "/chat/completions", request(question, schema, strict).toString());
    }

    private static ObjectNode request(String question, String schema, boolean strict) {
        ObjectNode request =
                (ObjectNode) Json.parse(PlainClient.chatRequest(question).getBytes(StandardCharsets.UTF_8));
        ObjectNode format = request.putObject("response_format").put("type", "json_schema");
        format.putObject("json_schema")
                .put("name", "it")
                .put("strict", strict)
                .set("schema", Json.parse(schema.getBytes(StandardCharsets.UTF_8)));
        return request;
    }

    private static String schema(String properties) {
        return "{\"type\":\"object\",\"properties\":%s}".formatted(properties);
    }
}
