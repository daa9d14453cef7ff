// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.client.call;

import io.github.camelopenai.internal.quota.terms.Cost;
import io.github.camelopenai.internal.quota.terms.Used;
import java.util.function.Function;

/**
 * One request, ready to be sent as often as needed. Immutable.
 *
 * @param path       below the base URL, such as {@code /embeddings}
 * @param payload    the body
 * @param family     models that share a pool of quota
 * @param cost       the estimated usage
 * @param reader     reads a good answer
 * @param handsBodyOn whether the value is an {@link OpenBody}, so that the route reads the body itself
 * @param usedTokens reads the token usage that an answer reports
 * @param id         this component's id of the call, for the server's support; ASCII, or null
 */
public record HttpCall<T>(
        String path,
        Payload payload,
        String family,
        Cost cost,
        ReplyReader<T> reader,
        boolean handsBodyOn,
        Function<T, Used> usedTokens,
        String id) {}
