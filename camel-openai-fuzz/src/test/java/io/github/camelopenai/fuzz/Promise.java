// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.fuzz;

import java.util.Objects;

/** What must hold for any input. Stateless. */
public final class Promise {

    private Promise() {}

    /** Fails where it does not hold. */
    public static void holds(boolean kept, String what) {
        if (!kept) {
            throw new AssertionError(what);
        }
    }

    /** Fails where the two differ. */
    public static void same(Object one, Object other, String what) {
        if (!Objects.equals(one, other)) {
            throw new AssertionError(what + ":\n" + one + "\n" + other);
        }
    }
}
