// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.json;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelopenai.fuzz.Pieces;
import io.github.camelopenai.fuzz.Promise;
import io.github.camelopenai.fuzz.Target;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Halves of characters: the input as UTF-16. In pieces as in whole, and UTF-8 can carry what comes out. */
public final class SurrogatesTarget implements Target {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Override
    public void run(byte[] input) throws IOException {
        String text = new String(input, StandardCharsets.ISO_8859_1);
        StringBuilder wide = new StringBuilder();
        for (int at = 0; at + 1 < text.length(); at += 2) {
            wide.append((char) (text.charAt(at) << 8 | text.charAt(at + 1)));
        }
        pieces(wide.toString());
        json(wide.toString());
        document(new String(input, StandardCharsets.UTF_8));
    }

    private static void pieces(String text) {
        String whole = WholeCharacters.of(text);
        Promise.same(whole.length(), text.length(), "lengths");
        Promise.same(
                whole, new String(whole.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8), "through UTF-8");
        Promise.same(whole, WholeCharacters.of(whole), "done twice");
        WholeCharacters characters = new WholeCharacters();
        StringBuilder joined = new StringBuilder();
        Pieces.of(text).forEach(piece -> joined.append(characters.feed(piece)));
        joined.append(characters.end());
        Promise.same(whole, joined.toString(), "the whole, and pieces");
    }

    private static void json(String text) throws IOException {
        String document = JSON.writeValueAsString(text);
        Promise.same(
                WholeCharacters.of(text),
                JSON.readValue(WholeCharacters.inJson(document), String.class),
                "a text, and through JSON");
        byte[] bytes = JSON.writeValueAsBytes(text);
        Promise.same(
                WholeCharacters.of(text),
                JSON.readValue(WholeCharacters.inJson(bytes), String.class),
                "a text, and through JSON in bytes");
    }

    /** Escapes in any text. */
    private static void document(String text) {
        String whole = WholeCharacters.inJson(text);
        Promise.same(whole, WholeCharacters.inJson(whole), "a document done twice");
        WholeCharacters.inJson(text.getBytes(StandardCharsets.UTF_8));
    }
}
