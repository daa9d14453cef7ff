// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0

/**
 * The queue in front of the limits: {@link io.github.camelopenai.internal.quota.Throttle} is one queue for one account
 * and model, {@link io.github.camelopenai.internal.quota.Throttles} finds it. The client calls it. The holder of a
 * permit must settle it.
 */
package io.github.camelopenai.internal.quota;
