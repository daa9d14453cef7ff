// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.test.internal.media;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Cuts a text into words that keep the space before them, so that joining them gives the text back. Stateless. */
public final class Words {
    private static final Pattern WORD = Pattern.compile("\\s*[\\p{IsHan}\\p{IsHiragana}\\p{IsKatakana}\\p{IsHangul}]"
            + "|\\s*[\\S&&[^\\p{IsHan}\\p{IsHiragana}\\p{IsKatakana}\\p{IsHangul}]]+|\\s+$");

    private Words() {}

    /** A Chinese, Japanese or Korean character counts as a word of its own. */
    public static List<String> of(String text) {
        return WORD.matcher(text).results().map(MatchResult::group).toList();
    }

    /** The first words of a text, without trailing space. */
    public static String first(String text, long most) {
        List<String> words = of(text);
        return words.size() <= most
                ? text
                : String.join("", words.subList(0, (int) most)).stripTrailing();
    }
}
