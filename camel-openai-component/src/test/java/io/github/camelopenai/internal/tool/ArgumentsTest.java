// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.camelopenai.internal.schema.Strictness;
import io.github.camelopenai.internal.tool.Arguments.Read;
import io.github.camelopenai.internal.tool.Arguments.Unusable;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a model writes as arguments is not always what it should. */
class ArgumentsTest {

    private static final String SCHEMA = """
            {"type":"object","required":["city"],"properties":{
              "city":{"type":"string"},
              "unit":{"type":"string","enum":["celsius","fahrenheit"]},
              "days":{"type":"integer"},
              "level":{"type":"number","enum":[1,2.5]},
              "now":{"type":"boolean"},
              "hours":{"type":"array"},
              "more":{"type":"object"},
              "any":{},
              "name":{"type":["string","null"]}}}
            """;

    private final Arguments arguments = given(SCHEMA);

    record Weather(String city, int days, Optional<String> unit) {}

    @Test
    void theyBecomeAMapWithTheTypesOfJson() throws Exception {
        Read read = arguments.read(
                "{\"city\":\"Köln\",\"days\":3,\"level\":2.5,\"now\":true,\"hours\":[1,\"x\"],\"more\":{\"a\":null}}");

        assertThat(read.body()).isEqualTo(read.parameters());
        assertThat(read.parameters())
                .containsEntry("city", "Köln")
                .containsEntry("days", 3)
                .containsEntry("level", 2.5)
                .containsEntry("now", true)
                .containsEntry("hours", List.of(1, "x"))
                .containsKey("more");
    }

    @Test
    void onlyDeclaredOnesBecomeHeaders() throws Exception {
        Read read = arguments.read("{\"city\":\"Paris\",\"CamelFileName\":\"/etc/passwd\",\"name\":null}");

        assertThat(read.parameters()).isEqualTo(Map.of("city", "Paris"));
        assertThat(((Map<?, ?>) read.body()).keySet()).hasToString("[city, CamelFileName, name]");
    }

    @Test
    void nothingIsAnEmptyObject() throws Exception {
        Arguments none = given("{\"type\":\"object\"}");

        for (String text : Arrays.asList(null, "", " \n", "{}")) {
            assertThat(none.read(text).body()).isEqualTo(Map.of());
        }
    }

    @Test
    void aWholeNumberMayHaveADecimalPoint() throws Exception {
        assertThat(arguments
                        .read("{\"city\":\"Paris\",\"days\":3.0,\"level\":1.0}")
                        .parameters())
                .containsKeys("days", "level");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"city\": | the arguments are not JSON: Unexpected end-of-input",
                "{\"city\":\"Paris\"} {} | the arguments are not JSON: Trailing token",
                "get_weather('Paris') | the arguments are not JSON: Unrecognized token",
                "[\"Paris\"] | the arguments must be a JSON object",
                "\"Paris\" | the arguments must be a JSON object",
                "null | the arguments must be a JSON object",
                "{} | the argument city is missing",
                "{\"city\":null} | the argument city is missing",
                "{\"city\":5} | the argument city must be of the type string",
                "{\"city\":\"a\",\"unit\":\"kelvin\"} | the argument unit must be one of [\"celsius\",\"fahrenheit\"]",
                "{\"city\":\"a\",\"days\":\"3\"} | the argument days must be of the type integer",
                "{\"city\":\"a\",\"days\":3.5} | the argument days must be of the type integer",
                "{\"city\":\"a\",\"days\":1e999} | the argument days must be of the type integer",
                "{\"city\":\"a\",\"level\":1e999} | the argument level must be of the type number",
                "{\"city\":\"a\",\"level\":2} | the argument level must be one of [1,2.5]",
                "{\"city\":\"a\",\"now\":1} | the argument now must be of the type boolean",
                "{\"city\":\"a\",\"hours\":{}} | the argument hours must be of the type array",
                "{\"city\":\"a\",\"more\":[]} | the argument more must be of the type object",
            })
    void whatIsWrongIsSaid(String text, String complaint) {
        assertThatThrownBy(() -> arguments.read(text))
                .isInstanceOf(Unusable.class)
                .hasMessageStartingWith(complaint);
    }

    @Test
    void nestingWithoutEndIsNoJson() {
        assertThatThrownBy(() -> arguments.read("[".repeat(100_000)))
                .isInstanceOf(Unusable.class)
                .hasMessageStartingWith("the arguments are not JSON: ");
    }

    @Test
    void theyBecomeAnInstance() throws Exception {
        Read read = ofClass().read("{\"city\":\"Paris\",\"days\":3,\"wind\":true}");

        assertThat(read.body()).isEqualTo(new Weather("Paris", 3, Optional.empty()));
        assertThat(read.parameters()).isEqualTo(Map.of("city", "Paris", "days", 3));
    }

    record Trip(String homeTown, LocalDate firstDay) {}

    @Test
    void theMapperOfTheRegistryNamesThem() throws Exception {
        DefaultCamelContext camel = new DefaultCamelContext();
        camel.getRegistry()
                .bind(
                        "mapper",
                        JsonMapper.builder()
                                .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                                .build());

        Read read = ArgumentSchema.ofClass("t", Trip.class.getName(), Strictness.AUTOMATIC, camel)
                .arguments()
                .read("{\"home_town\":\"Paris\",\"first_day\":\"2026-01-31\"}");

        assertThat(read.body()).isEqualTo(new Trip("Paris", LocalDate.of(2026, 1, 31)));
        assertThat(read.parameters()).isEqualTo(Map.of("home_town", "Paris", "first_day", "2026-01-31"));
    }

    @Test
    void whatDoesNotFitTheClassIsSaid() {
        assertThatThrownBy(() -> ofClass().read("{\"city\":\"Paris\",\"days\":99999999999}"))
                .isInstanceOf(Unusable.class)
                .hasMessageStartingWith("the arguments do not fit: ")
                .hasMessageContaining("days");
        assertThatThrownBy(() -> ofClass().read("{\"city\":\"Paris\"}"))
                .isInstanceOf(Unusable.class)
                .hasMessage("the argument days is missing");
    }

    private static Arguments ofClass() {
        return ArgumentSchema.ofClass("t", Weather.class.getName(), Strictness.AUTOMATIC, new DefaultCamelContext())
                .arguments();
    }

    private static Arguments given(String schema) {
        return ArgumentSchema.given("t", schema, Strictness.LOOSE, new DefaultCamelContext())
                .arguments();
    }
}
