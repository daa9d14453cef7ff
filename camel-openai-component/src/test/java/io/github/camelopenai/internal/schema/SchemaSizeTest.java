// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which schemas are larger than OpenAI allows today. */
class SchemaSizeTest {

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode().put("type", "object");
    }

    private static ObjectNode withProperties(int count, String prefix) {
        ObjectNode schema = object();
        ObjectNode properties = schema.putObject("properties");
        IntStream.range(0, count)
                .forEach(index -> properties.putObject(prefix + index).put("type", "string"));
        return schema;
    }

    private static ObjectNode nested(int levels) {
        ObjectNode schema = object();
        ObjectNode inner = schema.putObject("properties");
        if (levels > 1) {
            inner.putObject("list").put("type", "array").set("items", nested(levels - 1));
        }
        return schema;
    }

    private static ObjectNode withEnum(int values, int length) {
        ObjectNode schema = object();
        var constants = schema.putObject("properties").putObject("e").putArray("enum");
        IntStream.range(0, values).forEach(index -> constants.add(("%0" + length + "d").formatted(index)));
        return schema;
    }

    @Test
    void whatIsJustAtTheLimitsIsNot() {
        assertThat(SchemaSize.excess(withProperties(5_000, "p"))).isEmpty();
        assertThat(SchemaSize.excess(nested(10))).isEmpty();
        assertThat(SchemaSize.excess(withEnum(1_000, 15))).isEmpty();
        assertThat(SchemaSize.excess(withEnum(250, 400))).isEmpty();
    }

    /** As in a schema where a colon stands in the wrong place. It overflowed the stack. */
    @Test
    void aFieldWithoutANameIsCounted() {
        ObjectNode schema = withProperties(1, "p");
        schema.putObject("").putObject("a").put("type", "string");

        assertThat(SchemaSize.excess(schema)).isEmpty();
    }

    @Test
    void aPropertyTooMany() {
        assertThat(SchemaSize.excess(withProperties(5_001, "p")))
                .containsExactly("5001 properties, and 5000 are allowed");
    }

    @Test
    void aLevelTooDeep() {
        assertThat(SchemaSize.excess(nested(11))).containsExactly("11 levels, and 10 are allowed");
    }

    @Test
    void levelsBehindReferencesCountAndACircleCountsOnce() {
        ObjectNode schema = object();
        schema.putObject("properties").putObject("a").put("$ref", "#/$defs/A");
        ObjectNode definitions = schema.putObject("$defs");
        definitions.set("A", nested(10));
        assertThat(SchemaSize.excess(schema)).containsExactly("11 levels, and 10 are allowed");

        ObjectNode circle = object();
        circle.putObject("properties").putObject("self").put("$ref", "#");
        circle.putObject("$defs");
        assertThat(SchemaSize.excess(circle)).isEmpty();
    }

    @Test
    void namesTooLong() {
        assertThat(SchemaSize.excess(withProperties(1_000, "p".repeat(118))))
                .containsExactly("120890 characters of names and enum values, and 120000 are allowed");
    }

    @Test
    void aConstantTooMany() {
        assertThat(SchemaSize.excess(withEnum(1_001, 4))).containsExactly("1001 enum values, and 1000 are allowed");
    }

    @Test
    void aLargeEnumOfLongConstants() {
        assertThat(SchemaSize.excess(withEnum(251, 60)))
                .containsExactly("15060 characters in one enum of more than 250 values, and 15000 are allowed");
    }
}
