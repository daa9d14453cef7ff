// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.client.failure;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import io.github.camelopenai.error.ErrorDetails;
import io.github.camelopenai.error.OpenAiAuthenticationException;
import io.github.camelopenai.error.OpenAiException;
import io.github.camelopenai.error.OpenAiQuotaException;
import io.github.camelopenai.error.OpenAiRateLimitException;
import io.github.camelopenai.error.OpenAiRequestException;
import io.github.camelopenai.error.OpenAiResponseException;
import io.github.camelopenai.error.OpenAiServerException;
import io.github.camelopenai.error.OpenAiTransportException;
import io.github.camelopenai.internal.client.call.CallProgress;
import io.github.camelopenai.internal.client.call.ClientSettings;
import io.github.camelopenai.internal.client.call.HttpCall;
import io.github.camelopenai.internal.client.call.IncomingBody;
import io.github.camelopenai.internal.client.call.Payload;
import io.github.camelopenai.internal.client.call.ReplyHead;
import io.github.camelopenai.internal.client.call.SourceFailure;
import io.github.camelopenai.internal.client.call.UnexpectedContent;
import io.github.camelopenai.internal.json.ShortenedValue;
import io.github.camelopenai.internal.retry.RetryAfter;
import java.io.CharConversionException;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;
import okhttp3.Response;

/** Turns failures into exceptions that a route can act on. Immutable. */
public final class Failures {

    private static final int MAX_ERROR_BODY = 64 * 1024;

    private static final int MAX_ID = 64;

    private static final String LOGIN_ADVICE = "check proxyUsername and proxyPassword";

    /** Java's message when the peer does not speak TLS; there is no type for it. */
    private static final String NO_TLS = "Unsupported or unrecognized SSL message";

    /** Codes for an account without credit; the API reports it as 429. */
    private static final Set<String> MONEY = Set.of(
            "insufficient_quota",
            "credit_balance_exhausted",
            "organization_spend_limit_exceeded",
            "project_spend_limit_exceeded",
            "organization_usage_limit_exceeded",
            "billing_hard_limit_reached",
            "billing_not_active");

    private final ClientSettings settings;
    private final InstantSource clock;
    private final Supplier<Optional<String>> proxy;
    private final Redaction redaction;

    public Failures(ClientSettings settings, InstantSource clock) {
        this(settings, clock, Optional::empty);
    }

    /** @param proxy host and port of the proxy in front of the server, if there is one */
    public Failures(ClientSettings settings, InstantSource clock, Supplier<Optional<String>> proxy) {
        this.settings = settings;
        this.clock = clock;
        this.proxy = proxy;
        this.redaction = new Redaction(
                settings.credentials().apiKey(), settings.additionalHeaders().values());
    }

    /** An error answer. Reads its body but does not close it. */
    public OpenAiException ofStatus(HttpCall<?> call, ReplyHead head, Response response, int attempts) {
        return of(call, head, ErrorBody.read(head, errorBody(response, settings.maxResponseSize())), attempts);
    }

    /**
     * An answer that redirects the request. Reads its body but does not close it.
     *
     * @param progress as it was before the redirect
     */
    public OpenAiException ofRedirect(
            HttpCall<?> call, ReplyHead head, Response response, Redirect redirect, CallProgress progress) {
        ErrorBody body = ErrorBody.read(head, errorBody(response, settings.maxResponseSize()));
        String server = redaction.apply(body.message(), call.payload());
        ErrorDetails details = details(call, head, body, progress.attempts(), null, false);
        String refusal = redaction.apply(redirect.refusal(progress, call.path()), call.payload());
        return new OpenAiTransportException(message(call, head, details, server) + "; " + refusal, details, null);
    }

    /**
     * A failure that the server reports after it has begun to answer with 200. It becomes the exception of an error
     * answer.
     */
    public OpenAiException ofEvent(HttpCall<?> call, ReplyHead head, byte[] told, int attempts) {
        byte[] json = told.length <= MAX_ERROR_BODY
                ? told
                : ShortenedValue.begun(told).toString().getBytes(StandardCharsets.UTF_8);
        ErrorBody body = ErrorBody.read(head, json);
        int status = EventStatus.of(json, body.type(), body.code());
        return of(call, new EventHead(status, head), body, attempts);
    }

    /** The answer's headers with the status that its failure stands for. */
    private record EventHead(int status, ReplyHead answer) implements ReplyHead {
        @Override
        public String header(String name) {
            return answer.header(name);
        }

        @Override
        public String lastHeader(String name) {
            return answer.lastHeader(name);
        }
    }

    private OpenAiException of(HttpCall<?> call, ReplyHead head, ErrorBody body, int attempts) {
        String server = redaction.apply(body.message(), call.payload());
        Optional<Duration> wait = RetryAfter.parse(head::header, clock.instant());
        Duration retryAfter = wait.or(() -> RetryAfter.inText(body.message())).orElse(null);
        ErrorDetails details = details(call, head, body, attempts, retryAfter, isRetryable(head, body));
        String hint = BaseUrlHint.of(settings.baseUrl(), head.status(), body);
        return ofKind(head.status(), body, message(call, head, details, server) + hint, details);
    }

    private ErrorDetails details(
            HttpCall<?> call, ReplyHead head, ErrorBody body, int attempts, Duration retryAfter, boolean retryable) {
        return new ErrorDetails(
                head.status(),
                redaction.name(body.code(), call.payload()),
                redaction.name(body.type(), call.payload()),
                redaction.name(body.param(), call.payload()),
                redaction.name(head.requestId(), call.payload()),
                attempts,
                retryAfter,
                retryable);
    }

    private static OpenAiException ofKind(int status, ErrorBody body, String message, ErrorDetails details) {
        if (isMoney(status, body)) {
            return new OpenAiQuotaException(
                    message + "; waiting does not help, the account needs credit", details, null);
        }
        return switch (status) {
            case 407 -> new OpenAiTransportException(message, details, null);
            case 401, 403 -> new OpenAiAuthenticationException(message, details, null);
            case 429 -> new OpenAiRateLimitException(message, details, null);
            case 408 -> new OpenAiServerException(message, details, null);
            default ->
                status >= 500
                        ? new OpenAiServerException(message, details, null)
                        : new OpenAiRequestException(message, details, null);
        };
    }

    private static boolean isRetryable(ReplyHead head, ErrorBody body) {
        if (isMoney(head.status(), body)) {
            return false; // even if the server reports otherwise
        }
        String advice = head.header("x-should-retry");
        if ("true".equalsIgnoreCase(advice) || "false".equalsIgnoreCase(advice)) {
            return Boolean.parseBoolean(advice);
        }
        return switch (head.status()) {
            case 408, 409 -> true;
            case 429 -> !body.isLargerThanTheLimit();
            default -> head.status() >= 500 && head.status() != 501 && head.status() != 505;
        };
    }

    private static boolean isMoney(int status, ErrorBody body) {
        return status == 402
                || body.type() != null && MONEY.contains(body.type())
                || body.code() != null && MONEY.contains(body.code());
    }

    private String message(HttpCall<?> call, ReplyHead head, ErrorDetails error, String server) {
        StringBuilder text = new StringBuilder(160)
                .append(settings.baseUrl())
                .append(call.path())
                .append(" answered ")
                .append(head.status());
        boolean saysMore = error.code() != null && !error.code().equals(String.valueOf(head.status()));
        if (saysMore) { // some servers repeat the status as the code
            text.append(' ').append(error.code());
        } else if (error.type() != null) {
            text.append(' ').append(error.type());
        }
        if (error.param() != null) {
            text.append(" for ").append(error.param());
        }
        text.append(visibleProxy()).append(": ").append(server);
        if (error.requestId() != null) {
            text.append(" [request ").append(error.requestId()).append(']');
        }
        return text.append(advice(head)).toString();
    }

    /** A proxy for plain HTTP may have answered instead of the server; a proxy that opens a tunnel cannot. */
    private String visibleProxy() {
        return settings.baseUrl().regionMatches(true, 0, "http:", 0, 5) ? throughProxy() : "";
    }

    private String throughProxy() {
        return proxy.get().map(name -> " through the proxy " + name).orElse("");
    }

    private static String advice(ReplyHead head) {
        return head.status() == 407 ? "; " + LOGIN_ADVICE : "";
    }

    private static byte[] errorBody(Response response, long most) {
        try {
            return response.body().byteStream().readNBytes((int) Math.min(MAX_ERROR_BODY, most));
        } catch (IOException e) {
            return new byte[0]; // the status is what counts
        }
    }

    /** No answer, or only a part of one. */
    public OpenAiException ofNetwork(HttpCall<?> call, IOException failure, int attempts) {
        if (failure instanceof SourceFailure) { // a fault on this side that does not pass
            return new OpenAiRequestException(
                    failure.getMessage(), ErrorDetails.withoutAnswer(attempts, false), failure.getCause());
        }
        return new OpenAiTransportException(
                "no whole answer from " + settings.baseUrl() + call.path() + throughProxy() + ": "
                        + reason(failure, call.payload()),
                ErrorDetails.withoutAnswer(attempts, mayPass(failure)),
                redaction.cause(failure, call.payload()));
    }

    private static boolean mayPass(IOException failure) {
        int refusal = ProxyRoute.refusal(failure);
        if (refusal != 0) {
            return refusal == 408 || refusal == 429 || refusal >= 500;
        }
        return !(failure instanceof SSLException) || isBrokenConnection(failure);
    }

    private static boolean isBrokenConnection(IOException failure) {
        return failure.getCause() instanceof java.net.SocketException
                || failure.getCause() instanceof EOFException // closed during the handshake
                || failure.getMessage() != null && failure.getMessage().contains("reset");
    }

    private String reason(IOException failure, Payload sent) {
        int refusal = ProxyRoute.refusal(failure);
        if (refusal != 0) {
            return refusal == 407
                    ? "the proxy refuses the login; " + LOGIN_ADVICE
                    : "the proxy answered " + refusal + " instead of opening the way to the server; "
                            + ProxyRoute.advice(refusal, settings.baseUrl());
        }
        boolean proxied = proxy.get().isPresent();
        if (failure instanceof UnknownHostException) {
            return proxied
                    ? "the host of the proxy or of the server is not known; check proxyHost, baseUrl and DNS"
                    : "the host is not known; check baseUrl, proxyHost and DNS";
        }
        if (failure instanceof ConnectException) {
            return proxied
                    ? "the proxy refused the connection; check that it runs and that proxyHost and proxyPort are right"
                    : "the connection was refused; check that the server runs and that baseUrl is right";
        }
        if (failure instanceof java.io.InterruptedIOException) {
            return isConnectTimeout(failure)
                    ? "no connection within connectTimeout"
                    : "nothing came in time (requestTimeout="
                            + settings.requestTimeout().toMillis() + "ms, streamIdleTimeout="
                            + settings.streamIdleTimeout().toMillis() + "ms)";
        }
        if (failure instanceof SSLException) {
            return "TLS failed (" + redaction.apply(failure.getMessage(), sent) + "); check "
                    + (NO_TLS.equals(failure.getMessage())
                            ? "baseUrl: the server may speak plain HTTP, which is http://"
                            : "sslContextParameters");
        }
        return described(failure, sent);
    }

    private String described(IOException failure, Payload sent) {
        return failure.getClass().getSimpleName() + ": " + redaction.apply(failure.getMessage(), sent);
    }

    /** A failure with a cause was composed in this component, and its message is complete. */
    private String ofThisSide(IOException failure, Payload sent) {
        boolean saysAll = failure.getClass() == IOException.class && failure.getCause() instanceof IOException;
        return saysAll ? redaction.apply(failure.getMessage(), null) : described(failure, sent);
    }

    private static boolean isConnectTimeout(IOException failure) {
        return failure.getMessage() != null
                && failure.getMessage().toLowerCase(java.util.Locale.ROOT).contains("connect");
    }

    /**
     * An answer that could not be read: it is not what the API promises, or this side has no memory for it. A retry
     * would end in the same way and cost the same again.
     */
    public OpenAiException ofReader(
            HttpCall<?> call, ReplyHead head, Exception failure, IncomingBody body, int attempts) {
        boolean local = failure.getCause() instanceof IOException && !(failure.getCause() instanceof JacksonException);
        if (failure instanceof JacksonException json && !local) {
            return ofMalformedAnswer(call, head, json, body.stranger(head), attempts);
        }
        if (failure instanceof CharConversionException) { // Jackson's exception for bytes that begin as UTF-32
            return ofMalformedAnswer(call, head, failure, body.stranger(head), attempts);
        }
        Throwable cause = local && failure instanceof JacksonException ? failure.getCause() : failure;
        String what = cause instanceof IOException io
                ? " came but could not be read or kept on this side: " + ofThisSide(io, call.payload())
                : " could not be read: " + cause.getClass().getName();
        return new OpenAiResponseException(
                "the answer of " + call.path() + what,
                ErrorDetails.ofAnswer(head.status(), head.requestId(), attempts),
                redaction.cause(cause, call.payload()));
    }

    /** An answer that exceeds its size limit. A retry would get one as large and cost the same again. */
    public OpenAiException ofSize(HttpCall<?> call, ReplyHead head, int attempts) {
        return new OpenAiResponseException(
                "the answer of " + settings.baseUrl() + call.path() + " is larger than maxResponseSize, "
                        + settings.maxResponseSize() + " bytes; raise maxResponseSize if such answers are expected",
                ErrorDetails.ofAnswer(head.status(), head.requestId(), attempts),
                null);
    }

    private OpenAiException ofMalformedAnswer(
            HttpCall<?> call, ReplyHead head, Exception failure, UnexpectedContent came, int attempts) {
        if (failure instanceof StreamConstraintsException tooMuch) { // its text has numbers only, not the answer
            return new OpenAiResponseException(
                    "the JSON answer of " + settings.baseUrl() + call.path() + " goes beyond what is read: "
                            + tooMuch.getOriginalMessage(),
                    ErrorDetails.ofAnswer(head.status(), head.requestId(), attempts),
                    null);
        }
        if (came.kind() != UnexpectedContent.Kind.JSON) {
            return ofStranger(call, head, came, attempts);
        }
        JsonLocation location = failure instanceof JacksonException json ? json.getLocation() : null;
        String where =
                location == null ? "" : " at line " + location.getLineNr() + ", column " + location.getColumnNr();
        // Jackson's own text quotes the answer; its class and position are enough.
        return new OpenAiResponseException(
                "the answer of " + settings.baseUrl() + call.path() + " is not the JSON that was expected ("
                        + failure.getClass().getSimpleName() + where + ") but " + came.text(),
                ErrorDetails.ofAnswer(head.status(), head.requestId(), attempts),
                null);
    }

    /** A page, a text or nothing, in place of an API answer. */
    public OpenAiException ofStranger(HttpCall<?> call, ReplyHead head, UnexpectedContent came, int attempts) {
        String hint = BaseUrlHint.of(settings.baseUrl());
        return new OpenAiResponseException(
                "the answer of " + settings.baseUrl() + call.path() + " is not the JSON that was expected but "
                        + came.text() + (hint.isEmpty() ? came.remedy() : hint),
                ErrorDetails.ofAnswer(head.status(), head.requestId(), attempts),
                null);
    }

    /** A failure of code in this process, such as a user's interceptor; not of the server or the network. */
    public OpenAiException ofThisSide(HttpCall<?> call, Throwable failure, int attempts) {
        return new OpenAiTransportException(
                "the call of " + settings.baseUrl() + call.path() + " failed on this side: "
                        + failure.getClass().getName(),
                ErrorDetails.withoutAnswer(attempts, false),
                redaction.cause(failure, call.payload()));
    }

    /** A request that could not be written. */
    public OpenAiException ofUnsendable(HttpCall<?> call, Throwable failure) {
        return new OpenAiTransportException(
                "the request to " + settings.baseUrl() + call.path() + " could not be sent: "
                        + failure.getClass().getSimpleName(),
                ErrorDetails.withoutAnswer(0, false),
                redaction.cause(failure, call.payload()));
    }

    /** A failure for the reader of a stream, with a message that is safe in a stack trace. */
    public IOException shown(HttpCall<?> call, IOException failure) {
        return redaction.cause(failure, call.payload()) instanceof IOException same ? same : failure;
    }

    /** A server's text, made safe for a message. */
    public String shown(HttpCall<?> call, String word) {
        // Each good answer has an id; it is compared with the request only when it may be something else.
        boolean isId = word.length() <= MAX_ID && word.indexOf(' ') < 0;
        return redaction.name(word, isId ? null : call.payload());
    }
}
