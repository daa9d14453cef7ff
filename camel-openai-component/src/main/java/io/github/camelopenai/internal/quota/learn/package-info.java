// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0

/**
 * What we learn from headers and answers: how the server refills, what it charges, how wrong estimates are. Only the
 * ledger calls it.
 */
package io.github.camelopenai.internal.quota.learn;
