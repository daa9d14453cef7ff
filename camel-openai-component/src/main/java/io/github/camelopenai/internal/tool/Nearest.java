// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.tool;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Finds what somebody may have meant. Stateless. */
public final class Nearest {

    /** Names come from messages, and the work grows with their length. */
    private static final int MAX_NAME = 100;

    private Nearest() {}

    /** The candidates most like a name, in any case, the nearest first. */
    public static List<String> to(String name, Collection<String> candidates, int count) {
        String lower = name.substring(0, Math.min(MAX_NAME, name.length())).toLowerCase(Locale.ROOT);
        return candidates.stream()
                .sorted(Comparator.comparingInt(candidate -> distance(lower, candidate.toLowerCase(Locale.ROOT))))
                .limit(count)
                .toList();
    }

    /** Edits that turn one word into the other (V. Levenshtein, 1965), by the usual two rows. */
    private static int distance(String from, String to) {
        int[] above = new int[to.length() + 1];
        Arrays.setAll(above, column -> column);
        for (int row = 1; row <= from.length(); row++) {
            int[] current = new int[to.length() + 1];
            current[0] = row;
            for (int column = 1; column <= to.length(); column++) {
                int swap = above[column - 1] + (from.charAt(row - 1) == to.charAt(column - 1) ? 0 : 1);
                current[column] = Math.min(swap, 1 + Math.min(above[column], current[column - 1]));
            }
            above = current;
        }
        return above[to.length()];
    }
}
