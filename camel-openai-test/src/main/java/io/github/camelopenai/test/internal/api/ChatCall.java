// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.test.internal.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelopenai.test.internal.api.Wording.ToolCall;
import io.github.camelopenai.test.internal.media.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A checked chat request. Immutable.
 *
 * @param most  how many tokens an answer may have; a token of the answer is a word here
 * @param rules what is said to a request, if a rule decides it
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
        int choices = wording.noChoices() ? 0 : n;
        Answer answer = request.path("stream").booleanValue()
                ? ChatStream.of(this, said, choices, completion)
                : whole(said, choices, completion);
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

    private Said said(Wording scripted) {
        Wording wording = scripted.saysSomething() ? scripted : decided(scripted);
        List<ToolCall> toolCalls = numbered(wording.toolCalls());
        String whole = wording.text().orElseGet(() -> wording.saysSomething() ? "" : OwnAnswer.text(request, messages));
        String text = Words.first(whole, most);
        String finish = wording.finishReason()
                .orElse(!toolCalls.isEmpty() ? "tool_calls" : text.equals(whole) ? "stop" : "length");
        return new Said(text, wording.refusal(), toolCalls, finish);
    }

    /** What no script says: a rule's calls, the call the request insists on, or a rule's text. */
    private Wording decided(Wording scripted) {
        Wording ruled = scripted.saying(rules.apply(request).orElse(Wording.NORMAL));
        return ruled.toolCalls().isEmpty()
                        && ruled.refusal().isEmpty()
                        && !OwnAnswer.forcedCall(request).isEmpty()
                ? scripted.withToolCalls(OwnAnswer.forcedCall(request))
                : ruled;
    }

    /** Gives each call an id that no earlier call of the conversation has. */
    private List<ToolCall> numbered(List<ToolCall> toolCalls) {
        int earlier = ToolTalk.calls(request.path("messages"));
        List<ToolCall> numbered = new ArrayList<>();
        for (ToolCall call : toolCalls) {
            String next = "call_" + (earlier + numbered.size() + 1);
            numbered.add(new ToolCall(Optional.of(call.id().orElse(next)), call.name(), call.arguments()));
        }
        return List.copyOf(numbered);
    }

    private static void writeToolCalls(ArrayNode target, List<ToolCall> toolCalls) {
        for (ToolCall toolCall : toolCalls) {
            ObjectNode call = target.addObject().put("id", toolCall.id().orElseThrow());
            call.put("type", "function")
                    .putObject("function")
                    .put("name", toolCall.name())
                    .put("arguments", toolCall.arguments());
        }
    }

    private static void writeMessage(ObjectNode message, Said said) {
        message.put("role", "assistant");
        message.put("content", said.isText() ? said.text() : null);
        if (!said.toolCalls().isEmpty()) {
            writeToolCalls(message.putArray("tool_calls"), said.toolCalls());
        }
        message.put("refusal", said.refusal().orElse(null));
        message.putArray("annotations");
    }

    /** What the model says in each choice. Immutable. */
    record Said(String text, Optional<String> refusal, List<ToolCall> toolCalls, String finish) {
        boolean isText() {
            return refusal.isEmpty() && (toolCalls.isEmpty() || !text.isEmpty());
        }

        long tokens() {
            long tools = toolCalls.stream()
                    .mapToLong(call -> TokenCount.of(call.name() + call.arguments()))
                    .sum();
            return Words.of(refusal.orElse(text)).size() + tools;
        }
    }
}
