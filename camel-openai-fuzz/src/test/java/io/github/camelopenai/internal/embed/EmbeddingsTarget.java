// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.embed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelopenai.fuzz.Pieces;
import io.github.camelopenai.fuzz.Promise;
import io.github.camelopenai.fuzz.Target;
import io.github.camelopenai.internal.client.call.Answered;
import io.github.camelopenai.internal.client.call.Head;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/** An answer with vectors: in pieces it is the same, and every number is one that can be used. */
public final class EmbeddingsTarget implements Target {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Head HEAD = Head.of("application/json");

    @Override
    public void run(byte[] input) throws IOException {
        for (int expected : new int[] {1, 3}) {
            Answered<Embeddings> whole = read(expected, false, new ByteArrayInputStream(input));
            Answered<Embeddings> pieces = read(expected, false, new Pieces(input));
            Answered<Embeddings> kept = read(expected, true, new ByteArrayInputStream(input));
            Promise.same(whole.complaint(), pieces.complaint(), "failure of the whole, and of pieces");
            Promise.same(whole.complaint(), kept.complaint(), "failure without, and with the raw answer");
            if (whole.value() != null) {
                same(whole.value().vectors(), pieces.value().vectors());
                same(whole.value().vectors(), kept.value().vectors());
                areUsable(expected, whole.value().vectors());
                areThoseOfTheDocument(input, whole.value().vectors());
            }
        }
    }

    private static Answered<Embeddings> read(int expected, boolean keepRaw, InputStream body) {
        return Answered.of(new EmbeddingsReader(expected, keepRaw), HEAD, body);
    }

    private static void same(List<float[]> some, List<float[]> others) {
        Promise.holds(Arrays.deepEquals(some.toArray(), others.toArray()), "the whole, and pieces differ");
    }

    private static void areUsable(int expected, List<float[]> vectors) {
        Promise.same(expected, vectors.size(), "how many");
        for (float[] vector : vectors) {
            Promise.holds(vector.length > 0, "a vector without numbers");
            for (float number : vector) {
                Promise.holds(Float.isFinite(number), "a number that is none: " + number);
            }
        }
    }

    /** As a general parser has them, which knows nothing of vectors. */
    private static void areThoseOfTheDocument(byte[] input, List<float[]> vectors) throws IOException {
        JsonNode data = JSON.readTree(input).path("data");
        for (int at = 0; at < data.size() && data.size() == vectors.size(); at++) {
            JsonNode index = data.path(at).path("index");
            String text = data.path(at).path("embedding").asText();
            int place = index.isMissingNode() || index.isNull() ? at : index.isInt() ? index.intValue() : -1;
            if (place >= 0 && !text.isEmpty()) {
                byte[] bytes = Base64.getMimeDecoder().decode(text.replace("=", ""));
                float[] vector = new float[bytes.length / Float.BYTES];
                ByteBuffer.wrap(bytes)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .asFloatBuffer()
                        .get(vector);
                Promise.holds(Arrays.equals(vector, vectors.get(place)), "another vector than that of the document");
            }
        }
    }
}
