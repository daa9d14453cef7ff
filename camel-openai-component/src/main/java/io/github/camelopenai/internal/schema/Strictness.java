// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.schema;

/** What the option {@code strict} says of a schema. */
public enum Strictness {
    /** Nothing: strict where the schema allows it. */
    AUTOMATIC,
    /** Strict; a schema that cannot be strict is refused. */
    STRICT,
    /** Best effort. */
    LOOSE;

    /**
     * @param option null where it is unset
     */
    public static Strictness of(Boolean option) {
        if (option == null) {
            return AUTOMATIC;
        }
        return option ? STRICT : LOOSE;
    }
}
