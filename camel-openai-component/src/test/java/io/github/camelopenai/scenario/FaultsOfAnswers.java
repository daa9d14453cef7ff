// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.scenario;

import io.github.camelopenai.test.Fault;
import io.github.camelopenai.test.FaultyServer;
import io.github.camelopenai.test.Phase;
import io.github.camelopenai.test.Reply;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Answers in good HTTP that are not the answer that was wanted. */
final class FaultsOfAnswers {

    private static final int[] STATUSES = {
        100, 101, 102, 103, 199, 201, 202, 203, 204, 205, 206, 207, 226, 300, 304, 305, 306, 400, 401, 402, 403, 404,
                405, 406,
        407, 408, 409, 410, 411, 412, 413, 414, 415, 416, 417, 418, 421, 422, 423, 424, 425, 426, 428, 431, 444, 451,
                499, 500,
        501, 502, 503, 504, 505, 506, 507, 508, 510, 511, 520, 522, 524, 529, 530, 598, 599, 600, 999
    };

    private FaultsOfAnswers() {}

    static List<FaultRow> statuses() {
        return IntStream.of(STATUSES)
                .mapToObj(status -> FaultRow.of("status " + status, Fault.status(status)))
                .toList();
    }

    /** The kinds of 429: the rate, which comes back; money and what is too large, which do not. */
    static List<FaultRow> rejections() {
        Duration soon = Duration.ofMillis(20); // longer than any back-off of the bench
        Duration hour = Duration.ofHours(1);
        List<FaultRow> rows = new ArrayList<>();
        once(rows, "requests a minute, once", Fault.reply(Reply.rateLimited(soon)));
        once(rows, "tokens a minute, once", Fault.reply(Reply.tokensLimited(soon)));
        once(rows, "slow down, once", Fault.reply(Reply.slowDown(soon)));
        once(
                rows,
                "without a word, once",
                Fault.raw("HTTP/1.1 429 Too Many Requests\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"));
        once(rows, "a page of HTML, once", Fault.reply(Reply.html(429)));
        once(rows, "Retry-After: 0, once", bare("0"));
        once(rows, "Retry-After: -5, once", bare("-5"));
        once(rows, "Retry-After: soon, once", bare("soon"));
        once(rows, "Retry-After: NaN, once", bare("NaN"));
        once(rows, "Retry-After in 1970, once", bare("Thu, 01 Jan 1970 00:00:00 GMT"));
        once(
                rows,
                "closed in the middle of it, once",
                Fault.reply(Reply.rateLimited(soon)).thenClose(Phase.HALF_BODY_SENT));
        always(rows, "requests a minute, for an hour", Fault.reply(Reply.rateLimited(hour)));
        always(rows, "requests a day", Fault.reply(Reply.dailyLimit(Duration.ofHours(8))));
        always(rows, "Retry-After: 99999999999", bare("99999999999"));
        always(
                rows,
                "a date in an hour",
                Fault.reply(Reply.errorAsText(429, "later")
                        .retryAfterDate(Instant.now().plus(hour))));
        always(rows, "larger than a minute's tokens", Fault.reply(Reply.tooLarge(1_000, 5_000)));
        always(
                rows,
                "x-should-retry: false",
                Fault.reply(Reply.rateLimited(soon).shouldRetry(false)));
        for (String code : List.of("insufficient_quota", "billing_hard_limit_reached", "credit_balance_exhausted")) {
            always(rows, code, Fault.reply(Reply.quotaExceeded(code)));
        }
        return rows;
    }

    private static Fault bare(String retryAfter) {
        return Fault.status(429).header("Retry-After", retryAfter);
    }

    private static void once(List<FaultRow> rows, String what, Fault fault) {
        rows.add(FaultRow.rejecting(what, () -> FaultyServer.start().next(fault), ""));
    }

    private static void always(List<FaultRow> rows, String what, Fault fault) {
        rows.add(FaultRow.rejecting(what, () -> FaultyServer.start().always(fault), ""));
    }

    /** Where a server sends its callers; PORT is its own. */
    static List<FaultRow> redirects() {
        List<FaultRow> rows = new ArrayList<>();
        for (int status : new int[] {301, 302, 303, 307, 308}) {
            redirect(rows, status, "to another path, once", "?again=1", true);
        }
        for (int status : new int[] {301, 303, 307, 308}) {
            redirect(rows, status, "to itself, always", "?again=1", false);
            redirect(rows, status, "to another host", "http://localhost:PORT/v1/chat/completions", false);
        }
        redirect(rows, 307, "to another port", "http://127.0.0.1:1/v1/chat/completions", false);
        redirect(rows, 307, "from http to https", "https://127.0.0.1:PORT/v1/chat/completions", false);
        redirect(rows, 308, "to ftp", "ftp://127.0.0.1:PORT/v1/chat/completions", false);
        redirect(rows, 307, "to a host without a scheme", "//other.example/v1/chat/completions", false);
        redirect(rows, 307, "to nothing", "", false);
        redirect(rows, 307, "to what is no address", "http://[::::/%%", false);
        rows.add(FaultRow.of(
                "307 without a Location",
                Fault.raw("HTTP/1.1 307 Temporary Redirect\r\nConnection: close\r\nContent-Length: 0\r\n\r\n")));
        return rows;
    }

    private static void redirect(List<FaultRow> rows, int status, String what, String location, boolean once) {
        FaultRow.Server server = () -> {
            FaultyServer started = FaultyServer.start();
            Fault fault = Fault.redirect(status, location.replace("PORT", Integer.toString(started.port())));
            return once ? started.next(fault) : started.always(fault);
        };
        rows.add(FaultRow.of(status + " " + what, server, operation -> ""));
    }

    /** Status 200, and not what the operation answers. */
    static List<FaultRow> bodies() {
        List<FaultRow> rows = new ArrayList<>();
        json(rows, "nothing", "");
        json(rows, "`null`", "null");
        json(rows, "`[]`", "[]");
        json(rows, "`{}`", "{}");
        json(rows, "a text in quotes", "\"text\"");
        json(rows, "JSON that ends in its middle", "{\"choices\":[{\"message\":{\"content\":\"hel");
        json(rows, "100,000 opening brackets", "[".repeat(100_000));
        json(rows, "a number of 100,000 digits", "{\"created\":" + "1".repeat(100_000) + "}");
        json(rows, "no choices, no data", "{\"choices\":[],\"data\":[]}");
        json(rows, "choices and data that are null", "{\"choices\":null,\"data\":null,\"text\":null}");
        json(rows, "an error under 200", "{\"error\":{\"message\":\"late\",\"type\":\"server_error\"}}");
        once(
                rows,
                "a rate limit under 200, once",
                Fault.reply(Reply.json(
                        "{\"error\":{\"message\":\"slow\",\"type\":\"requests\",\"code\":\"rate_limit_exceeded\"}}")));
        json(rows, "no credit under 200", "{\"error\":{\"message\":\"pay\",\"code\":\"insufficient_quota\"}}");
        json(rows, "a detail under 200", "{\"detail\":\"Not Found\"}");
        rows.add(FaultRow.of("a page of HTML", Fault.reply(Reply.html(200))));
        rows.add(FaultRow.of("a plain text", Fault.reply(Reply.plainText(200, "ok"))));
        rows.add(
                FaultRow.of("64 KiB of zeros as JSON", Fault.reply(Reply.media("application/json", new byte[65_536]))));
        rows.add(FaultRow.of("bytes that are no UTF-8 in JSON", Fault.reply(Reply.media("application/json", new byte[] {
            '{', '"', (byte) 0xff, (byte) 0xfe, '"', '}'
        }))));
        rows.add(FaultRow.of("an event `[DONE]` and nothing else", Fault.reply(Reply.eventStream("data: [DONE]\n\n"))));
        rows.add(
                FaultRow.of("events that are empty objects", Fault.reply(Reply.eventStream("data: {}\n\n".repeat(9)))));
        rows.add(FaultRow.of("events that are no JSON", Fault.reply(Reply.eventStream("data: hello\n\n"))));
        rows.add(FaultRow.of(
                "an event that tells of an error",
                Fault.reply(
                        Reply.eventStream("data: {\"error\":{\"message\":\"late\",\"code\":\"server_error\"}}\n\n"))));
        rows.add(FaultRow.of("only comments", Fault.reply(Reply.eventStream(": keep-alive\n\n".repeat(1_000)))));
        return rows;
    }

    private static void json(List<FaultRow> rows, String what, String body) {
        rows.add(FaultRow.of(what, Fault.reply(Reply.json(body))));
    }
}
