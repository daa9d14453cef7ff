// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.audio;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelopenai.OpenAiHeaders;
import io.github.camelopenai.internal.body.Bodies;
import io.github.camelopenai.internal.body.ContentTypeDetector;
import io.github.camelopenai.internal.body.MediaBody;
import io.github.camelopenai.internal.body.MediaType;
import io.github.camelopenai.internal.client.OpenAiClient;
import io.github.camelopenai.internal.client.call.HttpCall;
import io.github.camelopenai.internal.client.call.OpenBody;
import io.github.camelopenai.internal.client.call.Payload;
import io.github.camelopenai.internal.client.call.Reply;
import io.github.camelopenai.internal.json.Json;
import io.github.camelopenai.internal.operation.FullResponse;
import io.github.camelopenai.internal.operation.Operation;
import io.github.camelopenai.internal.operation.OperationSettings;
import io.github.camelopenai.internal.operation.RequestDocument;
import io.github.camelopenai.internal.operation.ResponseHeaders;
import io.github.camelopenai.internal.operation.SingleCallOperation;
import io.github.camelopenai.internal.option.Defaults;
import io.github.camelopenai.internal.option.JsonOption;
import io.github.camelopenai.internal.option.Option;
import io.github.camelopenai.internal.option.Options;
import io.github.camelopenai.internal.quota.terms.Cost;
import io.github.camelopenai.internal.quota.terms.Used;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** {@code openai:speech}: a text in, a recording out that is handed on while the server still speaks. */
public final class SpeechOperation extends SingleCallOperation {

    private static final List<Option<?>> FIELDS = List.of(Option.SPEED, Option.INSTRUCTIONS);

    /** All options of this operation beyond the common ones. */
    public static final List<Option<?>> OPTIONS =
            List.of(Option.VOICE, Option.RESPONSE_FORMAT, Option.SPEED, Option.INSTRUCTIONS);

    private static final int BYTES_PER_TOKEN = 4;

    /** How the ids of voices begin that the API has made of a sample. */
    private static final String OWN_VOICE = "voice_";

    /** See {@link Operation}. */
    public SpeechOperation(OpenAiClient client, OperationSettings settings) {
        super(client, settings, OPTIONS);
    }

    @Override
    protected Prepared<OpenBody> prepare(Exchange exchange, Options chosen) throws IOException {
        String text = Bodies.text(exchange, "speech", "the text to speak");
        RequestDocument request = RequestDocument.empty(chosen)
                .put("input", text)
                .put("voice", voice(chosen))
                .put("response_format", chosen.get(Option.RESPONSE_FORMAT, "mp3"))
                .fill(FIELDS);
        String model = request.finish(settings());

        byte[] document = Json.bytes(request.json());
        String format = request.json().path("response_format").asText();
        SpeechReader reader = new SpeechReader(
                format, "sse".equals(request.json().path("stream_format").asText()));
        HttpCall<OpenBody> call = new HttpCall<>(
                "/audio/speech",
                new Payload.Json(document),
                settings().models().poolOf(model),
                Cost.ofTokens(document.length / BYTES_PER_TOKEN),
                reader,
                true,
                body -> Used.UNKNOWN,
                exchange.getExchangeId());
        return new Prepared<>(call, (reply, done) -> write(reply, done, format, reader.kind()));
    }

    /** A voice of one's own is an object with its id. */
    private static JsonNode voice(Options chosen) {
        JsonNode voice = JsonOption.read(Option.VOICE, chosen.get(Option.VOICE, Defaults.VOICE));
        return voice.isTextual() && voice.textValue().startsWith(OWN_VOICE)
                ? Json.MAPPER.createObjectNode().set("id", voice)
                : voice;
    }

    private static void write(Reply<OpenBody> reply, Exchange exchange, String format, Optional<MediaType> shown) {
        Message message = exchange.getMessage();
        // Servers differ in how they name a type. The bytes are believed first, and what was asked for comes last.
        String named = reply.head().header("content-type");
        Optional<MediaType> asked = MediaType.ofFileName("." + format);
        Optional<MediaType> other = shown.filter(kind -> !kind.isNameOf(asked.orElse(kind)));
        boolean isWrong = shown.isPresent()
                && !MediaType.ofMimeType(named)
                        .filter(kind -> shown.get().isNameOf(kind))
                        .isPresent();
        boolean isUnknown = ContentTypeDetector.plain(named).isEmpty();
        Optional<MediaType> known = isWrong || isUnknown ? other.or(() -> asked).or(() -> shown) : Optional.empty();
        ResponseHeaders.set(
                message, Exchange.CONTENT_TYPE, known.map(MediaType::mimeType).orElse(named));
        message.setHeader(
                OpenAiHeaders.FILE_EXTENSION, other.map(MediaType::extension).orElse(format));
        FullResponse.store(null, exchange);
        message.setBody(MediaBody.closeKeeps(reply.value(), exchange));
    }
}
