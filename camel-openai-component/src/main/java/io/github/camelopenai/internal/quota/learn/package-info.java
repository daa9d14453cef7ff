// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0

/**
 * What headers and answers teach: how the server refills, what it charges, how far estimates are off. Only the ledger calls it.
 */
package io.github.camelopenai.internal.quota.learn;
