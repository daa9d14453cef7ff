// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.operation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.Module;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.time.LocalDate;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.component.jackson.JacksonConstants;

/**
 * Finds the mapper that makes answers into objects: the one in the registry if there is one, as everywhere in Camel Jackson,
 * else one of our own with the modules that Camel's type converters are told to use. Stateless.
 */
final class AnswerMapper {

    private AnswerMapper() {}

    /** A mapper that knows {@code Optional} and {@code java.time}. One from the registry is not changed for that, but copied. */
    static ObjectMapper find(CamelContext context) {
        Set<ObjectMapper> found = context.getRegistry().findByType(ObjectMapper.class);
        ObjectMapper mapper = found.size() == 1 ? found.iterator().next() : own(context);
        if (!reads(mapper, Optional.class, "\"a\"")) {
            mapper = with(new Jdk8Module(), mapper);
        }
        // Asked rather than looked up by name: whoever reads dates in his own way keeps it.
        if (!reads(mapper, LocalDate.class, "\"2026-01-31\"")) {
            mapper = with(new JavaTimeModule(), mapper);
        }
        return mapper;
    }

    private static ObjectMapper own(CamelContext context) {
        JsonMapper.Builder builder = JsonMapper.builder();
        String modules = context.getGlobalOption(JacksonConstants.TYPE_CONVERTER_MODULE_CLASS_NAMES);
        if (modules != null) {
            for (String name : modules.split(",", -1)) {
                Class<Module> type = context.getClassResolver().resolveClass(name.strip(), Module.class);
                if (type != null) { // Camel Jackson itself complains about the others
                    builder.addModule(context.getInjector().newInstance(type));
                }
            }
        }
        return builder.build();
    }

    private static boolean reads(ObjectMapper mapper, Class<?> type, String json) {
        try {
            mapper.readerFor(type).readValue(json);
            return true;
        } catch (JsonProcessingException e) {
            return false;
        }
    }

    private static ObjectMapper with(Module module, ObjectMapper mapper) {
        try {
            return mapper.copy().registerModule(module);
        } catch (IllegalStateException e) { // a subclass that cannot be copied
            return mapper;
        }
    }
}
