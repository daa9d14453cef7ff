// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai;

import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Converter;

/** Type converters for the bodies of this component. Stateless. */
@Converter(generateLoader = true)
public final class OpenAiConverters {

    private OpenAiConverters() {}

    /** A vector as Camel's vector stores take it. */
    @Converter
    public static List<Float> toList(float[] vector) {
        List<Float> list = new ArrayList<>(vector.length);
        for (float value : vector) {
            list.add(value);
        }
        return list;
    }
}
