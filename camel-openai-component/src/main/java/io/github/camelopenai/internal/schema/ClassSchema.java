// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.schema;

import com.fasterxml.classmate.ResolvedType;
import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.victools.jsonschema.generator.FieldScope;
import com.github.victools.jsonschema.generator.Option;
import com.github.victools.jsonschema.generator.OptionPreset;
import com.github.victools.jsonschema.generator.SchemaGenerationContext;
import com.github.victools.jsonschema.generator.SchemaGenerator;
import com.github.victools.jsonschema.generator.SchemaGeneratorConfigBuilder;
import com.github.victools.jsonschema.generator.SchemaVersion;
import com.github.victools.jsonschema.generator.TypeScope;
import com.github.victools.jsonschema.module.jackson.JacksonModule;
import com.github.victools.jsonschema.module.jackson.JacksonOption;
import io.github.camelopenai.error.OpenAiRequestException;
import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Derives the JSON Schema of a class. The generator reads fields; the mapper that will read the answer decides which of
 * them count, and their names, so that the two agree. Used once.
 */
public final class ClassSchema {

    private final String option;
    private final ObjectMapper mapper;
    private final MapperProperties names;

    private ClassSchema(String option, ObjectMapper mapper) {
        this.option = option;
        this.mapper = mapper;
        this.names = new MapperProperties(option, mapper);
    }

    /**
     * The schema of a class: an object with its properties in the order of the fields, which allows no others. Nullable
     * properties are required with the strict subset only, all others always.
     *
     * @param strict whether it must use only the subset that OpenAI can enforce
     * @param option that names the class, for messages
     * @return a tree that the caller owns
     * @throws OpenAiRequestException when the class has no such schema: its JSON is no object, the mapper cannot make
     *     one of its parts, or the strict subset cannot express it
     */
    public static ObjectNode of(Class<?> type, boolean strict, ObjectMapper mapper, String option) {
        try {
            return new ClassSchema(option, mapper).create(type, strict);
        } catch (StrictSubset.Impossible e) {
            throw e.refused(option);
        }
    }

    /**
     * A schema, and whether it uses only the strict subset.
     *
     * @param schema a tree that the caller owns
     */
    public record Made(ObjectNode schema, boolean strict) {}

    /**
     * The same, strict if the subset can express the class.
     *
     * @param remarks logs why it is not strict, if that was this component's decision
     */
    public static Made of(
            Class<?> type, Strictness strictness, ObjectMapper mapper, String option, StrictRemarks remarks) {
        if (strictness != Strictness.AUTOMATIC) {
            boolean strict = strictness == Strictness.STRICT;
            return new Made(of(type, strict, mapper, option), strict);
        }
        try {
            return new Made(new ClassSchema(option, mapper).create(type, true), true);
        } catch (StrictSubset.Impossible e) {
            ObjectNode loose = of(type, false, mapper, option);
            remarks.say(option + " " + type.getName(), e.why(), loose.hashCode());
            return new Made(loose, false);
        }
    }

    private ObjectNode create(Class<?> type, boolean strict) {
        refuseOtherThanObjects(type);
        ObjectNode schema = generate(type);
        if (!schema.path("type").asText().equals("object")) {
            throw refused(
                    type, schema.has("anyOf") ? "has subtypes, and a choice may not be the root" : "is a single value");
        }
        return StrictSubset.apply(schema, type.getSimpleName(), strict);
    }

    private void refuseOtherThanObjects(Class<?> type) {
        if (type.isArray() || Collection.class.isAssignableFrom(type)) {
            throw refused(type, "is a list");
        }
        if (type.isPrimitive() || type.isEnum() || type == Object.class) {
            throw refused(type, "is a single value");
        }
    }

    private OpenAiRequestException refused(Class<?> type, String why) {
        return OpenAiRequestException.refused(option + " must be a class whose JSON is an object, but " + type.getName()
                + " " + why + "; wrap it, as in record Wrapper("
                + type.getSimpleName().replace("[]", "...")
                + " value) {}");
    }

    private ObjectNode generate(Class<?> type) {
        SchemaGeneratorConfigBuilder builder =
                new SchemaGeneratorConfigBuilder(mapper, SchemaVersion.DRAFT_2020_12, OptionPreset.PLAIN_JSON);
        builder.without(Option.SCHEMA_VERSION_INDICATOR)
                .with(
                        Option.FLATTENED_OPTIONALS,
                        Option.PLAIN_DEFINITION_KEYS,
                        Option.INLINE_NULLABLE_SCHEMAS,
                        Option.ENUM_KEYWORD_FOR_SINGLE_VALUES);
        builder.with(new JacksonModule(JacksonOption.INLINE_TRANSFORMED_SUBTYPES));
        builder.forTypesInGeneral()
                .withPropertySorter((one, other) -> 0) // as declared: the model writes reasoning fields first
                .withCustomDefinitionProvider(new ValueTypes(names))
                .withTypeAttributeOverride(this::checkBean);
        builder.forFields()
                .withIgnoreCheck(field -> nameOf(field) == null)
                .withPropertyNameOverrideResolver(this::nameOf)
                .withNullableCheck(field -> isNullable(field.getRawMember()) ? Boolean.TRUE : null)
                .withInstanceAttributeOverride(ClassSchema::describePattern);
        return new SchemaGenerator(builder.build()).generateSchema(type);
    }

    private String nameOf(FieldScope field) {
        return names.of(field.getDeclaringType().getErasedType()).get(field.getDeclaredName());
    }

    /** By simple name, because each library has its own. */
    private static boolean isNullable(Field field) {
        return Stream.of(field.getAnnotations(), field.getAnnotatedType().getAnnotations())
                .flatMap(Arrays::stream)
                .anyMatch(annotation ->
                        annotation.annotationType().getSimpleName().equals("Nullable"));
    }

    /** A date with its own pattern does not have the standard format; that pattern is not known here yet. */
    private static void describePattern(ObjectNode node, FieldScope field, SchemaGenerationContext context) {
        JsonFormat format = field.getAnnotationConsideringFieldAndGetter(JsonFormat.class);
        if (format != null && !format.pattern().isEmpty()) {
            node.put(StrictSubset.OWN_PATTERN, format.pattern());
        }
    }

    /** Refuses a class that Jackson could not create, and one with properties whose type the generator did not see. */
    private void checkBean(ObjectNode node, TypeScope scope, SchemaGenerationContext context) {
        ResolvedType type = scope.getType();
        if (type == null || !node.path("type").asText().equals("object") || node.has("additionalProperties")) {
            return;
        }
        Class<?> bean = type.getErasedType();
        names.refuseUnlessReadable(bean);
        for (Map.Entry<String, String> property : names.of(bean).entrySet()) {
            if (!node.path("properties").has(property.getValue()) && !hasField(bean, property.getKey())) {
                throw OpenAiRequestException.refused(option + ": " + bean.getName() + " has the property "
                        + property.getValue() + ", but no field " + property.getKey()
                        + " that shows its type; give the field that name, or use a record");
            }
        }
    }

    /** A field that exists and was left out was left out on purpose. */
    private static boolean hasField(Class<?> type, String name) {
        return type != null
                && (Arrays.stream(type.getDeclaredFields())
                                .anyMatch(field -> field.getName().equals(name))
                        || hasField(type.getSuperclass(), name));
    }
}
