// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.operation;

import io.github.camelopenai.internal.quota.terms.Used;
import io.github.camelopenai.model.Usage;

/** What an answer's usage means for the quota. Stateless. */
public final class UsedTokens {

    private UsedTokens() {}

    public static Used of(Usage usage) {
        if (usage == null || usage.total().isEmpty()) {
            return Used.UNKNOWN;
        }
        return new Used(usage.total().getAsLong(), usage.promptTokens() == null ? -1 : usage.promptTokens());
    }
}
