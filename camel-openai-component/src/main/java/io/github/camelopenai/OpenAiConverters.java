// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai;

import io.github.camelopenai.internal.body.ChatStreamBytes;
import io.github.camelopenai.model.ChatStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Converter;

/** Type converters for the bodies of this component. Stateless. */
@Converter(generateLoader = true)
public final class OpenAiConverters {

    private OpenAiConverters() {}

    /** A vector in the form that Camel's vector stores accept. */
    @Converter
    public static List<Float> toList(float[] vector) {
        List<Float> list = new ArrayList<>(vector.length);
        for (float value : vector) {
            list.add(value);
        }
        return list;
    }

    /** The text of a streamed answer as bytes, in UTF-8, read as it arrives. */
    @Converter
    public static InputStream toInputStream(ChatStream<?> stream) {
        return new ChatStreamBytes(stream);
    }

    /** The text of a streamed answer as characters, read as it arrives. */
    @Converter
    public static Reader toReader(ChatStream<?> stream) {
        return new InputStreamReader(toInputStream(stream), StandardCharsets.UTF_8);
    }

    /** The whole text of a streamed answer; waits for its end. */
    @Converter
    public static String toText(ChatStream<?> stream) throws IOException {
        return new String(toBytes(stream), StandardCharsets.UTF_8);
    }

    /** The whole text of a streamed answer as bytes, in UTF-8; waits for its end. */
    @Converter
    public static byte[] toBytes(ChatStream<?> stream) throws IOException {
        try (InputStream bytes = toInputStream(stream)) {
            return bytes.readAllBytes();
        }
    }
}
