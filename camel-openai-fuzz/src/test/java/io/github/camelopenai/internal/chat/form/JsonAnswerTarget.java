// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.chat.form;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelopenai.fuzz.Pieces;
import io.github.camelopenai.fuzz.Promise;
import io.github.camelopenai.fuzz.Target;
import java.nio.charset.StandardCharsets;

/** JSON that a model wrote: a misfit, or a document that is the same within a fence. */
public final class JsonAnswerTarget implements Target {

    private static final int LONGEST = 300;

    @Override
    public void run(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        JsonNode bare = parse(text);
        if (bare != null) {
            Promise.holds(!bare.isMissingNode(), "no document was taken for one");
            Promise.same(bare, parse("```json\n" + JsonAnswer.withoutFence(text) + "\n```"), "bare, and fenced");
            Promise.same(bare, parse(" \n" + text + "\n "), "bare, and among spaces");
            String again = bare.toString();
            Promise.holds(
                    again.contains("Infinity\"") || bare.equals(parse(again)), // 1e400 of a tree is written so
                    "read, and written and read: " + again);
            if (bare.isObject()) {
                Promise.same(
                        bare.size(),
                        JsonAnswer.map(JsonAnswer.withoutFence(text)).size(),
                        "properties as a tree, and as a map");
            }
        }
        JsonAnswer.withoutFence("```" + Pieces.pumped(text));
    }

    /** Null where it is none. */
    private static JsonNode parse(String text) {
        try {
            return JsonAnswer.parse(JsonAnswer.withoutFence(text));
        } catch (AnswerMismatch e) {
            Promise.holds(e.getMessage().length() < LONGEST, "the complaint quotes the answer: " + e.getMessage());
            return null;
        }
    }
}
