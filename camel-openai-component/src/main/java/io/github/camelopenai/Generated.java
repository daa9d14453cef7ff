// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai;

import org.apache.camel.CamelContext;

/**
 * Makes instances of the classes that the build generates. Camel would look them up by the scheme, and could find those
 * of another jar; Java code that names them could not be compiled before they are generated. Stateless.
 */
final class Generated {

    private Generated() {}

    static <T> T create(CamelContext context, String simpleName, Class<T> type) {
        String name = Generated.class.getPackageName() + "." + simpleName;
        Class<T> found = context.getClassResolver().resolveClass(name, type, Generated.class.getClassLoader());
        if (found == null) {
            throw new IllegalStateException(name + " is missing; the jar was built without its generated classes");
        }
        return context.getInjector().newInstance(found, false);
    }
}
