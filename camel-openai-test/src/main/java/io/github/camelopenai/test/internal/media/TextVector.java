// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.test.internal.media;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Turns a text into a unit vector, so that texts that share words are near each other. Stateless. */
public final class TextVector {
    /*
     * 1. A text is a bag of features: its words in lower case; Chinese, Japanese and Korean characters one by one, and
     *    in pairs of neighbours.
     * 2. Each feature adds +1 or -1 at a few places chosen by its hash. Two texts without a common feature come out
     *    nearly at right angles.
     */
    private static final int PLACES = 24;

    private static final Pattern FEATURE = Pattern.compile("[\\p{IsHan}\\p{IsHiragana}\\p{IsKatakana}\\p{IsHangul}]|"
            + "[\\p{L}\\p{M}\\p{N}&&[^\\p{IsHan}\\p{IsHiragana}\\p{IsKatakana}\\p{IsHangul}]]+");

    private TextVector() {}

    public static float[] of(String text, int dimensions) {
        double[] sum = new double[dimensions];
        for (String feature : features(text)) {
            SplittableRandom random = new SplittableRandom(hash(feature));
            for (int i = 0; i < PLACES; i++) {
                sum[random.nextInt(dimensions)] += random.nextBoolean() ? 1 : -1;
            }
        }
        return unit(sum);
    }

    /** The form of {@code encoding_format=base64}: little-endian 32-bit floats. */
    public static String base64(float[] vector) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * vector.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(vector);
        return Base64.getEncoder().encodeToString(bytes.array());
    }

    private static List<String> features(String text) {
        List<String> features = new ArrayList<>();
        Matcher matcher = FEATURE.matcher(text.toLowerCase(Locale.ROOT));
        String before = "";
        int end = -1;
        while (matcher.find()) {
            String feature = matcher.group();
            features.add(feature);
            if (matcher.start() == end && isSingle(before) && isSingle(feature)) {
                features.add(before + feature);
            }
            before = feature;
            end = matcher.end();
        }
        if (features.isEmpty()) {
            features.add(text);
        }
        return features;
    }

    private static boolean isSingle(String feature) {
        return !feature.isEmpty()
                && feature.codePointCount(0, feature.length()) == 1
                && Scripts.isCjk(feature.codePointAt(0));
    }

    private static float[] unit(double[] sum) {
        double square = 0;
        for (double value : sum) {
            square += value * value;
        }
        float[] unit = new float[sum.length];
        if (square == 0) {
            // Every +1 met a -1; it happens with very few dimensions.
            unit[0] = 1;
            return unit;
        }
        double length = Math.sqrt(square);
        for (int i = 0; i < sum.length; i++) {
            unit[i] = (float) (sum[i] / length);
        }
        return unit;
    }

    private static long hash(String feature) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < feature.length(); i++) {
            hash = (hash ^ feature.charAt(i)) * 0x100000001b3L;
        }
        return hash;
    }
}
