// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelopenai.internal.LogLines;
import io.github.camelopenai.internal.schema.Strictness;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which tools the server holds the model to exactly. */
class ToolStrictnessTest {

    private static final String GOOD =
            "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"string\"}},\"required\":[\"a\"],\"additionalProperties\":false}";
    private static final String OPEN = "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"string\"}}}";

    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final LogLines said = new LogLines(Strictness.class.getPackage());

    record Side(String name) {}

    record Order(int number, Optional<String> note, Optional<Side> side, Side own) {}

    record Labelled(Map<String, String> labels) {}

    @AfterEach
    void close() throws Exception {
        said.close();
        camel.close();
    }

    private static ToolOptions ofSchema(String schema, Boolean strict) {
        return new ToolOptions("t", "d", Map.of(), null, null, null, schema, strict);
    }

    private static ToolOptions ofClass(Class<?> type, Boolean strict) {
        return new ToolOptions("t", "d", Map.of(), null, null, type.getName(), null, strict);
    }

    private JsonNode function(ToolOptions options) {
        return options.define(camel).json().path("function");
    }

    @Test
    void aSchemaThatCanBeStrictIsSo() {
        assertThat(function(ofSchema(GOOD, null)).path("strict").asBoolean()).isTrue();
        assertThat(function(ofSchema(GOOD, true)).path("strict").asBoolean()).isTrue();
        assertThat(function(ofSchema(GOOD, false)).has("strict")).isFalse();
        assertThat(said.warnings()).isEmpty();
    }

    @Test
    void oneThatCannotIsSentLooseAndSaysWhyOnce() {
        Stream.of(1, 2)
                .forEach(start ->
                        assertThat(function(ofSchema(OPEN, null)).has("strict")).isFalse());

        assertThat(said.warnings())
                .containsExactly(
                        "jsonSchema of tool t is sent without strict, so the model may leave the schema: # lacks"
                                + " \"additionalProperties\": false; # does not require all of its properties. Change that to be"
                                + " strict, or set strict=false to accept it");
        assertThatThrownBy(() -> function(ofSchema(OPEN, true)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("jsonSchema of tool t cannot be strict: # lacks \"additionalProperties\": false; # does not"
                        + " require all of its properties; change that, or leave strict=true out");
    }

    @Test
    void aClassIsStrictWithAllOfItsProperties() {
        JsonNode function = function(ofClass(Order.class, null));

        assertThat(function.path("strict").asBoolean()).isTrue();
        assertThat(function.at("/parameters/required")).hasToString("[\"number\",\"note\",\"side\",\"own\"]");
        assertThat(function.at("/parameters/properties/note/type")).hasToString("[\"string\",\"null\"]");
        assertThat(said.warnings()).isEmpty();
    }

    @Test
    void whatMayBeNullInAClassMayBeMissingAllTheSame() throws Exception {
        Arguments arguments = ofClass(Order.class, null).define(camel).arguments();

        assertThat(arguments.read("{\"number\":1,\"own\":{\"name\":\"x\"}}").body())
                .isEqualTo(new Order(1, Optional.empty(), Optional.empty(), new Side("x")));
        assertThatThrownBy(() -> arguments.read("{\"number\":1,\"note\":null,\"side\":null}"))
                .hasMessage("the argument own is missing");
    }

    @Test
    void aClassThatTheSubsetHasNoWordsForIsSentLooseOrRefused() {
        assertThat(function(ofClass(Labelled.class, null)).has("strict")).isFalse();
        assertThat(said.warnings())
                .singleElement()
                .asString()
                .startsWith(
                        "argumentClass of tool t " + Labelled.class.getName() + " is sent without strict, so the model"
                                + " may leave the schema: the property labels of Labelled is a Map");
        assertThatThrownBy(() -> function(ofClass(Labelled.class, true)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("argumentClass of tool t cannot be said in the strict subset");
    }

    @Test
    void parametersAreStrictWhenThatIsAskedFor() {
        Map<String, Object> city = Map.of("city", "string");

        JsonNode unasked = function(new ToolOptions("t", "d", city, "city", null, null, null, null));
        JsonNode asked = function(new ToolOptions("t", "d", city, "city", null, null, null, true));

        assertThat(unasked.has("strict")).isFalse();
        assertThat(unasked.path("parameters").has("additionalProperties")).isFalse();
        assertThat(asked.path("strict").asBoolean()).isTrue();
        assertThat(asked.path("parameters").path("additionalProperties").asBoolean(true))
                .isFalse();
        assertThat(said.warnings()).isEmpty();
        assertThatThrownBy(() -> function(new ToolOptions("t", "d", city, null, null, null, null, true)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("parameter options of tool t cannot be strict: # does not require all of its properties;"
                        + " change that, or leave strict=true out");
    }
}
