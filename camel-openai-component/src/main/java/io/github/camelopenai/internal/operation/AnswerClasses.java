// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.operation;

import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.CamelContext;
import org.apache.camel.ExtendedCamelContext;

/**
 * The classes of the user that answers become in one context. What is known of a class is kept with it, so that it can be
 * unloaded. Thread-safe.
 */
public final class AnswerClasses extends ClassValue<AtomicBoolean> {

    private AnswerClasses() {}

    /** Whether {@code outputClass} has named this class. */
    public static boolean include(CamelContext context, Class<?> type) {
        AnswerClasses known = context.getCamelContextExtension().getContextPlugin(AnswerClasses.class);
        return known != null && known.get(type).get();
    }

    /** Those of Java and of libraries have forms of their own in other routes. */
    static void add(CamelContext context, Class<?> type) {
        if (!isOfTheUser(type)) {
            return;
        }
        ExtendedCamelContext extension = context.getCamelContextExtension();
        AnswerClasses known = extension.getContextPlugin(AnswerClasses.class);
        if (known == null) {
            synchronized (extension) { // two at once would lose the class of one
                known = extension.getContextPlugin(AnswerClasses.class);
                if (known == null) {
                    known = new AnswerClasses();
                    extension.addContextPlugin(AnswerClasses.class, known);
                }
            }
        }
        known.get(type).set(true);
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
