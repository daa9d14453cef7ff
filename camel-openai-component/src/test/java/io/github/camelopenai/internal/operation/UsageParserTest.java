// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.operation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.camelopenai.internal.json.Json;
import io.github.camelopenai.model.Usage;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a call used, in the forms that servers have for it. */
class UsageParserTest {

    /** Between two other values, so that a parser that stops too early or too late is seen. */
    private static Usage read(String json) throws IOException {
        try (JsonParser parser = Json.MAPPER.createParser("[0," + json.replace('\'', '"') + ",9]")) {
            parser.nextToken();
            parser.nextToken();
            parser.nextToken();
            Usage usage = UsageParser.read(parser);
            assertThat(parser.nextToken()).isEqualTo(JsonToken.VALUE_NUMBER_INT);
            assertThat(parser.getIntValue()).isEqualTo(9);
            return usage;
        }
    }

    @Test
    void allThatTheApiTells() throws IOException {
        assertThat(read("{'prompt_tokens':20,'completion_tokens':7,'total_tokens':27,"
                        + "'prompt_tokens_details':{'audio_tokens':1,'cached_tokens':16},"
                        + "'completion_tokens_details':{'reasoning_tokens':5,'audio_tokens':0}}"))
                .isEqualTo(new Usage(20L, 7L, 27L, 16L, 5L));
    }

    @Test
    void theOtherNamesOfTheSame() throws IOException {
        assertThat(read("{'input_tokens':20,'output_tokens':7,'input_tokens_details':{'cached_tokens':16},"
                        + "'output_tokens_details':{'reasoning_tokens':5}}"))
                .isEqualTo(new Usage(20L, 7L, null, 16L, 5L));
    }

    @Test
    void anythingElseIsPassedOver() throws IOException {
        assertThat(read("{'cost':{'total_tokens':1,'prompt_tokens':[2]},'total_tokens':3,'queue_time':0.5}"))
                .isEqualTo(new Usage(null, null, 3L, null, null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "'many'", "{}", "[1,[2]]", "{'total_tokens':1}", "true"})
    void aFieldThatIsNoNumberIsAsGoodAsNone(String value) throws IOException {
        assertThat(read("{'prompt_tokens':" + value + ",'total_tokens':3,'prompt_tokens_details':{'cached_tokens':"
                        + value + "}}"))
                .isEqualTo(new Usage(null, null, 3L, null, null));
    }

    @Test
    void aNumberWithAPointIsOne() throws IOException {
        assertThat(read("{'total_tokens':3.0}")).isEqualTo(new Usage(null, null, 3L, null, null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "[]", "[{'total_tokens':1}]", "'none'", "12"})
    void whatIsNoObjectIsNoUsage(String json) throws IOException {
        assertThat(read(json)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "[]", "'none'", "5"})
    void detailsThatAreNoObjectAreNone(String details) throws IOException {
        assertThat(read("{'total_tokens':3,'prompt_tokens_details':" + details + ",'completion_tokens_details':"
                        + details + "}"))
                .isEqualTo(new Usage(null, null, 3L, null, null));
    }
}
