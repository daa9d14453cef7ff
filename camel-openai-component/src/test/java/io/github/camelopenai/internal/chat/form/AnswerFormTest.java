// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.chat.form;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.camelopenai.OpenAiHeaders;
import io.github.camelopenai.error.OpenAiRequestException;
import io.github.camelopenai.internal.json.Json;
import io.github.camelopenai.internal.option.Options;
import io.github.camelopenai.internal.schema.SampleClasses;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

/** What the options ask an answer to be, and what is read from one; quotes are single ones here. */
class AnswerFormTest {

    private static final String SCHEMA =
            "{'type':'object','properties':{'city':{'type':'string'},'heat':{'type':'number'}},"
                    + "'required':['city','heat'],'additionalProperties':false}";

    private final CamelContext context = new DefaultCamelContext();
    private final Map<String, Object> configured = new HashMap<>();
    private final Exchange exchange = new DefaultExchange(context);

    @AfterEach
    void close() throws Exception {
        context.close();
    }

    private AnswerForm form() {
        return AnswerForm.of(new Options(exchange, configured::get), exchange);
    }

    private AnswerForm form(String option, Object value) {
        configured.put(option, value);
        return form();
    }

    private static String quoted(String text) {
        return text.replace('\'', '"');
    }

    private static JsonNode json(String text) throws Exception {
        return Json.MAPPER.readTree(quoted(text));
    }

    enum Sky {
        CLEAR,
        CLOUDY
    }

    record Wind(double speed, Optional<String> from) {}

    record Weather(String city, int heat, Sky sky, LocalDate day, Optional<Wind> wind, List<Wind> gusts) {}

    record Range(int low, int high) {
        Range {
            if (low > high) {
                throw new IllegalArgumentException(low + " is more than " + high);
            }
        }
    }

    @Nested
    class Texts {

        @Test
        void areWhatIsLeftWithoutAnyOption() throws Exception {
            assertThat(form().responseFormat()).isNull();
            assertThat(form().wantsJson()).isFalse();
            assertThat(form().read(" ```json\n{}\n``` ")).isEqualTo(" ```json\n{}\n``` ");
        }

        @Test
        void mayBeAskedForInSoManyWords() throws Exception {
            assertThat(form("responseFormat", "text").responseFormat()).isEqualTo(json("{'type':'text'}"));
        }

        @Test
        void mustBeDocumentsWithJsonObject() throws Exception {
            AnswerForm form = form("responseFormat", "json_object");

            assertThat(form.responseFormat()).isEqualTo(json("{'type':'json_object'}"));
            assertThat(form.wantsJson()).isTrue();
            assertThat(form.read("\n{\"a\": 1}\n")).isEqualTo("{\"a\": 1}");
            assertThat(form.read("```json\n{\"a\": 1}\n```")).isEqualTo("{\"a\": 1}");
            assertThat(form.read("```\r\n{\"a\": 1}```")).isEqualTo("{\"a\": 1}");
        }

        @ParameterizedTest
        @CsvSource(quoteCharacter = '`', textBlock = """
                        {'secret': 1,    | it ends before it is complete
                        {'secret': 'x    | it ends before it is complete
                        {'a':@secret}    | it breaks the grammar at line 1, column 6
                        {'a':1} secret   | something follows its end
                        {'a':1} {'b':1}  | something follows its end
                        {'a':1, 'a':2}   | a property occurs twice
                        ` `              | it is empty
                        """, delimiter = '|')
        void thatAreNoDocumentsAreDescribedButNotQuoted(String text, String fault) {
            AnswerForm form = form("responseFormat", "json_object");

            assertThatThrownBy(() -> form.read(quoted(text)))
                    .isInstanceOf(AnswerMismatch.class)
                    .hasMessage("the answer is not a JSON document: " + fault);
        }

        @Test
        void ofAWholeRequestAreJudgedByItsOwnFormat() throws Exception {
            assertThat(AnswerForm.sentAs(json("{}").path("response_format")).wantsJson())
                    .isFalse();
            assertThat(AnswerForm.sentAs(json("{'type':'json_object'}")).wantsJson())
                    .isTrue();
            assertThat(AnswerForm.sentAs(json("{'type':'json_schema'}")).wantsJson())
                    .isTrue();
            assertThat(AnswerForm.sentAs(json("{'type':'text'}")).wantsJson()).isFalse();
        }
    }

    @Nested
    class Schemas {

        @Test
        void makeTheAnswerAMap() throws Exception {
            AnswerForm form = form("jsonSchema", quoted(SCHEMA));

            assertThat(form.responseFormat())
                    .isEqualTo(json("{'type':'json_schema','json_schema':{'name':'answer','strict':true,'schema':"
                            + SCHEMA + "}}"));
            assertThat(form.wantsJson()).isTrue();
            assertThat(form.read(quoted("{'heat':12.5,'city':'Wien'}")))
                    .isEqualTo(Map.of("city", "Wien", "heat", 12.5))
                    .isInstanceOf(LinkedHashMap.class);
        }

        @Test
        void maySayTheirNameInATitle() throws Exception {
            String titled = SCHEMA.replaceFirst("\\{", "{'title':'Weather of a city!',");

            assertThat(form("jsonSchema", quoted(titled))
                            .responseFormat()
                            .at("/json_schema/name")
                            .asText())
                    .isEqualTo("Weather_of_a_city");
        }

        @ParameterizedTest
        @CsvSource({"true, false", "false, true"})
        void mayBringAnEnvelopeWithNameAndStrictFlag(boolean option, boolean own) throws Exception {
            configured.put("strict", option);
            String envelope = "{'name':'weather','description':'of now','strict':" + own + ",'schema':" + SCHEMA + "}";

            assertThat(form("jsonSchema", quoted(envelope)).responseFormat())
                    .isEqualTo(json("{'type':'json_schema','json_schema':" + envelope + "}"));
            assertThat(form("jsonSchema", quoted("{'type':'json_schema','json_schema':" + envelope + "}"))
                            .responseFormat())
                    .isEqualTo(json("{'type':'json_schema','json_schema':" + envelope + "}"));
        }

        @Test
        void mayComeInTheHeaderAsMapOrTree() throws Exception {
            Map<String, Object> schema = Map.of("type", "object", "properties", Map.of("a", Map.of("type", "string")));
            configured.put("strict", false);

            exchange.getMessage().setHeader(OpenAiHeaders.JSON_SCHEMA, schema);
            AnswerForm fromMap = form();
            exchange.getMessage().setHeader(OpenAiHeaders.JSON_SCHEMA, Json.MAPPER.valueToTree(schema));
            AnswerForm fromTree = form();

            assertThat(fromMap.read(quoted("{'b':[1,2]}"))).isEqualTo(Map.of("b", List.of(1, 2)));
            assertThat(fromMap.responseFormat().at("/json_schema/strict").booleanValue())
                    .isFalse();
            assertThat(fromTree).isSameAs(fromMap);
        }

        @Test
        void areLookedIntoOnce() {
            AnswerForm first = form("jsonSchema", quoted(SCHEMA));

            assertThat(form("jsonSchema", quoted(SCHEMA))).isSameAs(first);
            assertThat(form("strict", false)).isNotSameAs(first);
        }

        @ParameterizedTest
        @CsvSource(quoteCharacter = '`', textBlock = """
                        {'type':           | jsonSchema is not JSON at line 1, column 9: it ends before it is complete; give the schema inline, or as resource:classpath:x or resource:file:x at the endpoint
                        {'type':@}         | jsonSchema is not JSON at line 1, column 9: it breaks the grammar; give the schema inline, or as resource:classpath:x or resource:file:x at the endpoint
                        ['a']              | jsonSchema must be a JSON object but was a JSON array; give a schema with type object
                        {'type':'array'}   | jsonSchema must have the type object at its root but has "array"; wrap it in an object with one property
                        {'type':'objekt'}  | jsonSchema must have the type object at its root but has "objekt"; wrap it in an object with one property
                        {'properties':{'a':{'items':{'type':['text','null']}}}} | jsonSchema has the unknown type "text" at #/properties/a/items; the types of JSON Schema are array, boolean, integer, null, number, object, string
                        {'type':'object','required':true} | jsonSchema is not a valid JSON Schema at #/required; correct it there
                        {'type':'object','required':true,'$schema':'http://json-schema.org/draft-07/schema#'} | jsonSchema is not a valid JSON Schema at #/required; correct it there
                        {'$ref':'#/$defs/A'} | jsonSchema refers to #/$defs/A at #, which it does not have; add it to $defs
                        {'type':'object','properties':{'a':{'$ref':'other.json'}}} | jsonSchema refers to another document at #/properties/a, and nothing is fetched for it; put that part into $defs
                        {'type':'object','$schema':'urn:x'} | jsonSchema names a $schema or an $id that is not known here; leave it out, or name a draft of JSON Schema
                        """, delimiter = '|')
        void thatCanNeverWorkAreRefused(String schema, String message) {
            assertThatThrownBy(() -> form("jsonSchema", quoted(schema)))
                    .isInstanceOf(OpenAiRequestException.class)
                    .hasMessage(message);
        }

        @Test
        void ofAnotherTypeAreRefused() {
            assertThatThrownBy(() -> form("jsonSchema", 7))
                    .isInstanceOf(OpenAiRequestException.class)
                    .hasMessage(
                            "jsonSchema must be a JSON text, a Map or a JsonNode but was a java.lang.Integer; convert it"
                                    + " before this step");
        }
    }

    @Nested
    class Classes {

        @Test
        void makeTheAnswerAnInstance() throws Exception {
            AnswerForm form = form("outputClass", Weather.class.getName());

            assertThat(form.responseFormat().at("/json_schema/name").asText()).isEqualTo("Weather");
            assertThat(form.responseFormat().at("/json_schema/strict").asBoolean())
                    .isTrue();
            assertThat(form.wantsJson()).isTrue();
            assertThat(form.read(quoted("{'city':'Wien','heat':12,'sky':'CLEAR','day':'2026-01-31','wind':null,"
                            + "'gusts':[{'speed':1.5,'from':'north'}]}")))
                    .isEqualTo(new Weather(
                            "Wien",
                            12,
                            Sky.CLEAR,
                            LocalDate.of(2026, 1, 31),
                            Optional.empty(),
                            List.of(new Wind(1.5, Optional.of("north")))));
        }

        @Test
        void mayComeInTheHeader() throws Exception {
            exchange.getMessage().setHeader(OpenAiHeaders.OUTPUT_CLASS, Range.class);

            assertThat(form().read("```json\n{\"low\":1,\"high\":2}\n```")).isEqualTo(new Range(1, 2));
        }

        @Test
        void areLookedIntoOnce() {
            AnswerForm first = form("outputClass", Weather.class);

            assertThat(form("outputClass", Weather.class.getName())).isSameAs(first);
            assertThat(form("strict", false)).isNotSameAs(first);
        }

        record Money(BigDecimal amount, UUID id) {}

        @Test
        void keepAllDigits() throws Exception {
            assertThat(form("outputClass", Money.class)
                            .read(quoted(
                                    "{'amount':1234567890.12345678901,'id':'00000000-0000-0000-0000-00000000000a'}")))
                    .isEqualTo(new Money(new BigDecimal("1234567890.12345678901"), new UUID(0, 10)));
        }

        record Tree(String name, List<Tree> children) {}

        @Test
        void mayHoldThemselves() throws Exception {
            assertThat(form("outputClass", Tree.class)
                            .read(quoted("{'name':'a','children':[{'name':'b','children':[]}]}")))
                    .isEqualTo(new Tree("a", List.of(new Tree("b", List.of()))));
        }

        @Test
        void withSubtypesBecomeTheOneThatTheAnswerNames() throws Exception {
            assertThat(form("outputClass", SampleClasses.Drawing.class)
                            .read(quoted("{'shape':{'kind':'circle','radius':2},'more':[{'kind':'square','side':1}]}")))
                    .isEqualTo(new SampleClasses.Drawing(
                            new SampleClasses.Circle(2), List.of(new SampleClasses.Square(1))));
        }

        @Test
        void withoutStrictTakeMapsAndLeaveOutWhatMayBeNull() throws Exception {
            configured.put("strict", false);
            AnswerForm form = form("outputClass", SampleClasses.Labelled.class);

            assertThat(form.responseFormat().at("/json_schema/strict").asBoolean())
                    .isFalse();
            assertThat(form.read(quoted("{'name':'a','labels':{'x':1},'any':[true]}")))
                    .isEqualTo(new SampleClasses.Labelled("a", Map.of("x", 1), List.of(true), Optional.empty()));
        }

        @Test
        void mustExist() {
            assertThatThrownBy(() -> form("outputClass", "com.example.Nowhere"))
                    .isInstanceOf(OpenAiRequestException.class)
                    .hasMessage(
                            "outputClass names com.example.Nowhere, which is not on the class path; give the full name of"
                                    + " a class, with $ before the name of a nested one");
        }

        @Test
        void mustBeClasses() {
            assertThatThrownBy(() -> form("outputClass", 7))
                    .isInstanceOf(OpenAiRequestException.class)
                    .hasMessage("outputClass must be a class or the name of one but was a java.lang.Integer");
        }
    }

    @Nested
    class Contradictions {

        @Test
        void ofClassAndSchemaAreRefused() {
            configured.put("jsonSchema", quoted(SCHEMA));

            assertThatThrownBy(() -> form("outputClass", Weather.class))
                    .isInstanceOf(OpenAiRequestException.class)
                    .hasMessage("outputClass and jsonSchema are both set, at the endpoint or in the headers"
                            + " CamelOpenAIOutputClass and CamelOpenAIJsonSchema; leave one of them out");
        }

        @ParameterizedTest
        @CsvSource({"outputClass, json_object", "jsonSchema, json_object", "outputClass, text"})
        void ofEitherAndAFormatAreRefused(String option, String format) {
            configured.put("responseFormat", format);

            assertThatThrownBy(() -> form(option, option.equals("outputClass") ? Weather.class : quoted(SCHEMA)))
                    .isInstanceOf(OpenAiRequestException.class)
                    .hasMessage("responseFormat=" + format + " contradicts " + option
                            + ", which asks for JSON of its own form; leave responseFormat out");
        }

        @Test
        void anUnknownFormatIsRefused() {
            assertThatThrownBy(() -> form("responseFormat", "json_schema"))
                    .isInstanceOf(OpenAiRequestException.class)
                    .hasMessage(
                            "responseFormat of openai:chat must be one of [text, json_object] but was 'json_schema'; for a"
                                    + " schema set jsonSchema or outputClass instead");
        }
    }

    @Nested
    class TheMapperOfTheRegistry {

        record Snake(String firstName, Optional<LocalDate> bornOn) {}

        @Test
        void namesThePropertiesAndIsNotChanged() throws Exception {
            ObjectMapper own = JsonMapper.builder()
                    .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                    .build();
            context.getRegistry().bind("mapper", own);

            assertThat(form("outputClass", Snake.class).read(quoted("{'first_name':'Ada','born_on':'1815-12-10'}")))
                    .isEqualTo(new Snake("Ada", Optional.of(LocalDate.of(1815, 12, 10))));
            assertThat(own.getRegisteredModuleIds()).isEmpty();
        }

        @Test
        void isLeftAloneWhereThereAreTwo() throws Exception {
            context.getRegistry()
                    .bind(
                            "one",
                            JsonMapper.builder()
                                    .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                                    .build());
            context.getRegistry().bind("two", new ObjectMapper());

            assertThat(form("outputClass", Snake.class).read(quoted("{'firstName':'Ada','bornOn':null}")))
                    .isEqualTo(new Snake("Ada", Optional.empty()));
        }

        static final class Uncopied extends ObjectMapper {
            private static final long serialVersionUID = 1L;
        }

        @Test
        void isUsedAsItIsWhereItCannotBeCopied() throws Exception {
            context.getRegistry().bind("mapper", new Uncopied());

            assertThat(form("outputClass", Range.class).read(quoted("{'low':1,'high':2}")))
                    .isEqualTo(new Range(1, 2));
        }
    }

    static final List<Arguments> MISFITS = List.of(
            Arguments.of("[]", "$ must be object"),
            Arguments.of("null", "$ must be object"),
            Arguments.of(
                    "{'heat':'secret','sky':'CLEAR','day':'2026-01-31','wind':null,'gusts':[]}",
                    "$.heat must be integer; $.city is missing"),
            Arguments.of(
                    "{'city':'x','heat':1.5,'sky':'CLEAR','day':'2026-01-31','wind':null,'gusts':[]}",
                    "$.heat must be integer"),
            Arguments.of(
                    "{'city':null,'heat':1,'sky':'SECRET','day':'2026-01-31','wind':null,'gusts':[]}",
                    "$.city must be string; $.sky must be one of CLEAR, CLOUDY"),
            Arguments.of(
                    "{'city':'x','heat':1,'sky':'CLEAR','day':'2026-01-31','wind':{'speed':'secret','from':null},'gusts':[]}",
                    "$.wind.speed must be number"),
            Arguments.of(
                    "{'city':'x','heat':1,'sky':'CLEAR','day':'2026-01-31','wind':7,'gusts':[]}",
                    "$.wind has none of the forms that the schema allows"),
            Arguments.of(
                    "{'city':'x','heat':1,'sky':'CLEAR','day':'2026-01-31','wind':null,'gusts':[{'speed':1,'from':null},{'from':3}]}",
                    "$.gusts[1].from must be string or null; $.gusts[1].speed is missing"),
            Arguments.of(
                    "{'city':'x','heat':1,'sky':'CLEAR','day':'2026-01-31','wind':null,'gusts':[],'secret':1}",
                    "$ has a property that is not in the schema"),
            Arguments.of(
                    "{'city':'x','heat':1,'sky':'CLEAR','day':'31 January, a secret','wind':null,'gusts':[]}",
                    "$.day cannot be read as LocalDate"));

    @ParameterizedTest
    @FieldSource("MISFITS")
    void whatDoesNotFitIsSaidByPlaceAndNeverByValue(String answer, String message) {
        AnswerForm form = form("outputClass", Weather.class);

        AnswerMismatch misfit = catchThrowableOfType(AnswerMismatch.class, () -> form.read(quoted(answer)));

        assertThat(List.of(misfit.getMessage().split("; ")))
                .containsExactlyInAnyOrder(message.split("; "))
                .noneMatch(problem -> problem.toLowerCase(java.util.Locale.ROOT).contains("secret"));
        assertThat(misfit).hasNoCause();
    }

    @Test
    void aValueThatTheClassItselfRefusesIsNotQuotedEither() {
        AnswerForm form = form("outputClass", Range.class);

        assertThatThrownBy(() -> form.read(quoted("{'low':42,'high':2}")))
                .isInstanceOf(AnswerMismatch.class)
                .hasMessage("$ holds a value that Range does not allow")
                .hasNoCause();
    }

    @Test
    void aKeyOfAMapIsShownAsAStar() {
        configured.put("strict", false);
        AnswerForm form = form("outputClass", SampleClasses.Labelled.class);

        assertThatThrownBy(() -> form.read(quoted("{'name':'a','labels':{'secret':'x'},'any':1}")))
                .isInstanceOf(AnswerMismatch.class)
                .hasMessage("$.labels.* must be integer");
    }

    @Test
    void theSubtypeThatAnAnswerNamesIsTheOneWhoseFaultsAreTold() {
        AnswerForm form = form("outputClass", SampleClasses.Drawing.class);

        assertThatThrownBy(() -> form.read(quoted("{'shape':{'kind':'circle','side':2},'more':[]}")))
                .isInstanceOf(AnswerMismatch.class)
                .hasMessageContaining("$.shape.radius is missing")
                .hasMessageContaining("$.shape has a property that is not in the schema");
    }

    @Test
    void manyFaultsAreOnlyCounted() {
        AnswerForm form = form("outputClass", Weather.class);
        String gust = "{'speed':'x','from':null}";

        assertThatThrownBy(() ->
                        form.read(quoted("{'city':'x','heat':1,'sky':'CLEAR','day':'2026-01-31','wind':null,'gusts':["
                                + String.join(",", java.util.Collections.nCopies(40, gust)) + "]}")))
                .isInstanceOf(AnswerMismatch.class)
                .hasMessageContaining("$.gusts[0].speed must be number")
                .hasMessageEndingWith("; and 30 more");
    }

    @Test
    void aSchemaOfTheRouteIsHeldAgainstAnAnswerToo() {
        AnswerForm form = form(
                "jsonSchema",
                quoted(
                        "{'type':'object','properties':{'n':{'type':'integer','minimum':3},'s':{'type':'string','pattern':'^a'},"
                                + "'c':{'const':'x'}},'required':['n'],'additionalProperties':false}"));

        assertThatThrownBy(() -> form.read(quoted("{'n':1,'s':'secret','c':'secret'}")))
                .isInstanceOf(AnswerMismatch.class)
                .hasMessageContaining("$.n breaks the rule minimum 3")
                .hasMessageContaining("$.s breaks the rule pattern \"^a\"")
                .hasMessageContaining("$.c must be \"x\"")
                .hasMessageNotContaining("secret");
    }
}
