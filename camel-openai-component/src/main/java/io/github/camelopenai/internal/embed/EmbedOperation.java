// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.embed;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.github.camelopenai.OpenAiHeaders;
import io.github.camelopenai.error.OpenAiRequestException;
import io.github.camelopenai.internal.body.Bodies;
import io.github.camelopenai.internal.body.RereadableStreams;
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
import io.github.camelopenai.internal.option.Defaults;
import io.github.camelopenai.internal.option.Option;
import io.github.camelopenai.internal.option.Options;
import io.github.camelopenai.internal.quota.terms.Cost;
import io.github.camelopenai.model.JsonList;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** {@code openai:embed}: texts in, vectors out, in the order of the texts. */
public final class EmbedOperation extends SingleCallOperation {

    private static final List<Option<?>> FIELDS = List.of(Option.DIMENSIONS, Option.USER);

    /** All options of this operation beyond the common ones. */
    public static final List<Option<?>> OPTIONS = List.of(Option.DIMENSIONS, Option.ENCODING_FORMAT);

    /** The API's own limit for one call. */
    private static final int MAX_INPUTS = 2_048;

    /** On the safe side for scripts that tokenizers cut finely. */
    private static final int BYTES_PER_TOKEN = 3;

    private static final String PURPOSE = "a text, or a Collection, array or Iterator of texts";

    /** See {@link Operation}. */
    public EmbedOperation(OpenAiClient client, OperationSettings settings) {
        super(client, settings, OPTIONS);
    }

    @Override
    protected Prepared<Embeddings> prepare(Exchange exchange, Options chosen) throws IOException {
        RequestDocument request = RequestDocument.empty(chosen);
        boolean single = putInput(request, exchange);
        request.fill(FIELDS).put("encoding_format", chosen.get(Option.ENCODING_FORMAT, Defaults.ENCODING_FORMAT));
        String model = request.finish(settings());

        int count = single ? 1 : request.json().path("input").size();
        byte[] document = Json.bytes(request.json());
        HttpCall<Embeddings> call = new HttpCall<>(
                "/embeddings",
                new Payload.Json(document),
                settings().models().poolOf(model),
                Cost.ofTokens(document.length / BYTES_PER_TOKEN),
                new EmbeddingsReader(count, chosen.get(Option.STORE_FULL_RESPONSE, false)),
                false,
                answer -> UsedTokens.of(answer.usage()),
                exchange.getExchangeId());
        return new Prepared<>(call, (reply, done) -> write(reply, done, single));
    }

    /** Puts one text or an array of them; true for one. */
    private static boolean putInput(RequestDocument request, Exchange exchange) throws IOException {
        Object body = body(exchange);
        Iterator<?> items = body instanceof Collection<?> collection
                ? collection.iterator()
                : body instanceof Object[] array
                        ? Arrays.asList(array).iterator()
                        : body instanceof Iterator<?> iterator ? iterator : null;
        if (items == null) {
            request.put("input", Bodies.text(exchange, "embed", PURPOSE));
            return true;
        }
        List<String> texts = texts(exchange, items);
        if (body instanceof Iterator<?>) {
            exchange.getMessage().setBody(texts); // it can be read once only; a redelivery needs them again
        }
        if (texts.isEmpty()) {
            throw Bodies.empty("embed", PURPOSE, "an empty collection");
        }
        ArrayNode input = request.json().putArray("input");
        texts.forEach(input::add);
        return false;
    }

    /** Streams in a collection or array give way to ones that can be read again. */
    private static Object body(Exchange exchange) throws IOException {
        Object given = exchange.getMessage().getBody();
        Object items = given instanceof Object[] array ? Arrays.asList(array) : given;
        Object kept = items instanceof Collection<?> ? RereadableStreams.kept(exchange, items) : items;
        if (kept == items) {
            return given;
        }
        exchange.getMessage().setBody(kept);
        return kept;
    }

    private static List<String> texts(Exchange exchange, Iterator<?> items) throws IOException {
        List<String> texts = new ArrayList<>();
        while (items.hasNext()) {
            if (texts.size() == MAX_INPUTS) {
                throw OpenAiRequestException.refused("the body has more than " + MAX_INPUTS
                        + " texts, the most that one call takes; split it before this step");
            }
            Object item = items.next();
            if (item == null || item instanceof String text && text.isBlank()) {
                throw OpenAiRequestException.refused("text " + texts.size() + " of the body is "
                        + (item == null ? "null" : "empty") + ", which the API refuses; leave it out");
            }
            texts.add(text(exchange, item, texts.size()));
        }
        return texts;
    }

    private static String text(Exchange exchange, Object item, int place) throws IOException {
        try {
            return Bodies.text(exchange, item, "embed", PURPOSE);
        } catch (OpenAiRequestException e) {
            String subject = "text " + place + " of the body";
            throw Bodies.otherKind(exchange, item, "embed", PURPOSE)
                    .map(kind -> Bodies.notText(subject, kind, "embed", PURPOSE))
                    .orElseGet(() -> OpenAiRequestException.refused(
                            subject + " is a " + item.getClass().getName() + "; openai:embed needs " + PURPOSE));
        }
    }

    private static void write(Reply<Embeddings> reply, Exchange exchange, boolean single) {
        Embeddings answer = reply.value();
        Message message = exchange.getMessage();
        ResponseHeaders.set(message, OpenAiHeaders.RESPONSE_MODEL, answer.model());
        ResponseHeaders.set(
                message, OpenAiHeaders.EMBEDDING_COUNT, answer.vectors().size());
        ResponseHeaders.set(
                message, OpenAiHeaders.EMBEDDING_VECTOR_SIZE, answer.vectors().get(0).length);
        ResponseHeaders.write(answer.usage(), message);
        FullResponse.store(answer.raw(), exchange);
        message.setBody(single ? answer.vectors().get(0) : new JsonList<>(answer.vectors()));
    }
}
