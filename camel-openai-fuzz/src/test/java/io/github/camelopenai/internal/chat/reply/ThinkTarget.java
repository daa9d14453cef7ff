// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.chat.reply;

import io.github.camelopenai.fuzz.Pieces;
import io.github.camelopenai.fuzz.Promise;
import io.github.camelopenai.fuzz.Target;
import java.nio.charset.StandardCharsets;

/** Thoughts in an answer: in pieces as in whole, and nothing is lost but tags and the white space around them. */
public final class ThinkTarget implements Target {

    private static final String OPEN = "<think>";
    private static final String CLOSE = "</think>";

    @Override
    public void run(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        same(text);
        same(OPEN + text);
        same(" \n" + OPEN + text + CLOSE + "\n" + text);
    }

    private static void same(String text) {
        ThinkTags.Part whole = ThinkTags.split(text);
        ThinkTags tags = new ThinkTags();
        StringBuilder reasoning = new StringBuilder();
        StringBuilder answer = new StringBuilder();
        for (String piece : Pieces.of(text)) {
            ThinkTags.Part part = tags.feed(piece);
            reasoning.append(part.reasoning());
            answer.append(part.answer());
        }
        ThinkTags.Part rest = tags.end();
        Promise.same(
                whole.reasoning(), reasoning.append(rest.reasoning()).toString(), "thoughts of whole, and of pieces");
        Promise.same(whole.answer(), answer.append(rest.answer()).toString(), "answer of whole, and of pieces");
        if (!text.strip().startsWith(OPEN)) {
            Promise.same(text, whole.answer(), "a text without thoughts, and its answer");
            return;
        }
        String inner = text.strip().substring(OPEN.length());
        int end = inner.indexOf(CLOSE);
        String thoughts = end < 0 ? inner : inner.substring(0, end);
        String behind = end < 0 ? "" : inner.substring(end + CLOSE.length());
        Promise.same(thoughts.strip(), whole.reasoning(), "thoughts");
        Promise.same(behind.strip(), whole.answer().strip(), "the answer behind them");
    }
}
