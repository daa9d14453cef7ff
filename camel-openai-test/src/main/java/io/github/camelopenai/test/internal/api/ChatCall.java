// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.test.internal.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelopenai.test.internal.api.Wording.ToolCall;
import io.github.camelopenai.test.internal.media.Words;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A checked chat request. Immutable.
 *
 * @param most how many tokens an answer may have; a token of the answer is a word here
 */
record ChatCall(
        JsonNode request,
        List<ChatMessage> messages,
        long most,
        int n,
        long promptTokens,
        long reservedTokens,
        Function<JsonNode, Optional<Wording>> rules)
        implements Operation.Call {

    /** A fixed moment: the same request has the same answer on every day. */
    static final long CREATED = 1_767_225_600L;

    @Override
    public Answer answer(Wording wording) {
        Said said = said(wording);
        long completion = n * said.tokens();
        Answer answer = request.path("stream").booleanValue()
                ? ChatStream.of(this, said, completion)
                : whole(said, wording.noChoices() ? 0 : n, completion);
        return answer.using(promptTokens + completion);
    }

    private Answer whole(Said said, int choiceCount, long completion) {
        ObjectNode body = head("chat.completion");
        ArrayNode choices = body.putArray("choices");
        for (int i = 0; i < choiceCount; i++) {
            ObjectNode choice = choices.addObject().put("index", i);
            writeMessage(choice.putObject("message"), said);
            choice.putNull("logprobs");
            choice.put("finish_reason", said.finish());
        }
        body.set("usage", usage(completion));
        return Answer.json(200, body);
    }

    ObjectNode head(String object) {
        String id = Integer.toHexString(request.hashCode());
        return Json.object()
                .put("id", "chatcmpl-" + id)
                .put("object", object)
                .put("created", CREATED)
                .put("model", request.path("model").asText())
                .put("service_tier", "default");
    }

    ObjectNode usage(long completion) {
        ObjectNode usage = Json.object()
                .put("prompt_tokens", promptTokens)
                .put("completion_tokens", completion)
                .put("total_tokens", promptTokens + completion);
        usage.putObject("prompt_tokens_details").put("cached_tokens", 0).put("audio_tokens", 0);
        usage.putObject("completion_tokens_details")
                .put("reasoning_tokens", 0)
                .put("audio_tokens", 0)
                .put("accepted_prediction_tokens", 0)
                .put("rejected_prediction_tokens", 0);
        return usage;
    }

    private static void writeToolCalls(ArrayNode target, List<ToolCall> toolCalls) {
        for (int i = 0; i < toolCalls.size(); i++) {
            ObjectNode call = target.addObject().put("id", "call_" + (i + 1)).put("type", "function");
            call.putObject("function")
                    .put("name", toolCalls.get(i).name())
                    .put("arguments", toolCalls.get(i).arguments());
        }
    }

    private Said said(Wording scripted) {
        Wording wording = scripted.saysNothing()
                ? rules.apply(request)
                        .map(rule -> scripted.finishReason()
                                .map(rule::withFinishReason)
                                .orElse(rule))
                        .orElse(scripted)
                : scripted;
        List<ToolCall> toolCalls = toolCalls(wording);
        String whole = toolCalls.isEmpty() && wording.refusal().isEmpty() ? text(wording) : "";
        String text = Words.first(whole, most);
        String finish = wording.finishReason()
                .orElse(!toolCalls.isEmpty() ? "tool_calls" : text.equals(whole) ? "stop" : "length");
        return new Said(text, wording.refusal(), toolCalls, finish);
    }

    private String text(Wording wording) {
        boolean jsonObject = request.at("/response_format/type").asText().startsWith("json");
        return wording.text().orElseGet(() -> ChatOperation.ownAnswer(messages, jsonObject));
    }

    private List<ToolCall> toolCalls(Wording wording) {
        JsonNode choice = request.path("tool_choice");
        boolean wanted = choice.isObject() || choice.asText().equals("required");
        if (!wording.toolCalls().isEmpty() || wording.text().isPresent() || !wanted) {
            return wording.toolCalls();
        }
        String first = request.at("/tools/0/function/name").asText("function");
        return List.of(new ToolCall(choice.at("/function/name").asText(first), "{}"));
    }

    private static void writeMessage(ObjectNode message, Said said) {
        message.put("role", "assistant");
        if (said.toolCalls().isEmpty() && said.refusal().isEmpty()) {
            message.put("content", said.text());
        } else {
            message.putNull("content");
        }
        if (!said.toolCalls().isEmpty()) {
            writeToolCalls(message.putArray("tool_calls"), said.toolCalls());
        }
        message.put("refusal", said.refusal().orElse(null));
        message.putArray("annotations");
    }

    /** What the model says in each choice. Immutable. */
    record Said(String text, Optional<String> refusal, List<ToolCall> toolCalls, String finish) {
        long tokens() {
            long tools = toolCalls.stream()
                    .mapToLong(call -> TokenCount.of(call.name() + call.arguments()))
                    .sum();
            return Words.of(refusal.orElse(text)).size() + tools;
        }
    }
}
