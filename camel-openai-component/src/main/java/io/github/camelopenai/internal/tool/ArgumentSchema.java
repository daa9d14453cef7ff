// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.tool;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelopenai.internal.schema.ClassSchema;
import io.github.camelopenai.internal.schema.GivenSchema;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.CamelContext;

/**
 * The schema of a tool where it is not made of parameters: of the class that the arguments become, or as {@code jsonSchema}
 * gives it. Stateless.
 */
final class ArgumentSchema {

    private ArgumentSchema() {}

    /** The arguments of a tool whose body is an instance of the class. */
    static Arguments ofClass(String tool, String className, CamelContext context) {
        String option = "argumentClass of tool " + tool;
        Class<?> type = context.getClassResolver().resolveClass(className);
        if (type == null) {
            throw new IllegalArgumentException("argumentClass " + className + " of tool " + tool
                    + " is not on the class path; correct the name, with its package");
        }
        ObjectMapper mapper = RouteMapper.of(context);
        ObjectNode schema = ClassSchema.of(type, false, mapper, option);
        if (schema.path("properties").isEmpty()) {
            throw new IllegalArgumentException(option + " is " + className + ", which has no properties, and arguments"
                    + " have names; use a record, or a class with properties that Jackson maps");
        }
        checkNames(tool, schema);
        return Arguments.as(type, schema, mapper);
    }

    /** The arguments of a tool whose body is a map. */
    static Arguments given(String tool, String text) {
        String option = "jsonSchema of tool " + tool;
        ObjectNode schema = GivenSchema.object(GivenSchema.parse(text, option, ToolJson.MAPPER), option);
        if (!schema.has("properties")) {
            schema.putObject("properties"); // the API wants them, even when there are none
        }
        if (!schema.path("type").asText().equals("object")
                || !schema.path("properties").isObject()) {
            throw new IllegalArgumentException(option
                    + " must describe an object, as in {\"type\":\"object\",\"properties\":{…}}; arguments have names");
        }
        checkNames(tool, schema);
        return Arguments.asMap(schema);
    }

    private static void checkNames(String tool, ObjectNode schema) {
        List<String> names = new ArrayList<>();
        schema.path("properties").fieldNames().forEachRemaining(names::add);
        ParameterNames.check(tool, names);
    }
}
