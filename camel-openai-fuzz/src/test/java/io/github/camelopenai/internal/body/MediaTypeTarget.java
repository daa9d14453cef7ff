// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.body;

import io.github.camelopenai.fuzz.Pieces;
import io.github.camelopenai.fuzz.Promise;
import io.github.camelopenai.fuzz.Target;
import io.github.camelopenai.internal.operation.ErrorInAnswer;
import io.github.camelopenai.internal.operation.UnexpectedAnswer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** What bytes and headers are called: the first bytes alone tell, in any number, and any text is a header. */
public final class MediaTypeTarget implements Target {

    @Override
    public void run(byte[] input) {
        byte[] head = Arrays.copyOf(input, Math.min(MediaType.HEAD, input.length));
        MagicBytes.isBinary(head);
        MagicBytes.of(head).ifPresent(type -> Promise.holds(type.indexOf('/') > 0, "no type: " + type));
        MediaType.ofHead(head)
                .ifPresent(
                        kind -> Promise.holds(MagicBytes.of(head).isPresent(), "a kind without a signature: " + kind));
        ContentTypeDetector.of(null, null, head);
        String text = new String(input, StandardCharsets.UTF_8);
        named(text);
        named(Pieces.pumped(text));
        Promise.holds(
                !UnexpectedAnswer.isText(input, input.length) || !text.contains("\0"), "a text with a zero: " + text);
    }

    private static void named(String text) {
        ContentTypeDetector.plain(text).ifPresent(type -> {
            Promise.same(type, ContentTypeDetector.plain(type).orElse(null), "a type, and the type of it");
            ContentTypeDetector.isText(type);
            ContentTypeDetector.isBinary(type);
        });
        MediaType.ofMimeType(text)
                .ifPresent(kind -> Promise.same(
                        kind.mimeType(),
                        MediaType.ofMimeType(kind.mimeType()).orElseThrow().mimeType(),
                        "its name"));
        MediaType.ofFileName(text);
        ContentTypeDetector.of(null, text, new byte[0]);
        UnexpectedAnswer.markup(null, text);
        UnexpectedAnswer.markup("text/xml", text);
        ErrorInAnswer.ofText(text);
    }
}
