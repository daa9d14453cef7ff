// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

/** What a model is told of a tool, and what is wrong with options. */
class ToolOptionsTest {

    private final CamelContext camel = new DefaultCamelContext();

    enum Unit {
        CELSIUS,
        FAHRENHEIT
    }

    record Place(
            @JsonPropertyDescription("Name of the city") String city, Optional<String> country) {}

    record Weather(
            Place place,
            int days,
            Optional<Unit> unit,
            @JsonProperty("with_wind") boolean wind,
            List<String> fields) {}

    record Hidden(
            String city, @JsonProperty("CamelFileName") String name) {}

    enum Comfort {
        @JsonProperty("first class")
        FIRST,
        SECOND
    }

    record Trip(
            LocalDate firstDay,
            Comfort comfort,
            OptionalInt numberOfNights,
            Optional<LocalDate> wayBack,
            Map<String, String> labels) {}

    record Nothing() {}

    static final class Unmade {
        final String city;

        Unmade(String city, int days) {
            this.city = city + days;
        }
    }

    @Test
    void parametersBecomeASchema() {
        JsonNode function = define(
                        "city", "string",
                        "city.description", "Name of the city",
                        "unit", "string",
                        "unit.enum", "celsius, fahrenheit",
                        "days", "integer",
                        "days.enum", "1,7",
                        "hours", "number[]",
                        "hours.enum", "0.5,1",
                        "any", "array",
                        "more", "object",
                        "now", "boolean")
                .path("function");

        assertThat(function.path("name").asText()).isEqualTo("get_weather");
        assertThat(function.path("description").asText()).isEqualTo("Current weather");
        assertThat(function.path("parameters")).hasToString("""
                {"type":"object","properties":{\
                "city":{"type":"string","description":"Name of the city"},\
                "unit":{"type":"string","enum":["celsius","fahrenheit"]},\
                "days":{"type":"integer","enum":[1,7]},\
                "hours":{"type":"array","items":{"type":"number","enum":[0.5,1]}},\
                "any":{"type":"array","items":{}},\
                "more":{"type":"object"},\
                "now":{"type":"boolean"}},\
                "required":["city"]}""");
    }

    @Test
    void aToolMayHaveNoParameters() {
        JsonNode json = options(Map.of(), null).define(camel).json();

        assertThat(json).hasToString("""
                {"type":"function","function":{"name":"get_weather","description":"Current weather",\
                "parameters":{"type":"object","properties":{}}}}""");
    }

    @Test
    void aClassBecomesASchemaInWhichOptionalIsNotRequired() {
        JsonNode schema = new ToolOptions(
                        "get_weather", "d", Map.of(), null, null, Weather.class.getName(), null, false)
                .define(camel)
                .json()
                .at("/function/parameters");

        assertThat(schema.path("required")).hasToString("[\"place\",\"days\",\"with_wind\",\"fields\"]");
        assertThat(schema.at("/properties/days/type").asText()).isEqualTo("integer");
        assertThat(schema.at("/properties/fields/items/type").asText()).isEqualTo("string");
        assertThat(schema.at("/properties/unit").toString()).contains("CELSIUS", "FAHRENHEIT");
        assertThat(schema.at("/properties/place/properties/city/description").asText())
                .isEqualTo("Name of the city");
        assertThat(schema.at("/properties/place/required")).hasToString("[\"city\"]");
        assertThat(schema.has("$schema")).isFalse();
    }

    @Test
    void aGivenSchemaIsTakenAsItIs() {
        String schema = "{\"type\":\"object\",\"properties\":{\"a\":{\"anyOf\":[{\"type\":\"string\"}]}},\"x\":1}";

        assertThat(ofSchema(schema).define(camel).json().at("/function/parameters"))
                .hasToString(schema);
    }

    @Test
    void aGivenSchemaWithoutPropertiesGetsNone() {
        assertThat(ofSchema("{\"type\":\"object\"}").define(camel).json().at("/function/parameters"))
                .hasToString("{\"type\":\"object\",\"properties\":{}}");
    }

    @ParameterizedTest(name = "{0}={1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "city | text | parameter.city of tool get_weather has the unknown type 'text'; the types are string,"
                        + " integer, number, boolean, array, object, and string[] and the like for arrays",
                "city | text[] | parameter.city of tool get_weather has the unknown type 'text[]'; the types are string,"
                        + " integer, number, boolean, array, object, and string[] and the like for arrays",
                "town.description | Its name | parameter.town.description of tool get_weather belongs to no parameter;"
                        + " add its type, as in parameter.town=string",
                "town.enum | a,b | parameter.town.enum of tool get_weather belongs to no parameter; add its type, as in"
                        + " parameter.town=string",
                "city.default | Paris | parameter.city.default of tool get_weather is not known; beside its type a"
                        + " parameter has a description and an enum",
                "city.enum | , | parameter.city.enum of tool get_weather has no value; list what is allowed, or remove"
                        + " it",
                "days.enum | one | parameter.days.enum of tool get_weather has 'one', which is no integer",
                "now.enum | true | parameter.now.enum of tool get_weather is for string, integer or number, not for"
                        + " boolean; remove it, or use jsonSchema",
                "CamelFileName | string | parameter CamelFileName of tool get_weather is refused: headers of that name"
                        + " steer Camel, and the model must not; rename it",
                "cAMELhttpUri | string | parameter cAMELhttpUri of tool get_weather is refused: headers of that name"
                        + " steer Camel, and the model must not; rename it",
                "org.apache.camel.x | string | parameter org.apache.camel.x of tool get_weather is refused: headers of"
                        + " that name steer Camel, and the model must not; rename it",
                "Org.Apache.Camel.x | string | parameter Org.Apache.Camel.x of tool get_weather is refused: headers of"
                        + " that name steer Camel, and the model must not; rename it",
                "my city | string | parameter 'my city' of tool get_weather cannot be a header; use up to 64 letters,"
                        + " digits, underscores and hyphens, and begin with a letter or an underscore",
                "CITY | string | parameter CITY of tool get_weather is there twice, in upper and lower case; headers do"
                        + " not distinguish them, so rename one",
            })
    void aWrongParameterIsRefusedWithItsRemedy(String option, String value, String complaint) {
        assertThatThrownBy(() -> define("city", "string", "days", "integer", "now", "boolean", option, value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(complaint);
    }

    @ParameterizedTest(name = "name {0}, description {1}")
    @CsvSource(
            delimiter = '|',
            nullValues = "null",
            value = {
                "null | a | openai:tool needs a name, by which the model calls it; set openai:tool?name=get_weather or"
                        + " the like",
                "' ' | a | openai:tool needs a name, by which the model calls it; set openai:tool?name=get_weather or"
                        + " the like",
                "get weather | a | name of openai:tool must be 1 to 64 letters, digits, underscores or hyphens but was"
                        + " 'get weather'",
                "wetter.köln | a | name of openai:tool must be 1 to 64 letters, digits, underscores or hyphens but was"
                        + " 'wetter.köln'",
                "get_weather | null | tool get_weather needs a description, by which the model decides when to call it;"
                        + " set description",
                "get_weather | ' ' | tool get_weather needs a description, by which the model decides when to call it;"
                        + " set description",
            })
    void aNameAndADescriptionAreNeeded(String name, String description, String complaint) {
        assertThatThrownBy(
                        () -> new ToolOptions(name, description, Map.of(), null, null, null, null, null).define(camel))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(complaint);
    }

    @Test
    void aNameOf65CharactersIsTooLong() {
        assertThatThrownBy(() ->
                        new ToolOptions("n".repeat(65), "a", Map.of(), null, null, null, null, null).define(camel))
                .hasMessageStartingWith("name of openai:tool must be 1 to 64 letters");
    }

    @Test
    void whatIsRequiredMustBeAParameter() {
        assertThatThrownBy(() -> options(Map.of("city", "string"), "city,town").define(camel))
                .hasMessage("required=town is no parameter of tool get_weather; they are city");
        assertThatThrownBy(() -> options(Map.of(), "town").define(camel))
                .hasMessage("required=town is no parameter of tool get_weather; it has none, so add"
                        + " parameter.town=string");
    }

    @Test
    void onlyOneWayDescribesTheArguments() {
        Map<String, Object> parameters = Map.of("city", "string");

        assertThatThrownBy(() -> new ToolOptions("t", "d", parameters, null, null, "a.B", "{}", null).define(camel))
                .hasMessage("tool t has parameter options and argumentClass and jsonSchema; keep one of them");
        assertThatThrownBy(() -> new ToolOptions("t", "d", Map.of(), "city", null, null, "{}", null).define(camel))
                .hasMessage("tool t has required and jsonSchema; required goes with parameter options, so let the"
                        + " schema itself say what is required");
    }

    @ParameterizedTest(name = "jsonSchema={0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"type\":\"object\" | jsonSchema of tool get_weather is not JSON at line 1, column 17: it ends before it"
                        + " is complete; give the schema inline, or as resource:classpath:x or resource:file:x",
                "{\"type\":\"object\"} @ | jsonSchema of tool get_weather is not JSON at line 1, column 19: it breaks the"
                        + " grammar;",
                "{\"type\":\"object\"} {} | jsonSchema of tool get_weather is not JSON at line 1, column 19: something"
                        + " follows its end;",
                "`` | jsonSchema of tool get_weather must be a JSON object but is empty; give a schema with type object",
                "[] | jsonSchema of tool get_weather must be a JSON object but was a JSON array; give a schema with type"
                        + " object",
                "{\"type\":\"string\"} | jsonSchema of tool get_weather must describe an object, as in"
                        + " {\"type\":\"object\",\"properties\":{…}}; arguments have names",
                "{} | jsonSchema of tool get_weather must describe an object",
                "{\"type\":\"object\",\"properties\":[]} | jsonSchema of tool get_weather must describe an object",
                "{\"type\":\"object\",\"properties\":{\"CamelHttpUri\":{}}} | parameter CamelHttpUri of tool get_weather"
                        + " is refused: headers of that name steer Camel",
            })
    void aGivenSchemaMustDescribeAnObject(String schema, String complaint) {
        assertThatThrownBy(() -> ofSchema(schema).define(camel)).hasMessageStartingWith(complaint);
    }

    @Test
    void aClassMustBeThereAndMappable() {
        assertThatThrownBy(() -> ofClass("com.example.None").define(camel))
                .hasMessage("argumentClass com.example.None of tool get_weather is not on the class path; correct the"
                        + " name, with its package");
        assertThatThrownBy(() -> ofClass(Hidden.class.getName()).define(camel))
                .hasMessageStartingWith("parameter CamelFileName of tool get_weather is refused");
    }

    static final List<Arguments> UNMAPPABLE = List.of(
            Arguments.of(
                    String.class,
                    " must be a class whose JSON is an object, but java.lang.String is a single value; wrap it, as in record"
                            + " Wrapper(String value) {}"),
            Arguments.of(
                    List.class,
                    " must be a class whose JSON is an object, but java.util.List is a list; wrap it, as in record"
                            + " Wrapper(List value) {}"),
            Arguments.of(
                    Runnable.class,
                    ": no JSON can become a java.lang.Runnable: it is abstract or an interface, and nothing says which"
                            + " class to make of it; add @JsonTypeInfo and @JsonSubTypes"),
            Arguments.of(
                    Unmade.class,
                    ": no JSON can become a " + Unmade.class.getName()
                            + ": it has neither a constructor without arguments nor a @JsonCreator; use a record"),
            Arguments.of(
                    Map.class,
                    " is java.util.Map, which has no properties, and arguments have names; use a record, or a class with"
                            + " properties that Jackson maps"),
            Arguments.of(
                    Nothing.class,
                    " is " + Nothing.class.getName() + ", which has no properties, and arguments have names; use a"
                            + " record, or a class with properties that Jackson maps"));

    @ParameterizedTest(name = "{0}")
    @FieldSource("UNMAPPABLE")
    void aClassThatNoObjectOfJsonCanBecomeIsRefused(Class<?> type, String complaint) {
        assertThatThrownBy(() -> ofClass(type.getName()).define(camel))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("argumentClass of tool get_weather" + complaint);
    }

    @Test
    void aClassHasTheFormThatTheMapperOfTheRegistryReads() {
        camel.getRegistry()
                .bind(
                        "mapper",
                        JsonMapper.builder()
                                .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                                .build());

        JsonNode schema = ofClass(Trip.class.getName()).define(camel).json().at("/function/parameters");

        assertThat(schema).hasToString("""
                {"type":"object","properties":{\
                "first_day":{"type":"string","format":"date"},\
                "comfort":{"type":"string","enum":["first class","SECOND"]},\
                "number_of_nights":{"type":["integer","null"]},\
                "way_back":{"type":["string","null"],"format":"date"},\
                "labels":{"type":"object","additionalProperties":{"type":"string"}}},\
                "required":["first_day","comfort","labels"],\
                "additionalProperties":false}""");
    }

    private JsonNode define(String... parameters) {
        Map<String, Object> options = new LinkedHashMap<>();
        for (int i = 0; i < parameters.length; i += 2) {
            options.put(parameters[i], parameters[i + 1]);
        }
        return options(options, "city").define(camel).json();
    }

    private static ToolOptions options(Map<String, Object> parameters, String required) {
        return new ToolOptions("get_weather", "Current weather", parameters, required, null, null, null, null);
    }

    private static ToolOptions ofClass(String name) {
        return new ToolOptions("get_weather", "Current weather", Map.of(), null, null, name, null, null);
    }

    private static ToolOptions ofSchema(String schema) {
        return new ToolOptions("get_weather", "Current weather", Map.of(), null, null, null, schema, null);
    }
}
