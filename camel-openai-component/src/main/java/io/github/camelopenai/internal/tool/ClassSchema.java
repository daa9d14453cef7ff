// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.tool;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.InvalidDefinitionException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.victools.jsonschema.generator.FieldScope;
import com.github.victools.jsonschema.generator.Option;
import com.github.victools.jsonschema.generator.OptionPreset;
import com.github.victools.jsonschema.generator.SchemaGenerator;
import com.github.victools.jsonschema.generator.SchemaGeneratorConfigBuilder;
import com.github.victools.jsonschema.generator.SchemaVersion;
import com.github.victools.jsonschema.module.jackson.JacksonModule;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.camel.CamelContext;

/** Makes the schema of a tool from the class that its arguments become. Stateless. */
final class ClassSchema {

    private ClassSchema() {}

    /** The arguments of a tool whose body is an instance of the class. */
    static Arguments read(String tool, String className, CamelContext context) {
        Class<?> type = context.getClassResolver().resolveClass(className);
        if (type == null) {
            throw new IllegalArgumentException("argumentClass " + className + " of tool " + tool
                    + " is not on the class path; correct the name, with its package");
        }
        ObjectMapper mapper = ToolJson.mapper(context);
        ObjectNode schema = schema(type);
        if (!schema.path("type").asText().equals("object") || !schema.has("properties") || !isMappable(type, mapper)) {
            throw new IllegalArgumentException("argumentClass " + className + " of tool " + tool
                    + " cannot be made from a JSON object; use a record, or a class with properties that Jackson maps");
        }
        List<String> names = new ArrayList<>();
        schema.path("properties").fieldNames().forEachRemaining(names::add);
        ParameterNames.check(tool, names);
        return Arguments.as(type, schema, mapper);
    }

    private static ObjectNode schema(Class<?> type) {
        SchemaGeneratorConfigBuilder options = new SchemaGeneratorConfigBuilder(
                        SchemaVersion.DRAFT_2020_12, OptionPreset.PLAIN_JSON)
                .with(new JacksonModule())
                .without(Option.SCHEMA_VERSION_INDICATOR);
        options.forFields().withRequiredCheck(ClassSchema::isRequired);
        return new SchemaGenerator(options.build()).generateSchema(type);
    }

    private static boolean isRequired(FieldScope field) {
        return field.getRawMember().getType() != Optional.class;
    }

    /** Only an attempt shows whether Jackson knows how; what a constructor thinks of no arguments is another matter. */
    private static boolean isMappable(Class<?> type, ObjectMapper mapper) {
        if (type.isInterface() || Modifier.isAbstract(type.getModifiers())) {
            return false;
        }
        try {
            mapper.readValue("{}", type);
            return true;
        } catch (InvalidDefinitionException e) {
            return false;
        } catch (JsonProcessingException | RuntimeException e) {
            return true;
        }
    }
}
