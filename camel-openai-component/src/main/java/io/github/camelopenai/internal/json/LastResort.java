// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.json;

import org.apache.camel.TypeConverter;

/**
 * What Camel keeps for a class that has no type converter: that there is none, or {@code toString}. A look-up gives it like any
 * converter, once an instance of the class has been converted; it is told by the names of Camel's classes. Stateless.
 */
public final class LastResort {

    private static final String PACKAGE = "org.apache.camel.impl.converter.";

    private LastResort() {}

    /** Whether a converter that was looked up is none of the class's own. */
    public static boolean is(TypeConverter found) {
        String name = found.getClass().getName();
        return name.equals(PACKAGE + "ToStringTypeConverter")
                || name.startsWith(PACKAGE + "CoreTypeConverterRegistry$");
    }
}
