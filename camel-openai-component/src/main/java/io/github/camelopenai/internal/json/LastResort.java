// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.json;

import org.apache.camel.TypeConverter;

/**
 * What Camel keeps for a class without a type converter: the fact that there is none, or {@code toString}. A look-up
 * returns it like any converter once an instance of the class has been converted; the names of Camel's classes identify
 * it. Stateless.
 */
public final class LastResort {

    private static final String PACKAGE = "org.apache.camel.impl.converter.";

    private LastResort() {}

    /** Whether the converter from a look-up is not the class's own. */
    public static boolean is(TypeConverter found) {
        String name = found.getClass().getName();
        return name.equals(PACKAGE + "ToStringTypeConverter")
                || name.startsWith(PACKAGE + "CoreTypeConverterRegistry$");
    }
}
