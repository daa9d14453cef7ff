// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.time;

/** Reads a clock that only goes forward. */
@FunctionalInterface
public interface Ticker {

    /** Nanoseconds since an arbitrary origin. */
    long nanos();

    /** The clock of the JVM. */
    static Ticker system() {
        return System::nanoTime;
    }
}
