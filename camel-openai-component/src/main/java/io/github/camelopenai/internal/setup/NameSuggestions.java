// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.setup;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Finds known names that are similar to a misspelled one. Stateless. */
public final class NameSuggestions {
    /*
     * Names are near when they differ only in case and separators, when one contains the other, or when they differ by
     * few edits for their length. Names further apart are no help and are left out.
     */
    private static final double FAR = Double.MAX_VALUE;

    /** A shorter part, such as n, is in many names by chance. */
    private static final int SHORTEST_PART = 3;

    private static final double WITHIN = 1;
    private static final double PER_LETTER_BESIDE = 0.1;

    /** Names come from messages, and the work grows with their length. */
    private static final int MAX_NAME = 100;

    private static final Pattern SEPARATORS = Pattern.compile("[_.\\- ]");

    private NameSuggestions() {}

    /** The candidates near a name, ignoring case, nearest first; often none. */
    public static List<String> to(String name, Collection<String> candidates, int count) {
        String plain = plain(name.substring(0, Math.min(MAX_NAME, name.length())));
        record Scored(String candidate, double distance) {}
        return candidates.stream()
                .map(candidate -> new Scored(candidate, distance(plain, plain(candidate))))
                .filter(scored -> scored.distance() < FAR)
                .sorted(Comparator.comparingDouble(Scored::distance))
                .limit(count)
                .map(Scored::candidate)
                .toList();
    }

    private static String plain(String name) {
        return SEPARATORS.matcher(name).replaceAll("").toLowerCase(Locale.ROOT);
    }

    private static double distance(String from, String to) {
        int shorter = Math.min(from.length(), to.length());
        int longer = Math.max(from.length(), to.length());
        double asPart = shorter >= SHORTEST_PART && (from.contains(to) || to.contains(from))
                ? WITHIN + PER_LETTER_BESIDE * (longer - shorter)
                : FAR;
        int most = shorter < SHORTEST_PART ? 0 : Math.max(1, longer / 3);
        int edits = longer - shorter > most ? Integer.MAX_VALUE : edits(from, to);
        return Math.min(asPart, edits > most ? FAR : edits);
    }

    /** Edits that turn one word into the other (F. Damerau, 1964; a swap of two adjacent letters is one edit). */
    private static int edits(String from, String to) {
        int[][] table = new int[from.length() + 1][to.length() + 1];
        for (int row = 0; row <= from.length(); row++) {
            for (int column = 0; column <= to.length(); column++) {
                table[row][column] = row == 0 || column == 0 ? row + column : step(table, from, to, row, column);
            }
        }
        return table[from.length()][to.length()];
    }

    private static int step(int[][] table, String from, String to, int row, int column) {
        char last = from.charAt(row - 1);
        char other = to.charAt(column - 1);
        int replaced = table[row - 1][column - 1] + (last == other ? 0 : 1);
        int best = Math.min(replaced, 1 + Math.min(table[row - 1][column], table[row][column - 1]));
        boolean swapped = row > 1 && column > 1 && last == to.charAt(column - 2) && from.charAt(row - 2) == other;
        return swapped ? Math.min(best, table[row - 2][column - 2] + 1) : best;
    }
}
