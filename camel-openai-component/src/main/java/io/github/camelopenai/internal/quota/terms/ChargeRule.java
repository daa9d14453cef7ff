// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.quota.terms;

/** What a server does with the tokens that it charged at the gate, once the answer is there. */
public enum ChargeRule {
    /** The prompt and the most that the answer may have are charged; what was not used is given back. */
    REFUNDED,
    /** The same, but nothing is given back. */
    KEPT
}
