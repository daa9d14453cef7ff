// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Keeps calls within the account's limits. {@code Ledger} is the arithmetic, with time as an argument;
 * {@code Throttle} is one queue in front of one ledger; {@code Throttles} finds the throttle a call belongs to.
 * Whoever gets a {@code Permit} must settle it.
 */
package io.github.camelopenai.internal.quota;

import io.github.camelopenai.internal.quota.ledger.Ledger;
import io.github.camelopenai.internal.quota.terms.Permit;

