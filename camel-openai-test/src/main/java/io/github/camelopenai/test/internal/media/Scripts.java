// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.test.internal.media;

import java.lang.Character.UnicodeScript;

/** Guesses a language from the script of a text. Stateless. */
public final class Scripts {
    private Scripts() {}

    /** The language as the transcription API names it: chinese, japanese, korean, else english. */
    public static String language(String text) {
        if (has(text, UnicodeScript.HIRAGANA) || has(text, UnicodeScript.KATAKANA)) {
            return "japanese";
        }
        if (has(text, UnicodeScript.HANGUL)) {
            return "korean";
        }
        return has(text, UnicodeScript.HAN) ? "chinese" : "english";
    }

    /** Whether the character is from a script that is written without spaces between words. */
    public static boolean isCjk(int codePoint) {
        return switch (UnicodeScript.of(codePoint)) {
            case HAN, HIRAGANA, KATAKANA, HANGUL -> true;
            default -> false;
        };
    }

    private static boolean has(String text, UnicodeScript script) {
        return text.codePoints().anyMatch(codePoint -> UnicodeScript.of(codePoint) == script);
    }
}
