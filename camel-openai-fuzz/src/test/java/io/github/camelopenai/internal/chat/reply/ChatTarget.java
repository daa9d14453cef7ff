// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.chat.reply;

import io.github.camelopenai.fuzz.Pieces;
import io.github.camelopenai.fuzz.Promise;
import io.github.camelopenai.fuzz.Target;
import io.github.camelopenai.internal.client.call.Answered;
import io.github.camelopenai.internal.client.call.Head;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** A whole chat answer: in pieces, and kept raw, it is the same answer or the same failure. */
public final class ChatTarget implements Target {

    private static final Head HEAD = Head.of("application/json");

    @Override
    public void run(byte[] input) {
        for (boolean json : new boolean[] {false, true}) {
            Answered<ChatAnswer> whole = read(json, false, new ByteArrayInputStream(input));
            Answered<ChatAnswer> pieces = read(json, false, new Pieces(input));
            Answered<ChatAnswer> kept = read(json, true, new ByteArrayInputStream(input));
            Promise.same(whole.value(), pieces.value(), "the whole, and pieces");
            Promise.same(whole.complaint(), pieces.complaint(), "failure of the whole, and of pieces");
            Promise.same(whole.complaint(), kept.complaint(), "failure without, and with the raw answer");
            if (whole.value() != null) {
                isWhole(whole.value());
                Promise.same(kept.value().raw(), new String(input, StandardCharsets.UTF_8), "the raw answer");
                Promise.same(
                        kept.value().choices(), whole.value().choices(), "choices with, and without the raw answer");
            }
        }
    }

    private static Answered<ChatAnswer> read(boolean json, boolean keepRaw, InputStream body) {
        return Answered.of(new ChatAnswerReader(json, keepRaw), HEAD, body);
    }

    private static void isWhole(ChatAnswer answer) {
        Promise.holds(!answer.choices().isEmpty(), "an answer without choices");
        for (ChatAnswer.Choice said : answer.choices()) {
            Promise.holds(said.text() != null || !said.calls().isEmpty(), "a choice that says nothing");
            isText(said.text());
            isText(said.reasoning());
            said.calls().forEach(call -> isText(call.arguments()));
        }
    }

    static void isText(String text) {
        if (text != null) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            Promise.same(text, new String(bytes, StandardCharsets.UTF_8), "a text, and through UTF-8");
        }
    }
}
