// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
        JsonNode schema = ofClass(Weather.class.getName()).define(camel).json().at("/function/parameters");

        assertThat(schema.path("required")).hasToString("[\"days\",\"fields\",\"place\",\"with_wind\"]");
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
                        + " not tell them apart, so rename one",
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
        assertThatThrownBy(() -> new ToolOptions(name, description, Map.of(), null, null, null, null).define(camel))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(complaint);
    }

    @Test
    void aNameOf65CharactersIsTooLong() {
        assertThatThrownBy(() -> new ToolOptions("n".repeat(65), "a", Map.of(), null, null, null, null).define(camel))
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

        assertThatThrownBy(() -> new ToolOptions("t", "d", parameters, null, null, "a.B", "{}").define(camel))
                .hasMessage("tool t has parameter options and argumentClass and jsonSchema; keep one of them");
        assertThatThrownBy(() -> new ToolOptions("t", "d", Map.of(), "city", null, null, "{}").define(camel))
                .hasMessage("tool t has required and jsonSchema; required goes with parameter options, so let the"
                        + " schema itself say what is required");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"type\":\"object\" | jsonSchema of tool get_weather is not JSON: Unexpected end-of-input",
                "{\"type\":\"object\"} x | jsonSchema of tool get_weather is not JSON: ",
                "[] | jsonSchema of tool get_weather must describe an object, as in"
                        + " {\"type\":\"object\",\"properties\":{…}}; arguments have names",
                "{\"type\":\"string\"} | jsonSchema of tool get_weather must describe an object",
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
        for (Class<?> type : List.of(String.class, List.class, Runnable.class, Unmade.class, Map.class)) {
            assertThatThrownBy(() -> ofClass(type.getName()).define(camel))
                    .as(type.getName())
                    .hasMessage("argumentClass " + type.getName() + " of tool get_weather cannot be made from a JSON"
                            + " object; use a record, or a class with properties that Jackson maps");
        }
        assertThatThrownBy(() -> ofClass(Hidden.class.getName()).define(camel))
                .hasMessageStartingWith("parameter CamelFileName of tool get_weather is refused");
    }

    private JsonNode define(String... parameters) {
        Map<String, Object> options = new LinkedHashMap<>();
        for (int i = 0; i < parameters.length; i += 2) {
            options.put(parameters[i], parameters[i + 1]);
        }
        return options(options, "city").define(camel).json();
    }

    private static ToolOptions options(Map<String, Object> parameters, String required) {
        return new ToolOptions("get_weather", "Current weather", parameters, required, null, null, null);
    }

    private static ToolOptions ofClass(String name) {
        return new ToolOptions("get_weather", "Current weather", Map.of(), null, null, name, null);
    }

    private static ToolOptions ofSchema(String schema) {
        return new ToolOptions("get_weather", "Current weather", Map.of(), null, null, null, schema);
    }
}
