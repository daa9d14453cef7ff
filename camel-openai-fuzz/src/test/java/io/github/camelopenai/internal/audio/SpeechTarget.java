// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.audio;

import io.github.camelopenai.fuzz.Pieces;
import io.github.camelopenai.fuzz.Promise;
import io.github.camelopenai.fuzz.Target;
import io.github.camelopenai.internal.client.call.Answered;
import io.github.camelopenai.internal.client.call.Head;
import io.github.camelopenai.internal.client.call.OpenBody;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** A recording, or what a server sends in its place: what is taken comes out byte by byte. */
public final class SpeechTarget implements Target {

    private static final String[] TYPES = {
        "audio/mpeg", "application/octet-stream", "application/json", "text/plain", "text/event-stream", "image/png", ""
    };

    @Override
    public void run(byte[] input) throws IOException {
        for (String type : TYPES) {
            for (String format : new String[] {"mp3", "pcm"}) {
                for (boolean events : new boolean[] {false, true}) {
                    String whole = read(type, format, events, new ByteArrayInputStream(input), input);
                    String pieces = read(type, format, events, new Pieces(input), input);
                    Promise.same(whole, pieces, "failure of the whole, and of pieces as " + type + ", " + format);
                }
            }
        }
    }

    private static String read(String type, String format, boolean events, InputStream body, byte[] input)
            throws IOException {
        Answered<OpenBody> read = Answered.of(new SpeechReader(format, events), Head.of(type), body);
        if (read.value() != null) {
            try (OpenBody open = read.value()) {
                Promise.holds(Arrays.equals(input, open.readAllBytes()), "another recording came out");
            }
        }
        return read.complaint();
    }
}
