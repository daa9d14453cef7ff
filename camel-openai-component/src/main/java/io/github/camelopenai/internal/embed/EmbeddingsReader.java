// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.embed;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.camelopenai.internal.client.call.FailureInBody;
import io.github.camelopenai.internal.client.call.ReplyHead;
import io.github.camelopenai.internal.client.call.ReplyReader;
import io.github.camelopenai.internal.json.Json;
import io.github.camelopenai.internal.operation.ErrorInAnswer;
import io.github.camelopenai.internal.operation.FullResponse;
import io.github.camelopenai.internal.operation.UnusableAnswer;
import io.github.camelopenai.internal.operation.UsageParser;
import io.github.camelopenai.model.Usage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Reads vectors while they arrive: base64 or numbers, whichever the server sends, straight into {@code float[]}. A vector
 * goes to the place that its index names. Immutable.
 */
public final class EmbeddingsReader implements ReplyReader<Embeddings> {

    /** No model is known whose numbers come near. */
    private static final float LARGEST = 1e9f;

    private static final float[] NOTHING = {};

    private final int expected;
    private final boolean keepRaw;

    /**
     * @param expected how many texts were sent
     * @param keepRaw  whether the answer as it came is wanted too
     */
    public EmbeddingsReader(int expected, boolean keepRaw) {
        this.expected = expected;
        this.keepRaw = keepRaw;
    }

    @Override
    public Embeddings read(ReplyHead head, InputStream body) throws IOException {
        byte[] raw = keepRaw ? FullResponse.read(body) : null;
        VectorStream stream = new VectorStream(keepRaw ? new ByteArrayInputStream(raw) : body, expected);
        try (JsonParser parser = Json.MAPPER.getFactory().createParser(stream)) {
            Reading reading = new Reading(parser, stream, expected);
            reading.readRoot();
            return new Embeddings(
                    reading.complete(), reading.model, reading.usage, keepRaw ? FullResponse.text(raw) : null);
        } catch (IllegalArgumentException e) {
            throw UnusableAnswer.because(head, "the answer's vectors cannot be used: " + e.getMessage());
        }
    }

    /** One answer while it is read. */
    private static final class Reading {
        private final JsonParser parser;
        private final VectorStream stream;
        private final float[][] vectors;
        private final ErrorInAnswer told = new ErrorInAnswer();
        private boolean hasList = true;
        private int arrived;
        private String model;
        private Usage usage = Usage.UNKNOWN;

        Reading(JsonParser parser, VectorStream stream, int expected) {
            this.parser = parser;
            this.stream = stream;
            this.vectors = new float[expected][];
        }

        void readRoot() throws IOException {
            JsonToken start = parser.nextToken();
            boolean inArray = start == JsonToken.START_ARRAY && parser.nextToken() == JsonToken.START_OBJECT;
            if (inArray || start == JsonToken.START_OBJECT) { // some servers send failures in an array
                readFields();
                refuseFailure();
            }
            require(start == JsonToken.START_OBJECT, "the answer is not a JSON object");
            require(hasList, "there is no list of them");
        }

        private void readFields() throws IOException {
            for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
                JsonToken value = parser.nextToken();
                switch (field) {
                    case "data" -> readData(value);
                    case "model" -> model = parser.getValueAsString();
                    case "usage" -> usage = Objects.requireNonNullElse(UsageParser.read(parser), Usage.UNKNOWN);
                    default -> told.take(field, parser);
                }
            }
        }

        /** Vectors count where they are, as choices do in chat. */
        private void refuseFailure() throws FailureInBody {
            Optional<FailureInBody> failure = told.failure();
            if (arrived == 0 && failure.isPresent()) {
                throw failure.get();
            }
        }

        private void readData(JsonToken start) throws IOException {
            hasList = start == JsonToken.START_ARRAY;
            if (!hasList) {
                parser.skipChildren();
                return;
            }
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                require(parser.currentToken() == JsonToken.START_OBJECT, "vector " + arrived + " is not a JSON object");
                readItem();
            }
        }

        private void readItem() throws IOException {
            int index = arrived; // a server that sends none sends them in order
            float[] vector = null;
            for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
                JsonToken value = parser.nextToken();
                switch (field) {
                    case "index" -> index = readIndex(value, index);
                    case "embedding" -> vector = value == JsonToken.VALUE_STRING ? encoded() : readNumbers(value);
                    default -> parser.skipChildren();
                }
            }
            if (index < 0 || index >= vectors.length) {
                throw new IllegalArgumentException("vector " + index + " is not one of " + vectors.length);
            }
            if (vector == null || vector.length == 0) {
                throw new IllegalArgumentException("vector " + index + " is empty or cut");
            }
            if (vectors[index] != null) {
                throw new IllegalArgumentException("vector " + index + " comes twice");
            }
            vectors[index] = vector;
            arrived++;
        }

        /** A null is as good as none; anything else that is no whole number would put vectors in wrong places. */
        private int readIndex(JsonToken value, int otherwise) throws IOException {
            if (value == JsonToken.VALUE_NULL) {
                return otherwise;
            }
            require(
                    value == JsonToken.VALUE_NUMBER_INT || value == JsonToken.VALUE_STRING,
                    "the index of vector " + arrived + " is no whole number");
            long index = parser.getValueAsLong(-1);
            return index < 0 || index > Integer.MAX_VALUE ? -1 : (int) index;
        }

        private float[] encoded() throws IOException {
            require(arrived < vectors.length, "there are more vectors than texts");
            return plausible(stream.take(parser.getText()));
        }

        /** Some servers pack a byte or a bit, not a float, for each dimension; taken as floats they are noise. */
        private static float[] plausible(float[] vector) {
            for (float value : vector == null ? NOTHING : vector) {
                require(Math.abs(value) < LARGEST, "they are not floats in base64; set encodingFormat=float");
            }
            return vector;
        }

        private float[] readNumbers(JsonToken start) throws IOException {
            require(start == JsonToken.START_ARRAY, "a vector is neither base64 nor a list of numbers");
            float[] vector = new float[VectorStream.USUAL_SIZE];
            int count = 0;
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                if (count == vector.length) {
                    Base64Floats.checkSize(count);
                    vector = Arrays.copyOf(vector, count * 2);
                }
                float value = parser.getFloatValue();
                require(Float.isFinite(value), "a vector has a number that is no finite float");
                vector[count++] = value;
            }
            return Arrays.copyOf(vector, count);
        }

        List<float[]> complete() {
            for (int index = 0; index < vectors.length; index++) {
                if (vectors[index] == null) {
                    throw new IllegalArgumentException("there are " + arrived + " for " + vectors.length
                            + " texts; that of text " + index + " is missing");
                }
            }
            int size = vectors[0].length;
            for (int index = 1; index < vectors.length; index++) {
                require(
                        vectors[index].length == size,
                        "vector " + index + " has " + vectors[index].length + " numbers and vector 0 has " + size);
            }
            return List.of(vectors);
        }

        private static void require(boolean fulfilled, String complaint) {
            if (!fulfilled) {
                throw new IllegalArgumentException(complaint);
            }
        }
    }
}
