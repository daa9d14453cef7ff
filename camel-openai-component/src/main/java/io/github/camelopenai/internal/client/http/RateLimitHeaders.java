// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.client.http;

import io.github.camelopenai.internal.client.call.ReplyHead;
import io.github.camelopenai.internal.quota.terms.ServerView;
import io.github.camelopenai.internal.quota.terms.ServerView.Reading;
import io.github.camelopenai.internal.time.GoDuration;

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
        return of < 1 || left < 0 || left > of ? null : new Reading(of, left, GoDuration.nanos(head.header(reset)));
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
}
