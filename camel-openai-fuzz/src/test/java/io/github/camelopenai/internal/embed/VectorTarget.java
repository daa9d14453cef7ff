// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.embed;

import io.github.camelopenai.fuzz.Pieces;
import io.github.camelopenai.fuzz.Promise;
import io.github.camelopenai.fuzz.Target;
import io.github.camelopenai.internal.client.call.Answered;
import io.github.camelopenai.internal.client.call.Head;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/** Vectors made of the input come back to the last bit, from base64 and from numbers; others are refused. */
public final class VectorTarget implements Target {

    private static final float LARGEST = 1e9f;

    @Override
    public void run(byte[] input) {
        float[] vector = new float[input.length / Float.BYTES];
        ByteBuffer.wrap(input).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(vector);
        String base64 = Base64.getEncoder().encodeToString(Arrays.copyOf(input, vector.length * Float.BYTES));
        comesBack(vector, quoted(base64));
        comesBack(vector, quoted(base64.replace("=", "")));
        comesBack(vector, quoted(base64.replace("/", "\\/").replace("=", "\\u003D")));
        if (isUsable(vector)) {
            comesBack(vector, Arrays.toString(vector));
        }
    }

    private static String quoted(String text) {
        return '"' + text + '"';
    }

    private static void comesBack(float[] vector, String written) {
        byte[] answer = ("{\"object\":\"list\",\"data\":[{\"index\":0,\"embedding\" : " + written + "}]}")
                .getBytes(StandardCharsets.UTF_8);
        Answered<Embeddings> read =
                Answered.of(new EmbeddingsReader(1, false), Head.of("application/json"), new Pieces(answer));
        Promise.same(isUsable(vector), read.value() != null, "usable, and taken (" + read.complaint() + ")");
        Promise.holds(
                read.value() == null
                        || Arrays.equals(vector, read.value().vectors().get(0)),
                "another vector came out");
    }

    private static boolean isUsable(float[] vector) {
        boolean usable = vector.length > 0;
        for (float number : vector) {
            usable &= Math.abs(number) < LARGEST;
        }
        return usable;
    }
}
