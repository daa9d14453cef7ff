// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.fuzz;

/** A parser that gets any bytes. Stateless. */
@FunctionalInterface
public interface Target {

    /**
     * Feeds the parser.
     *
     * @throws Throwable whatever the parser must not throw, and an AssertionError where it does not keep a promise
     */
    void run(byte[] input) throws Throwable;
}
