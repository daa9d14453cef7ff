// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.audio;

import io.github.camelopenai.fuzz.Pieces;
import io.github.camelopenai.fuzz.Promise;
import io.github.camelopenai.fuzz.Target;
import io.github.camelopenai.internal.client.call.Answered;
import io.github.camelopenai.internal.client.call.Head;
import java.io.ByteArrayInputStream;
import java.util.List;

/** A transcript in each format, under each type that servers give it. */
public final class TranscriptTarget implements Target {

    private static final List<String> FORMATS = List.of("json", "text", "srt", "vtt", "verbose_json", "diarized_json");

    @Override
    public void run(byte[] input) {
        for (String format : FORMATS) {
            for (String type : new String[] {"application/json", "text/plain; charset=utf-8", "text/html"}) {
                Head head = Head.of(type);
                Answered<Transcript> whole =
                        Answered.of(new TranscriptReader(format, false), head, new ByteArrayInputStream(input));
                Answered<Transcript> pieces = Answered.of(new TranscriptReader(format, false), head, new Pieces(input));
                Promise.same(whole.value(), pieces.value(), "the whole, and pieces");
                Promise.same(whole.complaint(), pieces.complaint(), "failure of the whole, and of pieces");
            }
        }
    }
}
