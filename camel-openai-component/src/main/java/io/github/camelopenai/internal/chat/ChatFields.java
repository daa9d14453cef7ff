// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.chat;

import io.github.camelopenai.internal.chat.form.AnswerForm;
import io.github.camelopenai.internal.operation.RequestDocument;
import io.github.camelopenai.internal.option.Option;
import io.github.camelopenai.internal.option.Options;
import java.util.List;

/** The fields of a chat request that come from options, where the body does not bring them. Stateless. */
final class ChatFields {

    /** Those that go over as they are. */
    static final List<Option<?>> PLAIN = List.of(
            Option.TEMPERATURE,
            Option.TOP_P,
            Option.N,
            Option.PRESENCE_PENALTY,
            Option.FREQUENCY_PENALTY,
            Option.SEED,
            Option.LOGPROBS,
            Option.TOP_LOGPROBS,
            Option.REASONING_EFFORT,
            Option.VERBOSITY,
            Option.SERVICE_TIER,
            Option.PROMPT_CACHE_KEY,
            Option.USER,
            Option.SAFETY_IDENTIFIER);

    private ChatFields() {}

    static void fill(RequestDocument request, Options chosen, AnswerForm form) {
        request.fill(PLAIN);
        if (!request.json().has("max_completion_tokens")) { // its newer name, which a whole request may use
            request.fill(List.of(Option.MAX_TOKENS));
        }
        if (!request.json().has("stop")) {
            request.put("stop", chosen.list(Option.STOP));
        }
        if (form.responseFormat() != null && !request.json().has("response_format")) {
            request.json().set("response_format", form.responseFormat());
        }
    }
}
