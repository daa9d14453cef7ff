// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is kept of a server's words about a failure, however many they are. */
class ShortenedValueTest {

    private static JsonNode read(String json) throws Exception {
        try (JsonParser parser = Json.MAPPER.createParser(json + " 7")) {
            parser.nextToken();
            JsonNode value = new ShortenedValue().read(parser, 0);

            assertThat(parser.nextToken()).as("what follows the value").isEqualTo(JsonToken.VALUE_NUMBER_INT);
            return value;
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"message\":\"no\",\"code\":null,\"status\":400,\"param\":true,\"details\":[{\"loc\":[\"a\",1]},1.5,[]]}",
                "\"text\"",
                "[]",
                "{}",
                "null",
                "-3"
            })
    void isAllOfAShortOne(String json) throws Exception {
        assertThat(read(json)).isEqualTo(Json.MAPPER.readTree(json));
    }

    @Test
    void isTheBeginningOfALongOne() throws Exception {
        assertThat(read("\"" + "x".repeat(100_000) + "\"").textValue()).hasSize(8_192);
        assertThat(read("[" + "[1,{\"a\":[2]}],".repeat(100_000) + "1]").toString())
                .hasSizeLessThan(3_000);
        assertThat(read("[".repeat(900) + "]".repeat(900)).toString()).hasSize(42);
    }

    @Test
    void breaksWhereTheDocumentDoes() {
        assertThatThrownBy(() -> read("[1, {\"a\":")).isInstanceOf(JsonProcessingException.class);
        assertThatThrownBy(() -> read("[1, 2")).isInstanceOf(JsonProcessingException.class);
    }
}
