// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.test.internal.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/** POST /v1/chat/completions. Thread-safe if the rules are. */
public final class ChatOperation implements Operation {
    private static final List<String> ROLES = List.of("system", "assistant", "user", "function", "tool", "developer");
    private static final List<String> EFFORTS = List.of("none", "minimal", "low", "medium", "high", "xhigh", "max");

    /** Models that reason refuse max_tokens and a temperature of their caller's choice. */
    private static final Pattern REASONS = Pattern.compile("(o\\d|gpt-[5-9]).*");

    /** What is set aside for the answer when the request names no maximum. */
    private static final long RESERVED_BY_DEFAULT = 16;

    private final Function<JsonNode, Optional<Wording>> rules;

    /** @param rules what is said to a request, or empty: the simulator's own answer */
    public ChatOperation(Function<JsonNode, Optional<Wording>> rules) {
        this.rules = rules;
    }

    @Override
    public Call check(Incoming request) {
        Fields fields = new Fields(request.json());
        String model = fields.model();
        List<ChatMessage> messages = ChatMessage.read(fields.node("messages"), ROLES);
        checkSampling(fields);
        checkModel(fields, model);
        ResponseFormat.check(fields, messages);
        ToolDefinitions.check(fields);
        ToolTalk.check(fields.node("messages"));
        long most = mostTokens(fields).orElse(Long.MAX_VALUE);
        int n = fields.integer("n", 1, 128).orElse(1);
        long reserved = most == Long.MAX_VALUE ? RESERVED_BY_DEFAULT * n : most * n;
        long prompt = messages.stream().mapToLong(ChatMessage::tokens).sum() + toolTokens(fields);
        return new ChatCall(request.json(), messages, most, n, prompt, reserved, rules);
    }

    private static void checkSampling(Fields fields) {
        fields.decimal("temperature", 0, 2);
        fields.decimal("top_p", 0, 1);
        fields.decimal("frequency_penalty", -2, 2);
        fields.decimal("presence_penalty", -2, 2);
        fields.integer("top_logprobs", 0, 20);
        fields.oneOf("reasoning_effort", EFFORTS);
        fields.oneOf("verbosity", Set.of("low", "medium", "high"));
        if (!fields.flag("stream") && fields.has("stream_options")) {
            throw ApiError.invalid(
                    "The 'stream_options' parameter is only allowed when 'stream' is enabled.", "stream_options", null);
        }
    }

    private static void checkModel(Fields fields, String model) {
        if (!REASONS.matcher(model).matches()) {
            return;
        }
        if (fields.has("max_tokens")) {
            throw ApiError.invalid(
                    "Unsupported parameter: 'max_tokens' is not supported with this model. Use"
                            + " 'max_completion_tokens' instead.",
                    "max_tokens",
                    "unsupported_parameter");
        }
        if (fields.decimal("temperature", 0, 2).orElse(1) != 1) {
            throw ApiError.unsupportedValue(
                    ("Unsupported value: 'temperature' does not support %s with this model. Only the default (1) value"
                                    + " is supported.")
                            .formatted(fields.node("temperature").asText()),
                    "temperature");
        }
    }

    private static OptionalLong mostTokens(Fields fields) {
        int older = fields.integer("max_tokens", 1, Integer.MAX_VALUE).orElse(0);
        int newer =
                fields.integer("max_completion_tokens", 1, Integer.MAX_VALUE).orElse(0);
        int most = Math.max(older, newer);
        return most == 0 ? OptionalLong.empty() : OptionalLong.of(most);
    }

    private static long toolTokens(Fields fields) {
        return fields.has("tools") ? TokenCount.of(fields.node("tools").toString()) : 0;
    }
}
