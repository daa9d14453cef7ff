// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.chat.form;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelopenai.OpenAiHeaders;
import io.github.camelopenai.error.OpenAiRequestException;
import io.github.camelopenai.internal.LogLines;
import io.github.camelopenai.internal.option.Options;
import io.github.camelopenai.internal.schema.AnswerSchema;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which schemas of answers are strict, and what is said of those that are not; quotes are single ones here. */
class StrictnessTest {

    private static final String GOOD =
            "{'type':'object','properties':{'a':{'type':'string'}},'required':['a'],'additionalProperties':false}";
    private static final String OPEN = "{'type':'object','properties':{'a':{'type':'string'}}}";

    private final CamelContext context = new DefaultCamelContext();
    private final LogLines said = new LogLines(AnswerSchema.class.getPackage());

    record Labelled(String name, Map<String, Integer> labels, Optional<String> note) {}

    record Plain(String name) {}

    @AfterEach
    void close() throws Exception {
        said.close();
        context.close();
    }

    private AnswerForm form(String header, Object value, Boolean strict) {
        Exchange exchange = new DefaultExchange(context);
        exchange.getMessage().setHeader(header, value);
        return AnswerForm.of(new Options(exchange, name -> name.equals("strict") ? strict : null), exchange);
    }

    private AnswerForm given(String schema, Boolean strict) {
        return form(OpenAiHeaders.JSON_SCHEMA, schema.replace('\'', '"'), strict);
    }

    private AnswerForm ofClass(Class<?> type, Boolean strict) {
        return form(OpenAiHeaders.OUTPUT_CLASS, type, strict);
    }

    private static boolean isStrict(AnswerForm form) {
        return form.responseFormat().at("/json_schema/strict").booleanValue();
    }

    @Test
    void aSchemaThatCanBeStrictIsSo() {
        assertThat(isStrict(given(GOOD, null))).isTrue();
        assertThat(isStrict(given(GOOD, true))).isTrue();
        assertThat(isStrict(given(GOOD, false))).isFalse();
        assertThat(isStrict(ofClass(Plain.class, null))).isTrue();
        assertThat(isStrict(ofClass(Plain.class, true))).isTrue();
        assertThat(isStrict(ofClass(Plain.class, false))).isFalse();
        assertThat(said.warnings()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {'type':'object'}                                                       | # lacks "additionalProperties": false
            {'type':'object','properties':{'a':{'type':'string'}},'additionalProperties':false} | # does not require all of its properties
            {'type':'object','properties':{'a':{'type':'string'}},'required':['b'],'additionalProperties':false} | # does not require all of its properties; # requires b, which is none of its properties
            {'type':'object','properties':{'a':{'type':'string'}},'required':['a','b'],'additionalProperties':false} | # requires b, which is none of its properties
            {'type':'object','properties':{'a':{'type':'object','required':['b'],'additionalProperties':false}},'required':['a'],'additionalProperties':false} | #/properties/a requires b, which is none of its properties
            {'type':'object','properties':{'a':{}},'required':['a'],'additionalProperties':false} | #/properties/a does not say its type
            {'type':'object','properties':{'a':true},'required':['a'],'additionalProperties':false} | #/properties/a does not say its type
            {'type':'object','properties':{'a':{'type':'array'}},'required':['a'],'additionalProperties':false} | #/properties/a does not say what its items are
            {'type':'object','properties':{'a':{'type':'array','items':true}},'required':['a'],'additionalProperties':false} | #/properties/a/items does not say its type
            {'type':'object','properties':{'a':{'type':['array','null'],'items':false}},'required':['a'],'additionalProperties':false} | #/properties/a/items does not say its type
            {'type':'object','properties':{'a':{'anyOf':[{'type':'string'},true]}},'required':['a'],'additionalProperties':false} | #/properties/a/anyOf/1 does not say its type
            {'type':'object','properties':{'a':{'$ref':'#/$defs/b'}},'required':['a'],'additionalProperties':false,'$defs':{'b':true}} | #/$defs/b does not say its type
            {'type':['object','null'],'properties':{'a':{'type':'string'}},'required':['a'],'additionalProperties':false} | # lacks "type": "object"
            {'type':'object','properties':{'a':{'type':'string'}},'required':['a'],'additionalProperties':false,'dependencies':{'a':['a']}} | # has dependencies
            {'type':'object','properties':{'a':{'type':'array','items':{'type':'object'}}},'required':['a'],'additionalProperties':false} | #/properties/a/items lacks "additionalProperties": false
            {'type':'object','properties':{'a':{'oneOf':[{'type':'string'}]}},'required':['a'],'additionalProperties':false} | #/properties/a has oneOf
            {'type':'object','additionalProperties':false,'not':{'type':'object','properties':{'a':{'type':'string'}},'required':['a'],'additionalProperties':false}} | # has not
            {'anyOf':[{'type':'object','additionalProperties':false}]}             | # has anyOf at the root
            {'properties':{},'additionalProperties':false}                         | # lacks "type": "object"
            """)
    void oneThatCannotIsSentLooseAndSaysWhyOnce(String schema, String why) {
        Stream.of(1, 2, 3)
                .forEach(call -> assertThat(isStrict(given(schema, null))).isFalse());

        assertThat(said.warnings())
                .containsExactly("jsonSchema answer is sent without strict, so the model may leave the schema: " + why
                        + ". Change that to be strict, or set strict=false to accept it");
        assertThatThrownBy(() -> given(schema, true))
                .isInstanceOf(OpenAiRequestException.class)
                .hasMessage("jsonSchema answer cannot be strict: " + why + "; change that, or leave strict=true out");
        assertThat(isStrict(given(schema, false))).isFalse();
        assertThat(said.warnings()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {'type':'string','minLength':1}                    | has minLength
            {'type':'array','items':{'type':'string'},'uniqueItems':true} | has uniqueItems
            {'type':'integer','default':10}                    | has default
            {'type':'array','items':{'type':'string'},'additionalItems':false} | has additionalItems
            {'enum':['x','y']}                                 | has values but no type
            {'const':'x'}                                      | has values but no type
            {'type':'string','format':'uri'}                   | has the format uri
            {'$ref':'#/$defs/x','description':'an x'}          | has something beside its $ref
            """)
    void oneThatTheServerMayRefuseIsStrictOnlyWhenAskedFor(String property, String why) {
        String schema = "{'type':'object','properties':{'a':" + property
                + "},'required':['a'],'additionalProperties':false,'$defs':{'x':{'type':'string'}}}";

        assertThat(isStrict(given(schema, null))).isFalse();
        assertThat(said.warnings()).singleElement().asString().contains("#/properties/a " + why + ". Change");
        assertThat(isStrict(given(schema, true))).isTrue();
    }

    @Test
    void theFlagOfAnEnvelopeIsAsGoodAsTheOption() {
        String envelope = "{'name':'x','strict':%s,'schema':" + OPEN + "}";

        assertThat(isStrict(given(envelope.formatted(false), true))).isFalse();
        assertThatThrownBy(() -> given(envelope.formatted(true), null))
                .isInstanceOf(OpenAiRequestException.class)
                .hasMessageStartingWith("jsonSchema x cannot be strict: # lacks");
        assertThat(said.warnings()).isEmpty();
    }

    @Test
    void aClassThatTheSubsetHasNoWordsForIsSentLooseAndSaysWhyOnce() throws Exception {
        Stream.of(1, 2, 3).forEach(call -> assertThat(isStrict(ofClass(Labelled.class, null)))
                .isFalse());

        assertThat(said.warnings())
                .containsExactly("outputClass " + Labelled.class.getName() + " is sent without strict, so the model may"
                        + " leave the schema: the property labels of Labelled is a Map, whose keys are not known"
                        + " beforehand; make it a list of pairs, such as List<Entry> with record Entry(String key, String"
                        + " value). Change that to be strict, or set strict=false to accept it");
        assertThat(ofClass(Labelled.class, null).read("{\"name\":\"a\",\"labels\":{\"x\":1}}"))
                .isEqualTo(new Labelled("a", Map.of("x", 1), Optional.empty()));
        assertThatThrownBy(() -> ofClass(Labelled.class, true))
                .isInstanceOf(OpenAiRequestException.class)
                .hasMessageStartingWith("outputClass cannot be said in the strict subset of JSON Schema: the property"
                        + " labels of Labelled is a Map");
    }

    @Test
    void aMapMayBeTheClass() throws Exception {
        AnswerForm form = ofClass(Map.class, null);

        assertThat(isStrict(form)).isFalse();
        assertThat(form.read("{\"a\":[1]}")).isEqualTo(Map.of("a", List.of(1))).hasToString("{\"a\":[1]}");
    }

    @Test
    void schemasOfMessagesDoNotFillTheLog() {
        IntStream.range(0, 250).forEach(index -> given(OPEN.replace("'a'", "'a" + index + "'"), null));

        assertThat(said.warnings()).hasSize(100);
        assertThat(said.warnings().get(99)).endsWith("accept it. Further schemas of this kind are not reported");
    }
}
