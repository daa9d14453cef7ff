// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.image;

import io.github.camelopenai.OpenAiHeaders;
import io.github.camelopenai.error.OpenAiRequestException;
import io.github.camelopenai.internal.body.Bodies;
import io.github.camelopenai.internal.body.MediaBody;
import io.github.camelopenai.internal.body.MediaType;
import io.github.camelopenai.internal.body.Spool;
import io.github.camelopenai.internal.body.SpoolFolder;
import io.github.camelopenai.internal.client.OpenAiClient;
import io.github.camelopenai.internal.client.call.HttpCall;
import io.github.camelopenai.internal.client.call.Payload;
import io.github.camelopenai.internal.client.call.Reply;
import io.github.camelopenai.internal.json.Json;
import io.github.camelopenai.internal.operation.FullResponse;
import io.github.camelopenai.internal.operation.Operation;
import io.github.camelopenai.internal.operation.OperationSettings;
import io.github.camelopenai.internal.operation.RequestDocument;
import io.github.camelopenai.internal.operation.ResponseHeaders;
import io.github.camelopenai.internal.operation.SingleCallOperation;
import io.github.camelopenai.internal.operation.UsedTokens;
import io.github.camelopenai.internal.option.Option;
import io.github.camelopenai.internal.option.Options;
import io.github.camelopenai.internal.quota.terms.Cost;
import io.github.camelopenai.model.JsonList;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** {@code openai:image}: a prompt in, pictures out. */
public final class ImageOperation extends SingleCallOperation {

    private static final List<Option<?>> FIELDS = List.of(
            Option.N,
            Option.SIZE,
            Option.QUALITY,
            Option.STYLE,
            Option.RESPONSE_FORMAT,
            Option.OUTPUT_FORMAT,
            Option.OUTPUT_COMPRESSION,
            Option.BACKGROUND,
            Option.MODERATION,
            Option.USER);

    /** All options of this operation beyond the common ones. */
    public static final List<Option<?>> OPTIONS = FIELDS;

    private static final int BYTES_PER_TOKEN = 4;

    /** See {@link Operation}. */
    public ImageOperation(OpenAiClient client, OperationSettings settings) {
        super(client, settings, OPTIONS);
    }

    @Override
    protected void check(Options configured) {
        String format = configured.get(Option.OUTPUT_FORMAT);
        if ("jpeg".equals(format) && "transparent".equals(configured.get(Option.BACKGROUND))) {
            throw OpenAiRequestException.refused(
                    "background=transparent needs outputFormat png or webp but outputFormat"
                            + " is jpeg; change one of them");
        }
        int compression = configured.get(Option.OUTPUT_COMPRESSION, 100);
        if ("png".equals(format) && compression != 100) {
            throw OpenAiRequestException.refused("outputCompression=" + compression
                    + " needs outputFormat jpeg or webp but outputFormat is png; change one of them");
        }
    }

    @Override
    protected Prepared<Images> prepare(Exchange exchange, Options chosen) throws IOException {
        String prompt = Bodies.text(exchange, "image", "the prompt as text");
        RequestDocument request =
                RequestDocument.empty(chosen).put("prompt", prompt).fill(FIELDS);
        boolean urls = "url".equals(chosen.get(Option.RESPONSE_FORMAT));
        chooseForm(request, chosen, urls);
        String model = request.finish(settings());

        int count = Math.max(1, request.json().path("n").asInt(1));
        byte[] document = Json.bytes(request.json());
        HttpCall<Images> call = new HttpCall<>(
                "/images/generations",
                new Payload.Json(document),
                settings().models().poolOf(model),
                new Cost(document.length / BYTES_PER_TOKEN, 0, true, count),
                new ImagesReader(
                        urls,
                        chosen.get(Option.STORE_FULL_RESPONSE, false),
                        count,
                        SpoolFolder.of(exchange.getContext())),
                false,
                answer -> UsedTokens.of(answer.usage()),
                exchange.getExchangeId());
        return new Prepared<>(call, (reply, done) -> write(reply, done, count > 1));
    }

    /** Without a word, older models and compatible servers send a URL that dies within the hour. */
    private void chooseForm(RequestDocument request, Options chosen, boolean urls) {
        String wireName = Option.RESPONSE_FORMAT.wireName();
        String model =
                settings().models().choose(chosen.get(Option.MODEL), settings().name());
        boolean hasNoChoice = settings().models().familyOf(model).drops().contains(wireName);
        if (urls && hasNoChoice) {
            throw OpenAiRequestException.refused(model + " answers with the picture itself, never with a URL; leave"
                    + " responseFormat out, or set a model that knows responseFormat=url, such as dall-e-3");
        }
        if (!request.json().has(wireName) && !hasNoChoice) {
            request.put(wireName, "b64_json");
        }
    }

    private static void write(Reply<Images> reply, Exchange exchange, boolean several) {
        Images answer = reply.value();
        Message message = exchange.getMessage();
        List<Object> bodies = answer.items().stream()
                .map(item -> item.url() != null ? item.url() : MediaBody.of(item.bytes(), exchange))
                .toList();
        boolean isList = several || bodies.size() > 1;
        MediaType type = type(answer);
        if (type != null) {
            message.setHeader(Exchange.CONTENT_TYPE, type.mimeType());
            message.setHeader(OpenAiHeaders.FILE_EXTENSION, type.extension());
        }
        ResponseHeaders.set(message, OpenAiHeaders.IMAGE_COUNT, bodies.size());
        ResponseHeaders.set(message, OpenAiHeaders.REVISED_PROMPT, revisedPrompts(answer, isList));
        ResponseHeaders.write(answer.usage(), message);
        FullResponse.store(answer.raw(), exchange);
        message.setBody(isList ? list(bodies) : bodies.get(0));
    }

    /** Addresses have a JSON text; pictures have none, and a log line that shows them must not fail. */
    private static List<Object> list(List<Object> bodies) {
        return bodies.stream().allMatch(String.class::isInstance) ? new JsonList<>(bodies) : bodies;
    }

    /** One, or a list with a null for each picture whose prompt was not revised; null where none was. */
    private static Object revisedPrompts(Images answer, boolean isList) {
        List<String> prompts = new ArrayList<>();
        answer.items().forEach(item -> prompts.add(item.revisedPrompt()));
        if (prompts.stream().allMatch(Objects::isNull)) {
            return null;
        }
        return isList ? Collections.unmodifiableList(prompts) : prompts.get(0);
    }

    /** By the bytes themselves; what the answer says about them comes second. */
    private static MediaType type(Images answer) {
        Spool bytes = answer.items().stream()
                .map(Images.Item::bytes)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
        if (bytes == null) {
            return null;
        }
        try {
            return MediaType.ofHead(bytes.head(MediaType.HEAD))
                    .or(() -> answer.outputFormat() == null
                            ? Optional.empty()
                            : MediaType.ofFileName(answer.outputFormat()))
                    .orElse(null);
        } catch (IOException e) {
            return null; // the bytes are gone with the exchange; whoever reads them is told
        }
    }
}
