// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.json;

import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.CamelContext;
import org.apache.camel.ExtendedCamelContext;
import org.apache.camel.TypeConverter;
import org.apache.camel.spi.TypeConverterRegistry;

/**
 * The user's classes that answers and arguments are read into in one context, and that are therefore converted to JSON
 * text. Data about a class is kept with the class, so that it can be unloaded. Thread-safe.
 */
public final class JsonClasses extends ClassValue<AtomicBoolean> {

    private static final List<Class<?>> TEXTS =
            List.of(String.class, byte[].class, InputStream.class, Reader.class, ByteBuffer.class);

    private JsonClasses() {}

    /** Whether {@code outputClass} or {@code argumentClass} has named this class. */
    public static boolean include(CamelContext context, Class<?> type) {
        JsonClasses known = context.getCamelContextExtension().getContextPlugin(JsonClasses.class);
        return known != null && known.get(type).get();
    }

    /**
     * Adds a class of the user. Classes of Java and of libraries are left out: other routes convert them in other ways.
     */
    public static void add(CamelContext context, Class<?> type) {
        if (!isOfTheUser(type)) {
            return;
        }
        ExtendedCamelContext extension = context.getCamelContextExtension();
        JsonClasses known = extension.getContextPlugin(JsonClasses.class);
        if (known == null) {
            synchronized (extension) { // two threads at once would lose one class
                known = extension.getContextPlugin(JsonClasses.class);
                if (known == null) {
                    known = new JsonClasses();
                    extension.addContextPlugin(JsonClasses.class, known);
                }
            }
        }
        if (!known.get(type).getAndSet(true)) {
            TEXTS.forEach(text -> forgetLastResort(context.getTypeConverterRegistry(), text, type));
        }
    }

    /** Camel remembers that an earlier instance of the class had no converter, or only {@code toString}. */
    private static void forgetLastResort(TypeConverterRegistry registry, Class<?> text, Class<?> type) {
        TypeConverter found = registry.lookup(text, type);
        if (found != null && LastResort.is(found)) {
            registry.removeTypeConverter(text, type);
        }
    }

    private static boolean isOfTheUser(Class<?> type) {
        String name = type.getName();
        return type.getClassLoader() != null
                && type.getClassLoader() != ClassLoader.getPlatformClassLoader()
                && !name.startsWith("org.apache.camel.")
                && !name.startsWith("com.fasterxml.jackson.");
    }

    @Override
    protected AtomicBoolean computeValue(Class<?> type) {
        return new AtomicBoolean();
    }
}
