// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.chat;

import io.github.camelopenai.OpenAiHeaders;
import io.github.camelopenai.internal.chat.reply.ChatAnswer;
import io.github.camelopenai.internal.chat.request.UserMessages;
import io.github.camelopenai.internal.chat.stream.DeltaStream;
import io.github.camelopenai.internal.chat.stream.StreamFormat;
import io.github.camelopenai.internal.client.OpenAiClient;
import io.github.camelopenai.internal.client.call.OpenBody;
import io.github.camelopenai.internal.client.call.Reply;
import io.github.camelopenai.internal.operation.FullResponse;
import io.github.camelopenai.internal.operation.Operation;
import io.github.camelopenai.internal.operation.OperationSettings;
import io.github.camelopenai.internal.operation.ResponseHeaders;
import io.github.camelopenai.internal.option.Option;
import io.github.camelopenai.internal.option.OptionLists;
import io.github.camelopenai.internal.option.Options;
import io.github.camelopenai.internal.quota.terms.Lane;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/**
 * {@code openai:chat}: messages in, the model's answer out, whole or as it is written. In between the model may call tools.
 */
public final class ChatOperation extends Operation {

    /** All options of this operation beyond the common ones. */
    public static final List<Option<?>> OPTIONS = OptionLists.concat(
            ChatFields.PLAIN,
            List.of(
                    Option.MAX_TOKENS,
                    Option.RESPONSE_FORMAT,
                    Option.STOP,
                    Option.SYSTEM_MESSAGE,
                    Option.DEVELOPER_MESSAGE,
                    Option.USER_MESSAGE,
                    Option.IMAGE_DETAIL,
                    Option.JSON_SCHEMA,
                    Option.OUTPUT_CLASS,
                    Option.STRICT,
                    Option.ANSWER_AS,
                    Option.REPAIR,
                    Option.TOOLS,
                    Option.TOOL_CHOICE,
                    Option.PARALLEL_TOOL_CALLS,
                    Option.MAX_TOOL_ROUNDS,
                    Option.MAX_TOOL_DEPTH,
                    Option.ON_TOOL_ERROR,
                    Option.TOOL_TIMEOUT,
                    Option.STREAMING,
                    Option.STREAM_FORMAT,
                    Option.MEMORY,
                    Option.CONVERSATION_ID,
                    Option.MAX_HISTORY_MESSAGES,
                    Option.MAX_HISTORY_TOKENS));

    /** What an answer costs at the gate when nobody bounds it; the real usage settles it. */
    static final int ASSUMED_OUTPUT = 256;

    private final UserMessages userMessages = new UserMessages();

    /** See {@link Operation}. */
    public ChatOperation(OpenAiClient client, OperationSettings settings) {
        super(client, settings, OPTIONS);
    }

    @Override
    protected void check(Options configured) {
        ChatPlan.check(configured);
    }

    @Override
    protected CompletableFuture<Answer> ask(Exchange exchange, Options chosen, Lane lane) throws IOException {
        ChatPlan plan = ChatPlan.read(exchange, chosen, settings(), userMessages);
        ChatExchange dialogue = new ChatExchange(plan, client(), lane);
        if (plan.stream().isPresent()) {
            StreamFormat format = plan.stream().get();
            return dialogue.ask(StreamedRounds.RECEPTION)
                    .thenApply(first -> answer(first, (reply, done) -> write(plan, dialogue, reply, format)));
        }
        return new ChatRounds(dialogue, plan)
                .run()
                .thenApply(outcome -> answer(outcome.reply(), (reply, done) -> write(plan, dialogue, outcome)));
    }

    private static void write(ChatPlan plan, ChatExchange dialogue, ChatRounds.Outcome outcome) {
        ChatAnswer answer = outcome.reply().value();
        Exchange exchange = plan.exchange();
        Message message = exchange.getMessage();
        ResponseHeaders.set(message, OpenAiHeaders.RESPONSE_ID, answer.id());
        ResponseHeaders.set(message, OpenAiHeaders.RESPONSE_MODEL, answer.model());
        ResponseHeaders.set(message, OpenAiHeaders.FINISH_REASON, answer.finishReason());
        ResponseHeaders.set(
                message, OpenAiHeaders.REASONING, answer.choices().get(0).reasoning());
        ResponseHeaders.set(message, OpenAiHeaders.SERVED_TIER, answer.serviceTier());
        ResponseHeaders.write(dialogue.totals().usage(), message);
        FullResponse.store(answer.raw(), exchange);
        message.setBody(outcome.body());
    }

    private static void write(ChatPlan plan, ChatExchange dialogue, Reply<OpenBody> first, StreamFormat format) {
        Exchange exchange = plan.exchange();
        boolean keepsText = plan.memory().isPresent();
        DeltaStream stream = new DeltaStream(new StreamedRounds(dialogue, exchange, first, keepsText));
        FullResponse.store(null, exchange);
        if (format.contentType() != null) {
            exchange.getMessage().setHeader(Exchange.CONTENT_TYPE, format.contentType());
        }
        format.write(stream, exchange);
    }
}
