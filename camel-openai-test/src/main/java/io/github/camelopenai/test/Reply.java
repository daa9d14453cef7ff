// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.test;

import com.github.tomakehurst.wiremock.http.Fault;
import io.github.camelopenai.test.internal.api.ApiError;
import io.github.camelopenai.test.internal.api.Wording;
import io.github.camelopenai.test.internal.api.Wording.ToolCall;
import io.github.camelopenai.test.internal.limit.Admission.Dimension;
import io.github.camelopenai.test.internal.limit.GoDuration;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * One step of a script: what the server does with one request. Immutable: each modifier returns a new reply.
 *
 * <p>{@link #ok}, {@link #text} and the other replies with a status of 200 for chats are answered like any request: it is
 * checked, charged and may be refused. Failures, {@link #json} and {@link #malformedJson} are sent as they are, and cost no
 * quota.
 */
public final class Reply {
    private final Step step;
    private final Map<String, String> headers;
    private final Duration delay;
    private final Duration spread;
    private final OptionalInt cutAfter;

    private Reply(Step step, Map<String, String> headers, Duration delay, Duration spread, OptionalInt cutAfter) {
        this.step = step;
        this.headers = headers;
        this.delay = delay;
        this.spread = spread;
        this.cutAfter = cutAfter;
    }

    private static Reply of(Step step) {
        return new Reply(step, Map.of(), Duration.ZERO, Duration.ZERO, OptionalInt.empty());
    }

    private static Reply error(Function<String, ApiError> error) {
        return of(new Step.Failure(error));
    }

    /** The normal answer; to be put between failures, and to be modified. */
    public static Reply ok() {
        return of(new Step.Normal(Wording.NORMAL));
    }

    /** A chat that answers, or a transcription that hears, this text. */
    public static Reply text(String text) {
        return of(new Step.Normal(Wording.NORMAL.withText(text)));
    }

    /** A chat in which the model refuses with this text. */
    public static Reply refusal(String refusal) {
        return of(new Step.Normal(Wording.NORMAL.withRefusal(refusal)));
    }

    /** A chat that ended for this reason. */
    public static Reply finishReason(String reason) {
        return ok().andFinishReason(reason);
    }

    /** A chat without any choice. */
    public static Reply emptyChoices() {
        return of(new Step.Normal(Wording.NORMAL.withoutChoices()));
    }

    /** A chat in which the model wants a function called; the arguments are JSON text. */
    public static Reply toolCall(String name, String arguments) {
        return ok().andToolCall(name, arguments);
    }

    /** Status 200 with this JSON text. */
    public static Reply json(String body) {
        return of(new Step.Raw(200, "application/json", body));
    }

    /** Status 200 with JSON that ends too early. */
    public static Reply malformedJson() {
        return json("{\"id\":\"chatcmpl-1\",\"object\":\"chat.completion\",\"choices\":[{\"index\":0,\"mess");
    }

    /** Status 200 without a body. */
    public static Reply emptyBody() {
        return json("");
    }

    /** An HTML page, as gateways send it. */
    public static Reply html(int status) {
        return of(new Step.Raw(status, "text/html", StatusErrors.page(status)));
    }

    public static Reply plainText(int status, String body) {
        return of(new Step.Raw(status, "text/plain; charset=utf-8", body));
    }

    /** The error as a bare text, as some compatible servers send it: {@code {"error":"text"}}. */
    public static Reply errorAsText(int status, String text) {
        return of(new Step.Raw(status, "application/json", StatusErrors.bare(text)));
    }

    /** The failure with this status, in the API's own shape; 502 and 504 are HTML pages, as their senders are proxies. */
    public static Reply status(int status) {
        return switch (status) {
            case 502, 504 -> html(status);
            case 429 -> rateLimited(Duration.ofSeconds(1));
            default -> error(model -> StatusErrors.of(status, model));
        };
    }

    /** 429: too many requests a minute. */
    public static Reply rateLimited(Duration retryAfter) {
        return error(model -> RateLimitErrors.scripted(model, Dimension.REQUESTS, retryAfter))
                .retryAfter(retryAfter);
    }

    /** 429: too many tokens a minute. */
    public static Reply tokensLimited(Duration retryAfter) {
        return error(model -> RateLimitErrors.scripted(model, Dimension.TOKENS, retryAfter))
                .retryAfter(retryAfter);
    }

    /** 429: the traffic grew too fast. */
    public static Reply slowDown(Duration retryAfter) {
        return error(model -> RateLimitErrors.slowDown()).retryAfter(retryAfter);
    }

    /** 429: the money is used up, code {@code insufficient_quota}. */
    public static Reply quotaExceeded() {
        return quotaExceeded("insufficient_quota");
    }

    /** 429: type {@code insufficient_quota} with a code such as {@code credit_balance_exhausted}. */
    public static Reply quotaExceeded(String code) {
        return error(model -> RateLimitErrors.quotaExceeded(code));
    }

    /** 429: the request is larger than a whole minute's tokens. */
    public static Reply tooLarge(long limit, long requested) {
        return error(model -> RateLimitErrors.tooLarge(model, limit, requested));
    }

    /** 429: too many requests a day. */
    public static Reply dailyLimit(Duration retryAfter) {
        return error(model -> RateLimitErrors.daily(model, retryAfter)).retryAfter(retryAfter);
    }

    /** The connection is reset before anything was answered. */
    public static Reply connectionReset() {
        return of(new Step.Broken(Fault.CONNECTION_RESET_BY_PEER));
    }

    /** The connection is closed before anything was answered. */
    public static Reply emptyResponse() {
        return of(new Step.Broken(Fault.EMPTY_RESPONSE));
    }

    /** One more tool the model wants called. */
    public Reply andToolCall(String name, String arguments) {
        return worded(wording -> {
            List<ToolCall> calls = new ArrayList<>(wording.toolCalls());
            calls.add(new ToolCall(name, arguments));
            return wording.withToolCalls(calls);
        });
    }

    public Reply andFinishReason(String reason) {
        return worded(wording -> wording.withFinishReason(reason));
    }

    /** Sets a header of the answer; replaces the simulator's own. */
    public Reply header(String name, String value) {
        Map<String, String> more = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        more.putAll(headers);
        more.put(name, value);
        return new Reply(step, more, delay, spread, cutAfter);
    }

    /** Sets Retry-After, in whole seconds, and retry-after-ms. */
    public Reply retryAfter(Duration wait) {
        return header("retry-after", Long.toString(GoDuration.retryAfterSeconds(wait)))
                .header("retry-after-ms", Long.toString(GoDuration.millis(wait)));
    }

    /** Sets Retry-After as a date, and nothing else. */
    public Reply retryAfterDate(Instant date) {
        Map<String, String> fewer = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        fewer.putAll(headers);
        fewer.remove("retry-after-ms");
        fewer.put("retry-after", DateTimeFormatter.RFC_1123_DATE_TIME.format(date.atZone(ZoneOffset.UTC)));
        return new Reply(step, fewer, delay, spread, cutAfter);
    }

    public Reply shouldRetry(boolean value) {
        return header("x-should-retry", Boolean.toString(value));
    }

    /** Answers only after this simulated time. */
    public Reply after(Duration wait) {
        return new Reply(step, headers, wait, spread, cutAfter);
    }

    /** Lets the body trickle out in pieces over this simulated time. */
    public Reply over(Duration time) {
        return new Reply(step, headers, delay, time, cutAfter);
    }

    /** Closes the connection when this many bytes of the body have been sent. */
    public Reply cutAfter(int bytes) {
        return new Reply(step, headers, delay, spread, OptionalInt.of(bytes));
    }

    Step step() {
        return step;
    }

    Map<String, String> headers() {
        return headers;
    }

    Duration delay() {
        return delay;
    }

    Duration spread() {
        return spread;
    }

    OptionalInt cutAfter() {
        return cutAfter;
    }

    @Override
    public String toString() {
        return step + (headers.isEmpty() ? "" : " " + headers);
    }

    private Reply worded(UnaryOperator<Wording> change) {
        if (step instanceof Step.Normal normal) {
            return new Reply(new Step.Normal(change.apply(normal.wording())), headers, delay, spread, cutAfter);
        }
        throw new IllegalStateException("only a chat answer can be worded; start from ok(), text() or toolCall()");
    }

    /** What kind of reply it is. */
    sealed interface Step {
        /** The normal way through checks and quota, with given words. */
        record Normal(Wording wording) implements Step {}

        /** An error body that may name the model. */
        record Failure(Function<String, ApiError> error) implements Step {
            @Override
            public String toString() {
                return "Failure[" + error.apply("MODEL").getMessage() + "]";
            }
        }

        /** A body that is sent as it is. */
        record Raw(int status, String contentType, String body) implements Step {}

        /** A broken connection. */
        record Broken(Fault fault) implements Step {}
    }
}
