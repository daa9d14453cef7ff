// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.audio;

import io.github.camelopenai.OpenAiHeaders;
import io.github.camelopenai.error.OpenAiRequestException;
import io.github.camelopenai.internal.client.OpenAiClient;
import io.github.camelopenai.internal.client.call.HttpCall;
import io.github.camelopenai.internal.client.call.Payload;
import io.github.camelopenai.internal.client.call.Reply;
import io.github.camelopenai.internal.operation.FullResponse;
import io.github.camelopenai.internal.operation.Operation;
import io.github.camelopenai.internal.operation.OperationSettings;
import io.github.camelopenai.internal.operation.RequestDocument;
import io.github.camelopenai.internal.operation.ResponseHeaders;
import io.github.camelopenai.internal.operation.SingleCallOperation;
import io.github.camelopenai.internal.operation.UsedTokens;
import io.github.camelopenai.internal.option.ByteSize;
import io.github.camelopenai.internal.option.JsonOption;
import io.github.camelopenai.internal.option.Option;
import io.github.camelopenai.internal.option.Options;
import io.github.camelopenai.internal.quota.terms.Cost;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** {@code openai:transcribe}: a recording in, its text out. */
public final class TranscribeOperation extends SingleCallOperation {

    private static final List<Option<?>> FIELDS = List.of(Option.PROMPT, Option.TEMPERATURE, Option.RESPONSE_FORMAT);

    /** All options of this operation beyond the common ones. */
    public static final List<Option<?>> OPTIONS = List.of(
            Option.LANGUAGE,
            Option.PROMPT,
            Option.TEMPERATURE,
            Option.RESPONSE_FORMAT,
            Option.TIMESTAMP_GRANULARITIES,
            Option.CHUNKING_STRATEGY,
            Option.FILE_NAME,
            Option.MAX_UPLOAD_SIZE);

    /** The limit of OpenAI's own server. */
    private static final long OFFICIAL_MAX_UPLOAD = 25L << 20;

    /** See {@link Operation}. */
    public TranscribeOperation(OpenAiClient client, OperationSettings settings) {
        super(client, settings, OPTIONS);
    }

    @Override
    protected void check(Options configured) {
        String format = configured.get(Option.RESPONSE_FORMAT);
        List<String> times = configured.list(Option.TIMESTAMP_GRANULARITIES);
        if (format != null && !format.equals("verbose_json") && !times.isEmpty()) {
            throw OpenAiRequestException.refused("timestampGranularities=" + String.join(",", times)
                    + " needs responseFormat=verbose_json but responseFormat is " + format
                    + "; change it, or take timestampGranularities out");
        }
    }

    @Override
    protected Prepared<Transcript> prepare(Exchange exchange, Options chosen) throws IOException {
        RequestDocument request = RequestDocument.empty(chosen).fill(FIELDS);
        String language = chosen.get(Option.LANGUAGE);
        if (language != null) {
            request.put("language", withoutRegion(language));
        }
        request.put("timestamp_granularities", chosen.list(Option.TIMESTAMP_GRANULARITIES));
        putChunking(request, chosen);
        String model = request.finish(settings());
        Payload.Upload upload = AudioUpload.of(
                exchange,
                chosen.get(Option.FILE_NAME),
                maxUpload(chosen),
                settings().officialServer());

        List<Payload.Part> parts = new ArrayList<>(request.toFields());
        parts.add(upload);
        HttpCall<Transcript> call = new HttpCall<>(
                "/audio/transcriptions",
                new Payload.Form(parts),
                settings().models().poolOf(model),
                Cost.OF_ONE_REQUEST, // the length of a recording is not known from its size
                new TranscriptReader(
                        request.json().path("response_format").asText("json"),
                        chosen.get(Option.STORE_FULL_RESPONSE, false)),
                false,
                answer -> UsedTokens.of(answer.usage()),
                exchange.getExchangeId());
        return new Prepared<>(call, TranscribeOperation::write);
    }

    /** The API refuses to tell speakers apart in more than 30 seconds without it. */
    private void putChunking(RequestDocument request, Options chosen) {
        Object strategy = chosen.get(Option.CHUNKING_STRATEGY);
        String model =
                settings().models().choose(chosen.get(Option.MODEL), settings().name());
        if (strategy != null) {
            request.put("chunking_strategy", JsonOption.read(Option.CHUNKING_STRATEGY, strategy));
        } else if (model.contains("diarize") || "diarized_json".equals(chosen.get(Option.RESPONSE_FORMAT))) {
            request.put("chunking_strategy", "auto");
        }
    }

    private long maxUpload(Options chosen) {
        String size = chosen.get(Option.MAX_UPLOAD_SIZE);
        if (size != null) {
            return ByteSize.parse(size, Option.MAX_UPLOAD_SIZE.name());
        }
        return settings().officialServer() ? OFFICIAL_MAX_UPLOAD : Long.MAX_VALUE;
    }

    /** The API wants {@code zh}, people write {@code zh-CN}. */
    private static String withoutRegion(String language) {
        return language.split("[-_]", 2)[0].toLowerCase(Locale.ROOT);
    }

    private static void write(Reply<Transcript> reply, Exchange exchange) {
        Transcript answer = reply.value();
        Message message = exchange.getMessage();
        ResponseHeaders.set(message, OpenAiHeaders.AUDIO_DURATION, answer.duration());
        ResponseHeaders.set(message, OpenAiHeaders.DETECTED_LANGUAGE, answer.language());
        ResponseHeaders.write(answer.usage(), message);
        FullResponse.store(answer.raw(), exchange);
        message.setBody(answer.body());
    }
}
