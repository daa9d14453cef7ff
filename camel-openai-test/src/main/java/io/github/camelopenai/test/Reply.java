// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.test;

import com.github.tomakehurst.wiremock.http.Fault;
import io.github.camelopenai.test.internal.api.Answer;
import io.github.camelopenai.test.internal.api.ApiError;
import io.github.camelopenai.test.internal.api.Wording;
import io.github.camelopenai.test.internal.api.Wording.ToolCall;
import io.github.camelopenai.test.internal.limit.Admission.Dimension;
import io.github.camelopenai.test.internal.limit.GoDuration;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * One step of a script: what the server does with one request. Immutable: each modifier returns a new reply.
 *
 * <p>{@link #ok}, {@link #text} and the other replies with a status of 200 for chats are answered like any request: it is
 * checked, charged and may be refused. Failures, {@link #json} and {@link #malformedJson} are sent as they are, and cost no
 * quota.
 *
 * <p>The modifiers of the body, from {@link #over} to {@link #withCrLf}, each change what the ones before have left: those that
 * count events come before those that make pieces.
 */
public final class Reply {
    /** A body that trickles comes in so many pieces. */
    private static final int PIECES = 10;

    private final Step step;
    private final Map<String, String> headers;
    private final Duration delay;
    private final Edit edits;

    private Reply(Step step, Map<String, String> headers, Duration delay, Edit edits) {
        this.step = step;
        this.headers = headers;
        this.delay = delay;
        this.edits = edits;
    }

    private static Reply of(Step step) {
        return new Reply(step, Map.of(), Duration.ZERO, Edit.NONE);
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

    /** A chat in which the model wants a function called; the arguments are JSON text. The id is {@code call_1}, and so on. */
    public static Reply toolCall(String name, String arguments) {
        return ok().andToolCall(name, arguments);
    }

    /** A chat in which the model wants a function called, with an id of its own. */
    public static Reply toolCall(String id, String name, String arguments) {
        return ok().andToolCall(id, name, arguments);
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

    /** Status 200 with these server-sent events, as they are. */
    public static Reply eventStream(String body) {
        return of(new Step.Raw(200, "text/event-stream; charset=utf-8", body));
    }

    /** Status 200 with these bytes under this content type, such as a recording, or what should have been one. */
    public static Reply media(String contentType, byte[] body) {
        return of(new Step.Raw(200, contentType, body.clone()));
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

    /** One more tool the model wants called; after {@link #text} the model says that first. */
    public Reply andToolCall(String name, String arguments) {
        return worded(wording -> wording.andToolCall(ToolCall.of(name, arguments)));
    }

    /** One more tool the model wants called, with an id of its own. */
    public Reply andToolCall(String id, String name, String arguments) {
        return worded(wording -> wording.andToolCall(new ToolCall(Optional.of(id), name, arguments)));
    }

    public Reply andFinishReason(String reason) {
        return worded(wording -> wording.withFinishReason(reason));
    }

    /** Sets a header of the answer; replaces the simulator's own. */
    public Reply header(String name, String value) {
        Map<String, String> more = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        more.putAll(headers);
        more.put(name, value);
        return new Reply(step, more, delay, edits);
    }

    /** Sets Retry-After, in whole seconds, and retry-after-ms. */
    public Reply retryAfter(Duration wait) {
        return header("retry-after", Long.toString(GoDuration.retryAfterSeconds(wait)))
                .header("retry-after-ms", Long.toString(GoDuration.millis(wait)));
    }

    /** Sets Retry-After as a date, and nothing else. */
    public Reply retryAfterDate(Instant date) {
        Reply dated = header("retry-after", DateTimeFormatter.RFC_1123_DATE_TIME.format(date.atZone(ZoneOffset.UTC)));
        dated.headers.remove("retry-after-ms");
        return dated;
    }

    public Reply shouldRetry(boolean value) {
        return header("x-should-retry", Boolean.toString(value));
    }

    /** Answers only after this simulated time. */
    public Reply after(Duration wait) {
        return new Reply(step, headers, wait, edits);
    }

    /** Lets the body trickle out in ten pieces over this simulated time. */
    public Reply over(Duration time) {
        return inPieces(PIECES).every(time.dividedBy(PIECES));
    }

    /** Pauses so long, in simulated time, before each event of a stream; or before each piece, where pieces are made. */
    public Reply every(Duration pause) {
        return edited(frames -> frames.every(pause));
    }

    /** The same for a stream; any other answer is left as it is. */
    Reply paced(Duration pause) {
        return pause.isZero() ? this : edited(frames -> frames.events() ? frames.every(pause) : frames);
    }

    /** Sends the body in so many pieces of about the same length, cut wherever that falls, also within a character. */
    public Reply inPieces(int count) {
        check(count, 1, "inPieces");
        return edited(frames -> frames.inPieces(count));
    }

    /** Sends the body in pieces of so many bytes. */
    public Reply inPiecesOf(int bytes) {
        check(bytes, 1, "inPiecesOf");
        return edited(frames -> frames.inPiecesOf(bytes));
    }

    /** Closes the connection when this many bytes of the body have been sent. */
    public Reply cutAfter(int bytes) {
        check(bytes, 0, "cutAfter");
        return edited(frames -> frames.firstBytes(bytes, Frames.End.CUT));
    }

    /** Closes the connection in the middle of this text, where it first comes; one character may be enough. */
    public Reply cutInside(String text) {
        return edited(frames -> frames.cutInside(text));
    }

    /** Closes the connection when this many events of a stream have been sent. */
    public Reply cutAfterEvents(int events) {
        check(events, 0, "cutAfterEvents");
        return edited(frames -> frames.firstEvents(events, Frames.End.CUT));
    }

    /** Sends nothing more after this many events of a stream, and keeps the connection open until the client closes it. */
    public Reply silentAfter(int events) {
        check(events, 0, "silentAfter");
        return edited(frames -> frames.firstEvents(events, Frames.End.SILENT));
    }

    /** Ends a stream, after this many events, with the body of a failure such as {@link #status}; its headers are not used. */
    public Reply errorAfter(int events, Reply failure) {
        check(events, 0, "errorAfter");
        if (!(failure.step instanceof Step.Failure cause)) {
            throw new IllegalArgumentException(
                    "only a failure with the API's error body can be an event, such as status(500), but this is "
                            + failure);
        }
        return edited((frames, model) -> frames.firstEvents(events, Frames.End.COMPLETE)
                .andEvent(cause.error().apply(model).answer().body()));
    }

    /** Leaves the last event of a stream, {@code [DONE]}, away. */
    public Reply withoutDone() {
        return edited(Frames::withoutDone);
    }

    /** Sends a comment before each event of a stream, as servers do to keep a connection alive. */
    public Reply withKeepAlives() {
        return edited(Frames::withKeepAlives);
    }

    /** Ends the lines of a stream with carriage return and line feed. */
    public Reply withCrLf() {
        return edited(Frames::withCrLf);
    }

    /** How an answer to a request for this model goes out. */
    Frames frames(Answer answer, String model) {
        return edits.apply(Frames.of(answer), model);
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

    @Override
    public String toString() {
        return step + (headers.isEmpty() ? "" : " " + headers);
    }

    private Reply edited(UnaryOperator<Frames> change) {
        return edited((frames, model) -> change.apply(frames));
    }

    private Reply edited(Edit edit) {
        return new Reply(step, headers, delay, edits.then(edit));
    }

    private static void check(int number, int least, String name) {
        if (number < least) {
            throw new IllegalArgumentException("%s must be at least %d but was %d".formatted(name, least, number));
        }
    }

    private Reply worded(UnaryOperator<Wording> change) {
        if (step instanceof Step.Normal normal) {
            return new Reply(new Step.Normal(change.apply(normal.wording())), headers, delay, edits);
        }
        throw new IllegalStateException("only a chat answer can be worded; start from ok(), text() or toolCall()");
    }
}
