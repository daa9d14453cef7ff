// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.schema;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.deser.AbstractDeserializer;
import com.fasterxml.jackson.databind.deser.BeanDeserializerBase;
import com.fasterxml.jackson.databind.deser.DefaultDeserializationContext;
import com.fasterxml.jackson.databind.deser.impl.UnsupportedTypeDeserializer;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import com.fasterxml.jackson.databind.node.TextNode;
import io.github.camelopenai.error.OpenAiRequestException;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** How a mapper sees the classes that it reads. Not thread-safe; used while one schema is made. */
final class MapperProperties {

    private final String option;
    private final ObjectMapper mapper;
    private final DeserializationConfig config;
    private final Map<Class<?>, Map<String, String>> known = new HashMap<>();

    /**
     * @param option that names the classes, for messages
     */
    MapperProperties(String option, ObjectMapper mapper) {
        this.option = option;
        this.mapper = mapper;
        this.config = mapper.getDeserializationConfig();
    }

    /** The properties that the mapper can set: JSON names by Java names. */
    Map<String, String> of(Class<?> type) {
        return known.computeIfAbsent(type, this::read);
    }

    private Map<String, String> read(Class<?> type) {
        BeanDescription bean = describe(type);
        Set<String> ignored =
                config.getDefaultPropertyIgnorals(type, bean.getClassInfo()).findIgnoredForDeserialization();
        Set<String> included = config.getDefaultPropertyInclusions(type, bean.getClassInfo()) == null
                ? null
                : config.getDefaultPropertyInclusions(type, bean.getClassInfo()).getIncluded();
        Map<String, String> names = new LinkedHashMap<>();
        for (BeanPropertyDefinition property : bean.findProperties()) {
            String name = property.getName();
            refuseUnlessKnown(property.getRawPrimaryType());
            if (isSettable(property) && !ignored.contains(name) && (included == null || included.contains(name))) {
                names.put(property.getInternalName(), name);
            }
        }
        return names;
    }

    /** A list without a setter is filled through its getter. */
    private static boolean isSettable(BeanPropertyDefinition property) {
        return property.couldDeserialize()
                || property.hasGetter()
                        && (Collection.class.isAssignableFrom(property.getRawPrimaryType())
                                || Map.class.isAssignableFrom(property.getRawPrimaryType()));
    }

    /** The type that represents a class in JSON, if the class only wraps one value; else null. */
    JavaType valueOf(Class<?> type) {
        AnnotatedMember value = describe(type).findJsonValueAccessor();
        return value == null ? null : value.getType();
    }

    /**
     * The JSON value for each constant of an enum: the first text, or value, that the mapper reads as that constant.
     */
    Set<JsonNode> constantsOf(Class<?> type) {
        boolean coat = valueOf(type) != null;
        Set<JsonNode> values = new LinkedHashSet<>();
        for (Object constant : type.getEnumConstants()) {
            JsonNode written = mapper.valueToTree(constant);
            Stream.of(written, TextNode.valueOf(((Enum<?>) constant).name()), TextNode.valueOf(constant.toString()))
                    .filter(value -> (coat || value.isTextual()) && constant == read(value, type))
                    .findFirst()
                    .ifPresent(values::add);
        }
        return values;
    }

    private Object read(JsonNode value, Class<?> type) {
        try {
            return mapper.treeToValue(value, type);
        } catch (JsonProcessingException e) {
            return null;
        }
    }

    private BeanDescription describe(Class<?> type) {
        return config.introspect(mapper.constructType(type));
    }

    /** Jackson would detect it with the first document, and that document costs tokens. */
    void refuseUnlessReadable(Class<?> type) {
        JsonDeserializer<Object> reader;
        try {
            DefaultDeserializationContext context = (DefaultDeserializationContext) mapper.getDeserializationContext();
            reader = context.createDummyInstance(config).findRootValueDeserializer(mapper.constructType(type));
        } catch (JsonMappingException | IllegalArgumentException e) {
            throw refused(type, "Jackson cannot read it (" + e.getClass().getSimpleName() + ")");
        }
        if (reader instanceof AbstractDeserializer) {
            throw refused(
                    type,
                    "it is abstract or an interface, and nothing says which class to make of it; "
                            + "add @JsonTypeInfo and @JsonSubTypes");
        }
        if (reader instanceof BeanDeserializerBase bean
                && !bean.getValueInstantiator().canInstantiate()) {
            throw refused(type, "it has neither a constructor without arguments nor a @JsonCreator; use a record");
        }
    }

    /**
     * A mapper that cannot be copied lacks what the others support; Jackson would detect it with the first document.
     */
    void refuseUnlessKnown(Class<?> type) {
        boolean time = type.getName().startsWith("java.time.");
        if (!time && !type.getName().startsWith("java.util.Optional")) {
            return;
        }
        try {
            DefaultDeserializationContext context = (DefaultDeserializationContext) mapper.getDeserializationContext();
            JavaType java = mapper.constructType(type);
            if (!(context.createDummyInstance(config).findRootValueDeserializer(java)
                    instanceof UnsupportedTypeDeserializer)) {
                return;
            }
        } catch (JsonMappingException | IllegalArgumentException e) {
            return; // another kind of class; it is reported when it is read
        }
        throw refused(
                type,
                "the ObjectMapper in the registry does not know it, and cannot be copied to be taught; register the module"
                        + " jackson-datatype-" + (time ? "jsr310" : "jdk8") + " with it");
    }

    private OpenAiRequestException refused(Class<?> type, String why) {
        return OpenAiRequestException.refused(option + ": no JSON can become a " + type.getName() + ": " + why);
    }
}
