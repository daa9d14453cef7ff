// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelopenai.error.ErrorDetails;
import io.github.camelopenai.error.OpenAiRequestException;
import io.github.camelopenai.internal.chat.form.AnswerForm;
import io.github.camelopenai.internal.chat.request.ChatBody;
import io.github.camelopenai.internal.chat.request.ChatInput;
import io.github.camelopenai.internal.chat.request.MediaAttachments;
import io.github.camelopenai.internal.chat.request.UserMessages;
import io.github.camelopenai.internal.chat.stream.StreamFormat;
import io.github.camelopenai.internal.json.Json;
import io.github.camelopenai.internal.json.ValueTree;
import io.github.camelopenai.internal.operation.OperationSettings;
import io.github.camelopenai.internal.operation.RequestDocument;
import io.github.camelopenai.internal.option.Defaults;
import io.github.camelopenai.internal.option.Option;
import io.github.camelopenai.internal.option.Options;
import io.github.camelopenai.model.ChatMessage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Exchange;

/**
 * All that one chat step asks for, read before anything is sent. The request grows with the rounds of tools; the rest is
 * immutable.
 *
 * @param request  with the history in it
 * @param media    that the request stands for
 * @param pool     of quota
 * @param form     what the answer must be
 * @param tools    what the model may call
 * @param memory   that the turn is added to; empty for none
 * @param turn     the new messages, without instructions
 * @param stream   what the body becomes while the answer arrives; empty for a whole answer
 * @param repairs  how often an answer that does not fit is asked for again
 * @param keepsRaw whether the answer as it came is wanted too
 */
record ChatPlan(
        ObjectNode request,
        MediaAttachments media,
        String pool,
        AnswerForm form,
        ToolPlan tools,
        Optional<Conversation> memory,
        List<JsonNode> turn,
        Optional<StreamFormat> stream,
        int repairs,
        boolean keepsRaw,
        Exchange exchange) {

    private static final List<String> INSTRUCTIONS = List.of("system", "developer");

    static ChatPlan read(Exchange exchange, Options chosen, OperationSettings settings, UserMessages userMessages)
            throws IOException {
        ChatInput input = ChatBody.read(exchange, chosen, userMessages);
        AnswerForm form = form(exchange, chosen, input.request());
        Optional<Conversation> memory = Conversation.of(exchange, chosen);
        MediaAttachments media = input.media();
        List<JsonNode> turn = turn(input.request());
        PendingToolTurn open = PendingToolTurn.of(exchange);
        boolean goesOn = open != null && !turn.isEmpty() && turn.stream().allMatch(ChatPlan::isToolResult);
        if (goesOn) {
            turn.addAll(0, open.messages());
            media = open.media();
        }
        if (goesOn || memory.isPresent()) {
            arrange(input.request(), memory, turn, exchange);
        }
        RequestDocument request = new RequestDocument(input.request(), chosen);
        ChatFields.fill(request, chosen, form);
        ToolPlan tools = ToolPlan.read(exchange, chosen, request.json(), settings.tools());
        askForStream(request.json(), chosen);
        String model = request.finish(settings);
        askForUsage(request.json());
        Optional<StreamFormat> stream = stream(request.json(), chosen, form);
        if (form.wantsJson() && !form.isTyped()) {
            settings.models().warnWhereNobodySpeaksOfJson(request.json());
        }
        return new ChatPlan(
                request.json(),
                media,
                settings.models().poolOf(model),
                form,
                tools,
                memory,
                turn,
                stream,
                form.isTyped() ? chosen.get(Option.REPAIR, Defaults.REPAIR) : 0,
                chosen.get(Option.STORE_FULL_RESPONSE, false),
                exchange);
    }

    /** Refuses options that contradict each other, before there is a message. */
    static void check(Options configured) {
        AnswerForm form = AnswerForm.of(configured, configured.exchange());
        int n = configured.get(Option.N, 1);
        if (configured.get(Option.STREAMING, false)) {
            checkStream(n, form);
        }
        if (configured.get(Option.TOP_LOGPROBS) != null && !configured.get(Option.LOGPROBS, true)) {
            throw OpenAiRequestException.refused("topLogprobs=" + configured.get(Option.TOP_LOGPROBS)
                    + " needs logprobs, which is false; set logprobs to true, or take topLogprobs out");
        }
        ToolPlan.check(configured, n);
    }

    /** What the options ask for; a body that is a whole request may have its own say. */
    private static AnswerForm form(Exchange exchange, Options chosen, ObjectNode request) {
        AnswerForm form = AnswerForm.of(chosen, exchange);
        return form.isTyped() || !request.has("response_format")
                ? form
                : AnswerForm.sentAs(request.path("response_format"));
    }

    /** The new messages, without instructions. */
    private static List<JsonNode> turn(ObjectNode request) {
        List<JsonNode> turn = new ArrayList<>();
        for (JsonNode message : request.path("messages")) {
            if (!isInstruction(message)) {
                turn.add(message);
            }
        }
        return turn;
    }

    /** Instructions first, then what was said before, then the turn. */
    private static void arrange(
            ObjectNode request, Optional<Conversation> memory, List<JsonNode> turn, Exchange exchange) {
        List<JsonNode> past = new ArrayList<>();
        memory.ifPresent(conversation -> conversation
                .history(messages(turn))
                .forEach(message ->
                        past.add(ValueTree.forRequest(message, "a message of the memory", exchange.getContext()))));
        ArrayNode arranged = Json.MAPPER.createArrayNode();
        request.path("messages").forEach(message -> {
            if (isInstruction(message)) {
                arranged.add(message);
            }
        });
        arranged.addAll(past);
        arranged.addAll(turn);
        request.set("messages", arranged);
    }

    private static boolean isInstruction(JsonNode message) {
        return INSTRUCTIONS.contains(message.path("role").asText());
    }

    private static boolean isToolResult(JsonNode message) {
        return "tool".equals(message.path("role").asText());
    }

    private static List<ChatMessage> messages(List<JsonNode> turn) {
        return turn.stream()
                .map(message -> Json.MAPPER.convertValue(MediaAttachments.withoutMedia(message), ChatMessage.class))
                .toList();
    }

    private static void askForStream(ObjectNode request, Options chosen) {
        if (!request.has("stream") && chosen.get(Option.STREAMING, false)) {
            request.put("stream", true);
        }
    }

    /** Always, as the call is settled with it; only who sets the field to null, for a server that refuses it, goes without. */
    private static void askForUsage(ObjectNode request) {
        if (request.path("stream").asBoolean()
                && !request.path("stream_options").isNull()) {
            request.withObjectProperty("stream_options").put("include_usage", true);
        }
    }

    private static Optional<StreamFormat> stream(ObjectNode request, Options chosen, AnswerForm form) {
        if (!request.path("stream").asBoolean()) {
            return Optional.empty();
        }
        checkStream(request.path("n").asInt(1), form);
        return Optional.of(StreamFormat.of(chosen.get(Option.STREAM_FORMAT, Defaults.STREAM_FORMAT)));
    }

    private static void checkStream(int n, AnswerForm form) {
        if (n > 1) {
            throw OpenAiRequestException.refused(
                    "n=" + n + " asks for several answers, but a stream brings one; set n to 1, or streaming to false");
        }
        if (form.isTyped()) {
            throw OpenAiRequestException.refused(
                    "streaming hands an answer on before it is whole, so it cannot become what " + form.option()
                            + " asks for; set streaming to false, or take " + form.option() + " out");
        }
    }

    /** Adds the turn to the memory, if there is one. */
    void remember(List<JsonNode> whole, ErrorDetails answered) {
        memory.ifPresent(conversation -> conversation.append(messages(whole), answered));
    }
}
