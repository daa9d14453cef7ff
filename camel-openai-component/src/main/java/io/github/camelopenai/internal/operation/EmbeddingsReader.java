// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.operation;

import com.fasterxml.jackson.core.Base64Variants;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.camelopenai.error.ErrorDetails;
import io.github.camelopenai.error.OpenAiResponseException;
import io.github.camelopenai.internal.client.ReplyHead;
import io.github.camelopenai.internal.client.ReplyReader;
import io.github.camelopenai.model.Usage;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;

/**
 * Reads vectors while they arrive: base64 or numbers, whichever the server sends, straight into {@code float[]}. A vector
 * goes to the place that its index names. Immutable.
 */
final class EmbeddingsReader implements ReplyReader<Embeddings> {

    private final int expected;
    private final boolean keepRaw;

    /**
     * @param expected how many texts were sent
     * @param keepRaw  whether the answer as it came is wanted too
     */
    EmbeddingsReader(int expected, boolean keepRaw) {
        this.expected = expected;
        this.keepRaw = keepRaw;
    }

    /** What has been read so far. */
    private static final class Reading {
        final float[][] vectors;
        int arrived;
        int size;
        String model;
        Usage usage = Usage.UNKNOWN;

        Reading(int expected) {
            vectors = new float[expected][];
        }
    }

    @Override
    public Embeddings read(ReplyHead head, InputStream body) throws IOException {
        byte[] raw = keepRaw ? FullResponse.read(body) : null;
        Reading reading = new Reading(expected);
        try (JsonParser parser = keepRaw
                ? Json.MAPPER.getFactory().createParser(raw)
                : Json.MAPPER.getFactory().createParser(body)) {
            readRoot(parser, reading, head);
        }
        for (int index = 0; index < expected; index++) {
            if (reading.vectors[index] == null) {
                throw unusable(
                        head,
                        "the answer has " + reading.arrived + " vectors for " + expected + " texts; the vector of text "
                                + index + " is missing");
            }
        }
        return new Embeddings(
                List.of(reading.vectors), reading.model, reading.usage, keepRaw ? FullResponse.text(raw) : null);
    }

    private void readRoot(JsonParser parser, Reading reading, ReplyHead head) throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw unusable(head, "the answer is not a JSON object");
        }
        for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
            JsonToken value = parser.nextToken();
            switch (field) {
                case "data" -> readData(parser, value, reading, head);
                case "model" -> reading.model = parser.getValueAsString();
                case "usage" -> {
                    if (value == JsonToken.START_OBJECT) {
                        reading.usage = Json.MAPPER.readValue(parser, Usage.class);
                    }
                }
                default -> parser.skipChildren();
            }
        }
    }

    private void readData(JsonParser parser, JsonToken start, Reading reading, ReplyHead head) throws IOException {
        if (start != JsonToken.START_ARRAY) {
            throw unusable(head, "the answer has no list of vectors");
        }
        while (parser.nextToken() == JsonToken.START_OBJECT) {
            readItem(parser, reading, head);
        }
    }

    private void readItem(JsonParser parser, Reading reading, ReplyHead head) throws IOException {
        int index = reading.arrived; // a server that sends none sends them in order
        float[] vector = null;
        for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
            JsonToken value = parser.nextToken();
            switch (field) {
                case "index" -> index = parser.getValueAsInt(index);
                case "embedding" -> vector = readVector(parser, value, reading.size);
                default -> parser.skipChildren();
            }
        }
        if (vector == null || vector.length == 0 || index < 0 || index >= expected || reading.vectors[index] != null) {
            throw unusable(
                    head, "vector " + index + " of the answer is empty, cut, doubled, or not one of " + expected);
        }
        reading.vectors[index] = vector;
        reading.size = vector.length;
        reading.arrived++;
    }

    private static float[] readVector(JsonParser parser, JsonToken token, int sizeOfLast) throws IOException {
        if (token == JsonToken.VALUE_STRING) {
            FloatSink sink = new FloatSink(sizeOfLast);
            parser.readBinaryValue(Base64Variants.MIME_NO_LINEFEEDS, sink);
            return sink.toVector();
        }
        return token == JsonToken.START_ARRAY ? readNumbers(parser, sizeOfLast) : null;
    }

    private static float[] readNumbers(JsonParser parser, int sizeOfLast) throws IOException {
        float[] vector = new float[sizeOfLast == 0 ? FloatSink.USUAL_SIZE : sizeOfLast];
        int count = 0;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (count == vector.length) {
                vector = Arrays.copyOf(vector, count * 2);
            }
            vector[count++] = parser.getFloatValue();
        }
        return count == vector.length ? vector : Arrays.copyOf(vector, count);
    }

    private static OpenAiResponseException unusable(ReplyHead head, String what) {
        return new OpenAiResponseException(what, ErrorDetails.ofAnswer(head.status(), head.requestId(), 0), null);
    }
}
