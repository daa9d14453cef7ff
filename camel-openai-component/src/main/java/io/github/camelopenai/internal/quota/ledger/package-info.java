// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0

/**
 * The arithmetic: what one limit lets leave, and when; time is an argument. {@code quota} and {@code quota.share} call
 * it.
 */
package io.github.camelopenai.internal.quota.ledger;
