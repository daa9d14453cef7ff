// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.chat.reply;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelopenai.internal.json.Json;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Contents that are lists; quotes are double ones on the wire. */
class ContentPartsTest {

    private static JsonNode list(String items) throws JsonProcessingException {
        return Json.MAPPER.readTree("[" + (items == null ? "" : items.replace('\'', '"')) + "]");
    }

    @ParameterizedTest(name = "[{index}] {0}")
    @CsvSource(
            delimiter = '|',
            nullValues = "nothing",
            quoteCharacter = '`',
            value = {
                "nothing                                                                          | ``    | ``",
                "{'type':'text','text':'a'},{'type':'text','text':'b'}                            | ab    | ``",
                "'a',{'type':'text','text':'b'}                                                   | ab    | ``",
                "{'type':'thinking','thinking':[{'type':'text','text':'x'},{'type':'text','text':'y'}]} | `` | xy",
                "{'type':'thinking','thinking':['x','y']}                                         | ``    | xy",
                "{'type':'thinking','thinking':'x'},{'type':'text','text':'a'}                    | a     | x",
                "{'type':'thinking','thinking':[],'closed':true}                                  | ``    | ``",
                "{'type':'thinking','thinking':null},{'type':'text','text':'a'}                   | a     | ``",
                "{'type':'reference','reference_ids':[1]},{'type':'text','text':null},7,null      | ``    | ``",
            })
    void areTextAndThoughts(String items, String text, String thoughts) throws Exception {
        assertThat(ContentParts.of(list(items))).isEqualTo(new ContentParts(text, thoughts));
    }

    @ParameterizedTest(name = "[{index}] {0}")
    @CsvSource(
            delimiter = '|',
            nullValues = "nothing",
            quoteCharacter = '`',
            value = {
                "nothing                                                                          | ``",
                "{'type':'reasoning.text','text':'a'},{'type':'reasoning.text','text':'b'}        | ab",
                "{'type':'reasoning.summary','summary':'in short','text':'not this'}              | in short",
                "{'type':'reasoning.text','text':null,'signature':'Epw'}                          | ``",
                "{'type':'reasoning.encrypted','data':'gAAA','text':'not this'},'x',null          | ``",
            })
    void detailsAreThoughtsWhereTheyCanBeRead(String items, String thoughts) throws Exception {
        assertThat(ContentParts.ofDetails(list(items))).isEqualTo(thoughts);
    }
}
