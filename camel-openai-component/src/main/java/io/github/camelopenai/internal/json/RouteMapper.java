// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.json;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.Module;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.YearMonth;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.camel.CamelContext;
import org.apache.camel.ExtendedCamelContext;
import org.apache.camel.component.jackson.JacksonConstants;

/**
 * The mapper between JSON and the objects of a route: answers, arguments and results of tools. It is the mapper in the
 * registry if there is exactly one, as everywhere in Camel Jackson. Otherwise it is this component's own, with the
 * modules set for Camel's type converters, and it writes dates and times as ISO 8601 texts. Thread-safe.
 */
public final class RouteMapper {

    private static final List<Class<?>> TIMES = List.of(
            LocalDate.class,
            LocalTime.class,
            LocalDateTime.class,
            Instant.class,
            OffsetDateTime.class,
            OffsetTime.class,
            ZonedDateTime.class,
            YearMonth.class,
            MonthDay.class,
            Duration.class);

    private final CamelContext context;
    private volatile Prepared last;

    private record Prepared(ObjectMapper registered, ObjectMapper mapper, ObjectMapper forRequests) {}

    private RouteMapper(CamelContext context) {
        this.context = context;
    }

    /**
     * The mapper of a context, which supports {@code Optional} and {@code java.time}. A mapper from the registry is
     * copied for that, not changed. The registry is asked each time; the result is kept while the registry returns the
     * same mapper.
     */
    public static ObjectMapper of(CamelContext context) {
        return in(context).current().mapper();
    }

    /**
     * The mapper for objects within a request to the API: without a naming strategy of its own it writes names in snake
     * case, as the API does.
     */
    public static ObjectMapper forRequests(CamelContext context) {
        return in(context).current().forRequests();
    }

    private static RouteMapper in(CamelContext context) {
        ExtendedCamelContext extension = context.getCamelContextExtension();
        RouteMapper known = extension.getContextPlugin(RouteMapper.class);
        if (known == null) { // two calls at once may each make one; then one is kept
            known = new RouteMapper(context);
            extension.addContextPlugin(RouteMapper.class, known);
        }
        return known;
    }

    private Prepared current() {
        Set<ObjectMapper> found = context.getRegistry().findByType(ObjectMapper.class);
        ObjectMapper registered = found.size() == 1 ? found.iterator().next() : null;
        Prepared known = last;
        if (known == null || known.registered() != registered) {
            ObjectMapper mapper = prepared(registered == null ? own(context) : registered);
            known = new Prepared(registered, mapper, inSnakeCase(mapper));
            last = known;
        }
        return known;
    }

    private static ObjectMapper prepared(ObjectMapper found) {
        ObjectMapper mapper = found;
        if (!reads(mapper, Optional.class, "\"a\"")) {
            mapper = changed(mapper, copy -> copy.registerModule(new Jdk8Module()));
        }
        // Tested by reading, not by the module's name: a user's own date format stays.
        if (!reads(mapper, LocalDate.class, "\"2026-01-31\"")) {
            mapper = changed(mapper, RouteMapper::addTimes);
        }
        return mapper;
    }

    /** As ISO 8601 texts, by type: the owner of the mapper decides how it writes a {@code java.util.Date}. */
    private static void addTimes(ObjectMapper mapper) {
        mapper.registerModule(new JavaTimeModule());
        TIMES.forEach(
                type -> mapper.configOverride(type).setFormat(JsonFormat.Value.forShape(JsonFormat.Shape.STRING)));
    }

    private static ObjectMapper inSnakeCase(ObjectMapper mapper) {
        boolean names = mapper.getSerializationConfig().getPropertyNamingStrategy() != null;
        return names
                ? mapper
                : changed(mapper, copy -> copy.setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE));
    }

    private static ObjectMapper own(CamelContext context) {
        JsonMapper.Builder builder = JsonMapper.builder()
                .disable(
                        SerializationFeature.WRITE_DATES_AS_TIMESTAMPS,
                        SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
                // A model may give a tool extra arguments. In answers, the schema detects them.
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
        String modules = context.getGlobalOption(JacksonConstants.TYPE_CONVERTER_MODULE_CLASS_NAMES);
        if (modules != null) {
            for (String name : modules.split(",", -1)) {
                Class<Module> type = context.getClassResolver().resolveClass(name.strip(), Module.class);
                if (type != null) { // Camel Jackson itself reports the others
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

    private static ObjectMapper changed(ObjectMapper mapper, Consumer<ObjectMapper> change) {
        try {
            ObjectMapper copy = mapper.copy();
            change.accept(copy);
            return copy;
        } catch (IllegalStateException e) { // a subclass that cannot be copied
            return mapper;
        }
    }
}
