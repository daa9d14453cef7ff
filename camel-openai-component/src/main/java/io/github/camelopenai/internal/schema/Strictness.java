// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.schema;

/** The meaning of the option {@code strict} for a schema. */
public enum Strictness {
    /** Unset: strict if the schema allows it. */
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
