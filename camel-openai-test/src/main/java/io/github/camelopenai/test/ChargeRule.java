// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.test;

/** What happens to the tokens that were charged at admission, once the answer is there. */
public enum ChargeRule {
    /** The charge stays as it was: prompt estimate plus reserve, used or not. */
    RESERVED_KEPT,
    /** What was reserved and not used is given back. */
    RESERVED_REFUNDED,
    /** Only the prompt estimate is charged at admission; then the charge becomes what was used, more or less. */
    ACTUAL
}
