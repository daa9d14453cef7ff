// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.time;

/**
 * Durations as Go prints them and servers send them: {@code 20ms}, {@code 8.64s}, {@code 6m0s}, {@code 1h2m3s}, {@code 2d}. Read by hand, as
 * each answer has two. Stateless.
 */
public final class GoDuration {

    private static final double MOST_NANOS = 1e18; // 31 years

    private GoDuration() {}

    /** The nanoseconds; negative when the text is no duration, at most 31 years. */
    public static long nanos(String text) {
        if (text == null || text.isEmpty() || text.length() > 40) {
            return -1;
        }
        double total = 0;
        int at = 0;
        while (at < text.length()) {
            int end = at;
            while (end < text.length() && isOfNumber(text.charAt(end))) {
                end++;
            }
            int unitEnd = end;
            while (unitEnd < text.length() && Character.isLetter(text.charAt(unitEnd))) {
                unitEnd++;
            }
            double unit = nanosPer(text, end, unitEnd);
            if (unit == 0 || !isNumber(text, at, end)) {
                return -1;
            }
            total += Double.parseDouble(text.substring(at, end)) * unit;
            at = unitEnd;
        }
        return (long) Math.min(total, MOST_NANOS);
    }

    /** Digits of other scripts are letters here: no server means them, and Java reads them differently. */
    private static boolean isOfNumber(char character) {
        return character >= '0' && character <= '9' || character == '.';
    }

    /** Digits with one dot at most, and not a dot alone. */
    private static boolean isNumber(String text, int from, int to) {
        int dots = 0;
        for (int i = from; i < to; i++) {
            dots += text.charAt(i) == '.' ? 1 : 0;
        }
        return dots <= 1 && to - from > dots;
    }

    private static double nanosPer(String text, int from, int to) {
        if (to - from == 1) {
            return switch (text.charAt(from)) {
                case 'h' -> 3600e9;
                case 'm' -> 60e9;
                case 's' -> 1e9;
                case 'd' -> 86_400e9;
                default -> 0;
            };
        }
        if (to - from == 2 && text.charAt(from + 1) == 's') {
            return switch (text.charAt(from)) {
                case 'm' -> 1e6;
                case 'u', 'µ' -> 1e3;
                case 'n' -> 1;
                default -> 0;
            };
        }
        return 0;
    }
}
