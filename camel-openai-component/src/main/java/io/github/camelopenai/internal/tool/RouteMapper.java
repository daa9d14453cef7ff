// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.tool;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.Module;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.time.LocalDate;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.ExtendedCamelContext;
import org.apache.camel.component.jackson.JacksonConstants;

/**
 * The mapper between JSON and the objects of a route: answers, arguments and results of tools. It is the one in the registry if
 * there is exactly one, as everywhere in Camel Jackson, else one of our own with the modules that Camel's type converters are
 * told to use. Thread-safe.
 */
public final class RouteMapper {

    private final CamelContext context;
    private volatile Prepared last;

    private record Prepared(ObjectMapper registered, ObjectMapper mapper) {}

    private RouteMapper(CamelContext context) {
        this.context = context;
    }

    /**
     * That of a context, which knows {@code Optional} and {@code java.time}. One from the registry is not changed for that, but
     * copied. The registry is asked each time; what comes of it is kept for as long as it says the same.
     */
    public static ObjectMapper of(CamelContext context) {
        ExtendedCamelContext extension = context.getCamelContextExtension();
        RouteMapper known = extension.getContextPlugin(RouteMapper.class);
        if (known == null) { // two calls at once may each make one; then one is kept
            known = new RouteMapper(context);
            extension.addContextPlugin(RouteMapper.class, known);
        }
        return known.current();
    }

    private ObjectMapper current() {
        Set<ObjectMapper> found = context.getRegistry().findByType(ObjectMapper.class);
        ObjectMapper registered = found.size() == 1 ? found.iterator().next() : null;
        Prepared known = last;
        if (known == null || known.registered() != registered) {
            known = new Prepared(registered, prepared(registered == null ? own(context) : registered));
            last = known;
        }
        return known.mapper();
    }

    private static ObjectMapper prepared(ObjectMapper found) {
        ObjectMapper mapper = found;
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
        JsonMapper.Builder builder = JsonMapper.builder()
                // A model may give a tool more than was asked for. In answers, the schema finds that.
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
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
