// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.quota.terms;

/** What a server does, after the answer, with the tokens that it charged when it accepted the call. */
public enum ChargeRule {
    /** The prompt and the most that the answer may have are charged; unused tokens are refunded. */
    REFUNDED,
    /** The same charge, but without a refund. */
    KEPT
}
