// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.client.http;

import io.github.camelopenai.internal.client.call.ReplyHead;
import io.github.camelopenai.internal.quota.terms.ServerView;
import io.github.camelopenai.internal.quota.terms.ServerView.Reading;

/** Reads the rate limit headers of an answer. Stateless. */
public final class RateLimitHeaders {

    private static final long MOST = 1_000_000_000_000_000L;

    private RateLimitHeaders() {}

    /** The values of the headers; {@link ServerView#NONE} when there are none or they make no sense. */
    public static ServerView read(ReplyHead head) {
        Reading requests = reading(
                head.header("x-ratelimit-limit-requests"),
                head.header("x-ratelimit-remaining-requests"),
                head,
                "x-ratelimit-reset-requests");
        Reading tokens = reading(
                head.header("x-ratelimit-limit-tokens"),
                head.header("x-ratelimit-remaining-tokens"),
                head,
                "x-ratelimit-reset-tokens");
        return requests == null && tokens == null ? ServerView.NONE : new ServerView(requests, tokens);
    }

    private static Reading reading(String limit, String remaining, ReplyHead head, String reset) {
        long of = number(limit);
        long left = number(remaining);
        return of < 1 || left < 0 || left > of ? null : new Reading(of, left, nanos(head.header(reset)));
    }

    /** The number; negative when the text is none. */
    private static long number(String text) {
        if (text == null || text.isEmpty() || text.length() > 18) {
            return -1;
        }
        long value = 0;
        for (int i = 0; i < text.length(); i++) {
            char digit = text.charAt(i);
            if (digit < '0' || digit > '9') {
                return -1;
            }
            value = value * 10 + digit - '0';
        }
        return Math.min(value, MOST);
    }

    /**
     * A duration such as 20ms, 8.64s, 6m0s, 1h2m3s; negative when the text is none. Parsed by hand, as it runs twice
     * for each answer.
     */
    static long nanos(String text) {
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
        return (long) Math.min(total, MOST * 1e3);
    }

    /** Digits of other scripts count as letters: no server sends them, and Java reads them differently. */
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
