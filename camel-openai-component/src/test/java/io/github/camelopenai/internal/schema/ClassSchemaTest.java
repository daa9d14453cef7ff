// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.github.camelopenai.error.OpenAiRequestException;
import io.github.camelopenai.internal.schema.SampleClasses.Drawing;
import io.github.camelopenai.internal.schema.SampleClasses.Labelled;
import io.github.camelopenai.internal.schema.SampleClasses.Shape;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.math.BigDecimal;
import java.net.URI;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

/** Which schema a class has; quotes are single ones here. */
class ClassSchemaTest {

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .addModules(new Jdk8Module(), new JavaTimeModule())
            .build();

    private static ObjectNode strict(Class<?> type) {
        return ClassSchema.of(type, true, MAPPER, "outputClass");
    }

    private static JsonNode json(String text) throws Exception {
        return MAPPER.readTree(text.replace('\'', '"'));
    }

    enum Unit {
        CELSIUS,
        @JsonProperty("f")
        FAHRENHEIT
    }

    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.TYPE_USE)
    @interface Nullable {}

    record Id(@JsonValue String value) {
        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        Id {}
    }

    record Item(int n) {}

    record Values(
            String text,
            boolean flag,
            int whole,
            double number,
            byte[] bytes,
            Unit unit,
            LocalDate date,
            LocalDateTime dateTime,
            Instant instant,
            Duration duration,
            DayOfWeek day,
            BigDecimal money,
            UUID uuid,
            URI uri,
            Id id,
            char letter) {}

    static final List<Arguments> FORMS = List.of(
            Arguments.of("text", "{'type':'string'}"),
            Arguments.of("flag", "{'type':'boolean'}"),
            Arguments.of("whole", "{'type':'integer'}"),
            Arguments.of("number", "{'type':'number'}"),
            Arguments.of("bytes", "{'type':'string','description':'bytes in Base64'}"),
            Arguments.of("unit", "{'type':'string','enum':['CELSIUS','f']}"),
            Arguments.of("date", "{'type':'string','format':'date'}"),
            Arguments.of(
                    "dateTime",
                    "{'type':'string','description':'date and time without offset, such as 2026-01-31T09:30:00'}"),
            Arguments.of("instant", "{'type':'string','format':'date-time'}"),
            Arguments.of("duration", "{'type':'string','format':'duration'}"),
            Arguments.of(
                    "day",
                    "{'type':'string','enum':['MONDAY','TUESDAY','WEDNESDAY','THURSDAY','FRIDAY','SATURDAY','SUNDAY']}"),
            Arguments.of("money", "{'type':'number'}"),
            Arguments.of("uuid", "{'type':'string','format':'uuid'}"),
            Arguments.of("uri", "{'type':'string'}"),
            Arguments.of("id", "{'type':'string'}"),
            Arguments.of("letter", "{'type':'string'}"));

    @ParameterizedTest
    @FieldSource("FORMS")
    void aValueHasTheFormThatJacksonReads(String property, String schema) throws Exception {
        assertThat(strict(Values.class).path("properties").path(property)).isEqualTo(json(schema));
    }

    record Nullables(
            Optional<String> text,
            OptionalInt whole,
            Optional<Unit> unit,
            Optional<Item> item,
            Optional<List<String>> list,
            @Nullable String annotated) {}

    static final List<Arguments> NULLABLES = List.of(
            Arguments.of("text", "{'type':['string','null']}"),
            Arguments.of("whole", "{'type':['integer','null']}"),
            Arguments.of("list", "{'type':['array','null'],'items':{'type':'string'}}"),
            Arguments.of("annotated", "{'type':['string','null']}"));

    @ParameterizedTest
    @FieldSource("NULLABLES")
    void whatMayBeAbsentMayBeNull(String property, String schema) throws Exception {
        assertThat(strict(Nullables.class).path("properties").path(property)).isEqualTo(json(schema));
    }

    @Test
    void anEnumOrAnObjectThatMayBeAbsentIsAChoice() throws Exception {
        ObjectNode properties = (ObjectNode) strict(Nullables.class).path("properties");

        assertThat(properties.path("unit"))
                .isEqualTo(json("{'anyOf':[{'type':'null'},{'type':'string','enum':['CELSIUS','f']}]}"));
        assertThat(properties.path("item").path("anyOf")).hasSize(2);
        assertThat(properties.path("item").path("anyOf").get(1))
                .isEqualTo(
                        json(
                                "{'type':'object','properties':{'n':{'type':'integer'}},'required':['n'],'additionalProperties':false}"));
    }

    record Order(String zebra, List<List<Item>> items, String apple, Set<Unit> units) {}

    @Test
    void everyPropertyIsRequiredInTheOrderOfDeclarationAndNoOtherAllowed() throws Exception {
        ObjectNode schema = strict(Order.class);

        assertThat(schema.path("required")).isEqualTo(json("['zebra','items','apple','units']"));
        assertThat(schema.path("properties").fieldNames())
                .toIterable()
                .containsExactly("zebra", "items", "apple", "units");
        assertThat(schema.path("additionalProperties").booleanValue()).isFalse();
        assertThat(schema.at("/properties/items/items/items/required")).isEqualTo(json("['n']"));
        assertThat(schema.at("/properties/items/items/items/additionalProperties")
                        .isBoolean())
                .isTrue();
    }

    record Tree(String name, List<Tree> children, Optional<Tree> parent) {}

    @Test
    void aClassThatHoldsItselfRefersToItself() throws Exception {
        ObjectNode schema = strict(Tree.class);

        assertThat(schema.at("/properties/children/items/$ref").asText()).isEqualTo("#");
        assertThat(schema.at("/properties/parent")).isEqualTo(json("{'anyOf':[{'type':'null'},{'$ref':'#'}]}"));
        assertThat(schema.path("required")).hasSize(3);
    }

    record Forest(Tree tallest, List<Tree> others) {}

    @Test
    void aClassThatOccursTwiceIsDefinedOnce() {
        ObjectNode schema = strict(Forest.class);

        assertThat(schema.at("/properties/tallest/$ref").asText()).isEqualTo("#/$defs/Tree");
        assertThat(schema.at("/$defs/Tree/additionalProperties").isBoolean()).isTrue();
        assertThat(schema.at("/$defs/Tree/required")).hasSize(3);
    }

    @JsonClassDescription("The weather of a city")
    record Described(
            @JsonPropertyDescription("in degrees") double heat,
            @JsonPropertyDescription("the first") Item first,
            Item second,
            @JsonProperty("wind_speed") int wind,
            @JsonIgnore String hidden,
            @JsonFormat(pattern = "dd.MM.yyyy") LocalDate day) {}

    @Test
    void descriptionsAndNamesComeFromAnnotations() throws Exception {
        ObjectNode schema = strict(Described.class);

        assertThat(schema.path("description").asText()).isEqualTo("The weather of a city");
        assertThat(schema.at("/properties/heat/description").asText()).isEqualTo("in degrees");
        assertThat(schema.path("required")).isEqualTo(json("['heat','first','second','wind_speed','day']"));
        assertThat(schema.at("/properties/day"))
                .isEqualTo(json("{'type':'string','description':'in the pattern dd.MM.yyyy'}"));
    }

    @Test
    void nothingStandsBesideAReference() throws Exception {
        assertThat(strict(Described.class).at("/properties/first"))
                .isEqualTo(json("{'description':'the first','anyOf':[{'$ref':'#/$defs/Item'}]}"));
    }

    @Test
    void subtypesAreAChoiceToldByTheirName() throws Exception {
        ObjectNode schema = strict(Drawing.class);

        JsonNode choice = schema.at("/properties/shape/anyOf");
        assertThat(choice).hasSize(2);
        JsonNode circle = choice.get(0).has("$ref") ? schema.at("/$defs/Circle") : choice.get(0);
        assertThat(circle.at("/properties/kind/enum")).isEqualTo(json("['circle']"));
        assertThat(circle.path("required")).isEqualTo(json("['kind','radius']"));
        assertThat(circle.path("additionalProperties").isBoolean()).isTrue();
        assertThat(schema.findValues("allOf")).isEmpty();
    }

    static class Bean {
        private String plain;

        @JsonProperty("other")
        private int renamed;

        private final List<String> filled = new ArrayList<>();

        private String unreachable;
        private static final int CONSTANT = 1;

        public void setPlain(String value) {
            plain = value;
        }

        public List<String> getFilled() {
            return filled;
        }

        String unreachable() {
            return plain + renamed + unreachable + CONSTANT;
        }
    }

    @Test
    void aBeanHasThePropertiesThatJacksonCanSet() {
        assertThat(strict(Bean.class).path("properties").fieldNames())
                .toIterable()
                .containsExactly("plain", "other", "filled");
    }

    @Test
    void theMapperNamesTheProperties() {
        ObjectMapper snake = JsonMapper.builder()
                .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .addModules(new Jdk8Module(), new JavaTimeModule())
                .build();

        assertThat(ClassSchema.of(Values.class, true, snake, "outputClass")
                        .path("properties")
                        .has("date_time"))
                .isTrue();
    }

    enum Loud {
        LOW;

        @Override
        public String toString() {
            return "low!";
        }
    }

    record Noise(Loud loud) {}

    @Test
    void theMapperTellsHowEnumsAreRead() throws Exception {
        ObjectMapper byText = JsonMapper.builder()
                .enable(DeserializationFeature.READ_ENUMS_USING_TO_STRING)
                .build();

        assertThat(ClassSchema.of(Noise.class, true, byText, "outputClass").at("/properties/loud/enum"))
                .isEqualTo(json("['low!']"));
        assertThat(strict(Noise.class).at("/properties/loud/enum")).isEqualTo(json("['LOW']"));
    }

    record Outer(String name, @JsonUnwrapped Item item) {}

    @Test
    void whatIsUnwrappedStandsAmongTheOthers() throws Exception {
        assertThat(strict(Outer.class).path("properties"))
                .isEqualTo(json("{'name':{'type':'string'},'n':{'type':'integer'}}"));
    }

    @JsonIgnoreProperties("b")
    record Ignoring(String a, String b) {}

    @Test
    void whatTheClassIgnoresIsLeftOut() throws Exception {
        assertThat(strict(Ignoring.class).path("required")).isEqualTo(json("['a']"));
    }

    @Test
    void withoutStrictMapsAndAnyTypeAreAllowedAndWhatMayBeNullMayBeMissing() throws Exception {
        ObjectNode schema = ClassSchema.of(Labelled.class, false, MAPPER, "outputClass");

        assertThat(schema.at("/properties/labels"))
                .isEqualTo(json("{'type':'object','additionalProperties':{'type':'integer'}}"));
        assertThat(schema.at("/properties/any")).isEqualTo(json("{}"));
        assertThat(schema.path("required")).isEqualTo(json("['name','labels','any']"));
        assertThat(schema.path("additionalProperties").booleanValue()).isFalse();
    }

    @Nested
    class Refused {

        private record WithMap(String name, List<Map<String, Integer>> labels) {}

        private record WithAny(Object any) {}

        interface Plain {
            String name();
        }

        private record WithInterface(Plain plain) {}

        static final class Closed {
            private final String name;

            Closed(String given, int other) {
                name = given + other;
            }

            public String getName() {
                return name;
            }
        }

        static final class Renamed {
            private String text;

            public void setName(String name) {
                text = name;
            }

            String text() {
                return text;
            }
        }

        @ParameterizedTest
        @FieldSource("io.github.camelopenai.internal.schema.ClassSchemaTest#UNMAPPABLE")
        void isWhatHasNoSchema(Class<?> type, String message) {
            assertThatThrownBy(() -> strict(type))
                    .isInstanceOf(OpenAiRequestException.class)
                    .hasMessageContaining(message);
        }
    }

    static final List<Arguments> UNMAPPABLE = List.of(
            Arguments.of(
                    Refused.WithMap.class,
                    "the property labels of WithMap is a Map, whose keys are not known beforehand. Set strict=false, or make"
                            + " it a list of pairs, such as List<Entry> with record Entry(String key, String value)"),
            Arguments.of(
                    Refused.WithAny.class,
                    "the property any of WithAny may be of any type. Set strict=false, or give it one"),
            Arguments.of(
                    Refused.WithInterface.class,
                    "no JSON can become a " + Refused.Plain.class.getName()
                            + ": it is abstract or an interface, and nothing says which class to make of it"),
            Arguments.of(
                    Refused.Closed.class,
                    "it has neither a constructor without arguments nor a @JsonCreator; use a record"),
            Arguments.of(
                    Refused.Renamed.class,
                    "has the property name, but no field name that shows its type; give the field that name, or use a record"),
            Arguments.of(
                    List.class,
                    "outputClass must be a class whose JSON is an object, but java.util.List is a list; wrap it, as in"
                            + " record Wrapper(List value) {}"),
            Arguments.of(String[].class, "is a list; wrap it, as in record Wrapper(String... value) {}"),
            Arguments.of(String.class, "but java.lang.String is a single value; wrap it"),
            Arguments.of(Integer.class, "but java.lang.Integer is a single value; wrap it"),
            Arguments.of(int.class, "but int is a single value; wrap it"),
            Arguments.of(Unit.class, "is a single value; wrap it"),
            Arguments.of(Object.class, "but java.lang.Object is a single value; wrap it"),
            Arguments.of(LocalDate.class, "but java.time.LocalDate is a single value; wrap it"),
            Arguments.of(Id.class, "is a single value; wrap it"),
            Arguments.of(Map.class, "Map is a Map, whose keys are not known beforehand. Set strict=false"),
            Arguments.of(
                    Shape.class,
                    "has subtypes, and a choice may not be the root; wrap it, as in record Wrapper(Shape value)"));
}
