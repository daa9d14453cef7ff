// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.operation;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelopenai.internal.quota.Cost;

/**
 * What a chat request will use, as the server reckons it at its gate: the prompt, and for each of the n answers the most
 * that it may have. Stateless.
 */
final class ChatCost {

    private ChatCost() {}

    /**
     * @param promptTokens  estimated from the size of the request
     * @param assumedOutput of one answer, where the request does not bound it
     */
    static Cost of(JsonNode request, long promptTokens, long assumedOutput) {
        boolean bounded = request.has("max_completion_tokens") || request.has("max_tokens");
        long bound = request.path("max_completion_tokens")
                .asLong(request.path("max_tokens").asLong(assumedOutput));
        long answers = Math.max(1, request.path("n").asLong(1));
        return new Cost(promptTokens, Math.max(0, bound) * answers, bounded, 0);
    }
}
