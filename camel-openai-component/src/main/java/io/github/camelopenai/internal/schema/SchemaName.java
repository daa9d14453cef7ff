// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.schema;

/** The name that the API wants for a schema: 1 to 64 letters, digits, {@code _} and {@code -}. Stateless. */
final class SchemaName {

    private static final int MAX_LENGTH = 64;

    private SchemaName() {}

    static String of(String wanted) {
        String name = wanted.replaceAll("[^a-zA-Z0-9_-]+", "_").replaceAll("^_+|_+$", "");
        if (name.isEmpty()) {
            return "answer";
        }
        return name.substring(0, Math.min(MAX_LENGTH, name.length()));
    }
}
