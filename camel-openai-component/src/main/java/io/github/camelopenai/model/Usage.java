// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.model;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.OptionalLong;

/**
 * The tokens that a call used. A value that the server does not report is null.
 *
 * @param promptTokens     of the request
 * @param completionTokens of the answer, hidden reasoning included
 * @param totalTokens      of both
 * @param cachedTokens     the part of the request that came from the server's cache
 * @param reasoningTokens  the part of the answer that is hidden reasoning
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record Usage(
        Long promptTokens, Long completionTokens, Long totalTokens, Long cachedTokens, Long reasoningTokens) {

    /** Nothing known. */
    public static final Usage UNKNOWN = new Usage(null, null, null, null, null);

    record PromptDetails(@JsonProperty("cached_tokens") Long cachedTokens) {}

    record CompletionDetails(
            @JsonProperty("reasoning_tokens") Long reasoningTokens) {}

    @JsonCreator
    static Usage ofWire(
            @JsonProperty("prompt_tokens") @JsonAlias("input_tokens") Long prompt,
            @JsonProperty("completion_tokens") @JsonAlias("output_tokens") Long completion,
            @JsonProperty("total_tokens") Long total,
            @JsonProperty("prompt_tokens_details") @JsonAlias("input_tokens_details") PromptDetails promptDetails,
            @JsonProperty("completion_tokens_details") @JsonAlias("output_tokens_details")
                    CompletionDetails completionDetails) {
        return new Usage(
                prompt,
                completion,
                total,
                promptDetails == null ? null : promptDetails.cachedTokens(),
                completionDetails == null ? null : completionDetails.reasoningTokens());
    }

    /** The total, or the sum of the parts if only those are known; empty if nothing is known. */
    public OptionalLong total() {
        if (totalTokens != null) {
            return OptionalLong.of(totalTokens);
        }
        if (promptTokens == null && completionTokens == null) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(
                (promptTokens == null ? 0 : promptTokens) + (completionTokens == null ? 0 : completionTokens));
    }
}
