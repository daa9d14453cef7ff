// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0

/** Terms of the quota that callers use too: cost, limits, lane, permit, policy. Any package may use it. */
package io.github.camelopenai.internal.quota.terms;
