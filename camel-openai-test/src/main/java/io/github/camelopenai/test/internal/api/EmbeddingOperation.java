// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.test.internal.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelopenai.test.internal.media.TextVector;
import java.util.ArrayList;
import java.util.List;

/** POST /v1/embeddings. Thread-safe: stateless. */
public final class EmbeddingOperation implements Operation {
    private static final int MOST_ITEMS = 2_048;
    private static final long MOST_TOKENS_PER_ITEM = 8_192;
    private static final long MOST_TOKENS = 300_000;
    private static final int DIMENSIONS = 1_536;
    private static final int DIMENSIONS_OF_LARGE = 3_072;

    /** The charge is estimated higher than the usage that is reported, as it happens with the real API. */
    private static final int BYTES_PER_CHARGED_TOKEN = 3;

    @Override
    public Call check(Incoming request) {
        Fields fields = new Fields(request.json());
        String model = fields.model();
        List<Item> items = items(fields.node("input"));
        checkSize(items);
        String format =
                fields.oneOf("encoding_format", List.of("float", "base64")).orElse("float");
        int most = model.contains("large") ? DIMENSIONS_OF_LARGE : DIMENSIONS;
        int dimensions = fields.integer("dimensions", 1, most).orElse(most);
        if (fields.has("dimensions") && model.contains("ada")) {
            throw ApiError.invalid("This model does not support specifying dimensions.", null, null);
        }
        return new EmbeddingCall(model, items, dimensions, format.equals("base64"));
    }

    private static List<Item> items(JsonNode input) {
        if (input.isMissingNode() || input.isNull()) {
            throw ApiError.missing("input");
        }
        if (input.isTextual()) {
            return List.of(item(input));
        }
        if (!input.isArray() || input.isEmpty()) {
            throw wrongInput(input);
        }
        if (input.size() > MOST_ITEMS && !input.get(0).isIntegralNumber()) {
            throw ApiError.invalid(
                    ("Invalid 'input': array too long. Expected an array with maximum length %d, but got an array with"
                                    + " length %d instead.")
                            .formatted(MOST_ITEMS, input.size()),
                    "input",
                    "array_above_max_length");
        }
        if (input.get(0).isIntegralNumber()) {
            return List.of(item(input));
        }
        List<Item> items = new ArrayList<>();
        input.forEach(node -> items.add(item(node)));
        return items;
    }

    private static Item item(JsonNode node) {
        if (node.isTextual() && !node.textValue().isEmpty()) {
            String text = node.textValue();
            return new Item(text, TokenCount.of(text), TokenCount.of(text, BYTES_PER_CHARGED_TOKEN));
        }
        if (node.isArray() && !node.isEmpty()) {
            for (JsonNode token : node) {
                if (!token.isIntegralNumber()) {
                    throw wrongInput(token);
                }
            }
            return new Item(node.toString(), node.size(), node.size());
        }
        throw wrongInput(node);
    }

    private static ApiError wrongInput(JsonNode got) {
        boolean empty = got.isTextual() ? got.textValue().isEmpty() : got.isArray() && got.isEmpty();
        return ApiError.invalid(
                empty
                        ? "'$.input' is invalid: the input cannot be an empty string or an empty array."
                        : "'$.input' is invalid: expected a string or an array of strings, of integers or of arrays of integers.",
                "input",
                empty ? "invalid_value" : "invalid_type");
    }

    private static void checkSize(List<Item> items) {
        for (Item item : items) {
            if (item.tokens() > MOST_TOKENS_PER_ITEM) {
                throw ApiError.invalid(
                        "This model's maximum context length is %d tokens, however you requested %d tokens."
                                .formatted(MOST_TOKENS_PER_ITEM, item.tokens()),
                        "input",
                        "context_length_exceeded");
            }
        }
        long sum = items.stream().mapToLong(Item::tokens).sum();
        if (sum > MOST_TOKENS) {
            String message = "Requested %d tokens, max %d tokens per request".formatted(sum, MOST_TOKENS);
            throw new ApiError(400, message, "max_tokens_per_request", null, "max_tokens_per_request");
        }
    }

    private record Item(String text, long tokens, long chargedTokens) {}

    private record EmbeddingCall(String model, List<Item> items, int dimensions, boolean base64) implements Call {
        @Override
        public long promptTokens() {
            return items.stream().mapToLong(Item::chargedTokens).sum();
        }

        @Override
        public Answer answer(Wording wording) {
            ObjectNode body = Json.object().put("object", "list");
            ArrayNode data = body.putArray("data");
            for (int i = 0; i < items.size(); i++) {
                ObjectNode entry = data.addObject().put("object", "embedding").put("index", i);
                write(entry, TextVector.of(items.get(i).text(), dimensions));
            }
            long used = items.stream().mapToLong(Item::tokens).sum();
            body.put("model", model);
            body.putObject("usage").put("prompt_tokens", used).put("total_tokens", used);
            return Answer.json(200, body).using(used);
        }

        private void write(ObjectNode entry, float[] vector) {
            if (base64) {
                entry.put("embedding", TextVector.base64(vector));
                return;
            }
            ArrayNode numbers = entry.putArray("embedding");
            for (float value : vector) {
                numbers.add(value);
            }
        }
    }
}
