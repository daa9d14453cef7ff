// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.tool;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelopenai.internal.json.Json;
import io.github.camelopenai.internal.json.JsonClasses;
import io.github.camelopenai.internal.json.RouteMapper;
import io.github.camelopenai.internal.schema.ClassSchema;
import io.github.camelopenai.internal.schema.GivenSchema;
import io.github.camelopenai.internal.schema.StrictRemarks;
import io.github.camelopenai.internal.schema.StrictRules;
import io.github.camelopenai.internal.schema.Strictness;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.ExtendedCamelContext;

/**
 * The schema of a tool: of the class that the arguments become, as {@code jsonSchema} gives it, or made of parameters.
 * Immutable.
 *
 * @param arguments how arguments are read
 * @param strict    whether the server holds the model to the schema exactly
 */
record ArgumentSchema(Arguments arguments, boolean strict) {

    /** The arguments of a tool whose body is an instance of the class. */
    static ArgumentSchema ofClass(String tool, String className, Strictness strictness, CamelContext context) {
        String option = "argumentClass of tool " + tool;
        Class<?> type = context.getClassResolver().resolveClass(className);
        if (type == null) {
            throw new IllegalArgumentException("argumentClass " + className + " of tool " + tool
                    + " is not on the class path; correct the name, with its package");
        }
        ObjectMapper mapper = RouteMapper.of(context);
        ClassSchema.Made made = ClassSchema.of(type, strictness, mapper, option, remarks(context));
        ObjectNode schema = made.schema();
        if (schema.path("properties").isEmpty()) {
            throw new IllegalArgumentException(option + " is " + className + ", which has no properties, and arguments"
                    + " have names; use a record, or a class with properties that Jackson maps");
        }
        checkNames(tool, schema);
        JsonClasses.add(context, type);
        return new ArgumentSchema(Arguments.as(type, schema, mapper), made.strict());
    }

    /** The arguments of a tool whose body is a map. */
    static ArgumentSchema given(String tool, String text, Strictness strictness, CamelContext context) {
        String option = "jsonSchema of tool " + tool;
        ObjectNode schema = GivenSchema.object(GivenSchema.parse(text, option, Json.PLAIN), option);
        if (!schema.has("properties")) {
            schema.putObject("properties"); // the API wants them, even when there are none
        }
        if (!schema.path("type").asText().equals("object")
                || !schema.path("properties").isObject()) {
            throw new IllegalArgumentException(option
                    + " must describe an object, as in {\"type\":\"object\",\"properties\":{…}}; arguments have names");
        }
        checkNames(tool, schema);
        return new ArgumentSchema(
                Arguments.asMap(schema), StrictRules.hold(schema, strictness, option, remarks(context)));
    }

    /** Those made of options are strict only when asked: whatever may be left out would have to be required. */
    static ArgumentSchema ofParameters(String tool, ObjectNode schema, Strictness strictness) {
        boolean strict = strictness == Strictness.STRICT;
        if (strict) {
            schema.put("additionalProperties", false);
            StrictRules.hold(schema, strictness, "parameter options of tool " + tool, new StrictRemarks());
        }
        return new ArgumentSchema(Arguments.asMap(schema), strict);
    }

    /** Those of the context: a consumer is made again when its route starts again. */
    private static StrictRemarks remarks(CamelContext context) {
        ExtendedCamelContext extension = context.getCamelContextExtension();
        StrictRemarks known = extension.getContextPlugin(StrictRemarks.class);
        if (known == null) {
            known = new StrictRemarks();
            extension.addContextPlugin(StrictRemarks.class, known);
        }
        return known;
    }

    private static void checkNames(String tool, ObjectNode schema) {
        List<String> names = new ArrayList<>();
        schema.path("properties").fieldNames().forEachRemaining(names::add);
        ParameterNames.check(tool, names);
    }
}
