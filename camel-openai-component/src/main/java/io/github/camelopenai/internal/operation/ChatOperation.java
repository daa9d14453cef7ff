// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.operation;

import io.github.camelopenai.OpenAiHeaders;
import io.github.camelopenai.error.OpenAiRequestException;
import io.github.camelopenai.internal.client.HttpCall;
import io.github.camelopenai.internal.client.OpenAiClient;
import io.github.camelopenai.internal.client.Reply;
import java.io.IOException;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** {@code openai:chat}: messages in, the model's answer out. */
public final class ChatOperation extends Operation {

    /** Fields of the request that come straight from options. */
    private static final List<Option<?>> FIELDS = List.of(
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
            Option.USER,
            Option.SAFETY_IDENTIFIER);

    /** What the option {@code responseFormat} may say here. */
    private static final List<String> FORMATS = List.of("text", "json_object");

    /** All options of this operation beyond the common ones. */
    public static final List<Option<?>> OPTIONS = Lists.concat(
            FIELDS,
            List.of(
                    Option.MAX_TOKENS,
                    Option.RESPONSE_FORMAT,
                    Option.STOP,
                    Option.SYSTEM_MESSAGE,
                    Option.DEVELOPER_MESSAGE,
                    Option.USER_MESSAGE,
                    Option.IMAGE_DETAIL));

    /** What an answer costs at the gate when nobody bounds it; the real usage settles it. */
    private static final int ASSUMED_OUTPUT = 256;

    /** See {@link Operation}. */
    public ChatOperation(OpenAiClient client, OperationSettings settings) {
        super(client, settings, OPTIONS);
    }

    @Override
    Prepared<ChatAnswer> prepare(Exchange exchange, Options chosen) throws IOException {
        ChatInput input = ChatBody.read(exchange, chosen);
        RequestDocument request = new RequestDocument(input.request(), chosen);
        chosen.positive(Option.MAX_TOKENS);
        chosen.positive(Option.N);
        request.fill(FIELDS);
        if (!request.json().has("max_completion_tokens")) { // its newer name, which a whole request may use
            request.fill(List.of(Option.MAX_TOKENS));
        }
        if (!request.json().has("stop")) {
            request.put("stop", chosen.list(Option.STOP));
        }
        String format = chosen.get(Option.RESPONSE_FORMAT);
        if (format != null && !request.json().has("response_format")) {
            request.json().putObject("response_format").put("type", known(format));
        }
        String model = request.finish(settings());
        if (request.json().path("stream").asBoolean()) {
            throw OpenAiRequestException.refused(
                    "the request asks for \"stream\": true, which openai:chat does not offer yet; leave it out");
        }

        boolean raw = chosen.get(Option.STORE_FULL_RESPONSE, false);
        boolean json = "json_object"
                .equals(request.json().path("response_format").path("type").asText());
        byte[] document = Json.bytes(request.json());
        HttpCall<ChatAnswer> call = new HttpCall<>(
                "/chat/completions",
                input.media().payload(document),
                settings().models().poolOf(model),
                ChatCost.of(request.json(), input.media().promptTokens(request.json(), document), ASSUMED_OUTPUT),
                new ChatAnswerReader(json, raw),
                false,
                answer -> UsedTokens.of(answer.usage()),
                exchange.getExchangeId());
        return new Prepared<>(call, ChatOperation::write);
    }

    private static String known(String format) {
        if (!FORMATS.contains(format)) {
            throw OpenAiRequestException.refused("responseFormat of openai:chat must be one of " + FORMATS
                    + " but was '" + format + "'; send a Map as the body for other formats");
        }
        return format;
    }

    private static void write(Reply<ChatAnswer> reply, Exchange exchange) {
        ChatAnswer answer = reply.value();
        Message message = exchange.getMessage();
        ResponseHeaders.set(message, OpenAiHeaders.RESPONSE_ID, answer.id());
        ResponseHeaders.set(message, OpenAiHeaders.RESPONSE_MODEL, answer.model());
        ResponseHeaders.set(message, OpenAiHeaders.FINISH_REASON, answer.finishReason());
        ServedTier.write(answer.serviceTier(), exchange);
        ResponseHeaders.write(answer.usage(), message);
        FullResponse.store(answer.raw(), exchange);
        message.setBody(answer.body());
    }
}
