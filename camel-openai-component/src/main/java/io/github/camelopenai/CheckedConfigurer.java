// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai;

import io.github.camelopenai.internal.option.Times;
import io.github.camelopenai.internal.option.ValueRules;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.PropertyConfigurer;
import org.apache.camel.spi.PropertyConfigurerGetter;

/**
 * Checks the values of options before the generated configurer converts them: Camel turns a text that should be a
 * number and is none into 0. Stateless.
 *
 * @param generated sets the options
 * @param types     the same configurer, which knows their types
 */
record CheckedConfigurer(PropertyConfigurer generated, PropertyConfigurerGetter types)
        implements PropertyConfigurer, PropertyConfigurerGetter {

    /** The parsers by type; a primitive long is a time. */
    private static final Map<Class<?>, Kind> KINDS = Map.of(
            boolean.class, new Kind("true or false", CheckedConfigurer::truth),
            Boolean.class, new Kind("true or false", CheckedConfigurer::truth),
            int.class, new Kind("a whole number", Integer::valueOf),
            Integer.class, new Kind("a whole number", Integer::valueOf),
            Long.class, new Kind("a whole number", Long::valueOf),
            double.class, new Kind("a number", Double::valueOf),
            Double.class, new Kind("a number", Double::valueOf),
            long.class, new Kind("a time such as 500 or 30s", CheckedConfigurer::time));

    private static final Set<String> MAPS = Set.of("additionalHeader", "additionalBodyProperty");

    static CheckedConfigurer of(PropertyConfigurer generated) {
        return new CheckedConfigurer(generated, (PropertyConfigurerGetter) generated);
    }

    @Override
    public boolean configure(CamelContext context, Object target, String name, Object value, boolean ignoreCase) {
        Object checked = value;
        if (value instanceof String text) {
            Class<?> type = types.getOptionType(name, ignoreCase);
            Object read = check(name, text, type);
            checked = MAPS.contains(name) ? NamedValues.ofComponent(name, text) : type == long.class ? read : value;
        }
        return generated.configure(context, target, name, checked, ignoreCase);
    }

    /** Refuses values that no endpoint can work with, even if there is no endpoint. */
    void checkAll(OpenAiComponent component) {
        ValueRules.ofComponent()
                .check(name -> types.getOptionValue(component, name, false), "set it on the component openai");
    }

    /** The parsed value; the text itself if any text is valid. */
    private static Object check(String name, String text, Class<?> type) {
        Kind kind = type == null ? null : KINDS.get(type);
        if (kind == null) {
            return text;
        }
        try {
            return kind.parser().apply(text);
        } catch (RuntimeException e) { // of several types: Camel's parser of times has its own
            throw new IllegalArgumentException(
                    name + " must be " + kind.name() + " but was '" + text + "'; correct or remove it", e);
        }
    }

    private static Boolean truth(String text) {
        if (text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false")) {
            return Boolean.valueOf(text);
        }
        throw new IllegalArgumentException(text);
    }

    private static Object time(String text) {
        return Times.millis(text).orElseThrow();
    }

    private record Kind(String name, Function<String, Object> parser) {}

    @Override
    public Class<?> getOptionType(String name, boolean ignoreCase) {
        return types.getOptionType(name, ignoreCase);
    }

    @Override
    public Object getOptionValue(Object target, String name, boolean ignoreCase) {
        return types.getOptionValue(target, name, ignoreCase);
    }

    @Override
    public Object getCollectionValueType(Object target, String name, boolean ignoreCase) {
        return types.getCollectionValueType(target, name, ignoreCase);
    }

    @Override
    public String[] getAutowiredNames() {
        return types.getAutowiredNames();
    }
}
