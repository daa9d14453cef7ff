// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.client;

import com.fasterxml.jackson.core.JacksonException;
import io.github.camelopenai.error.ErrorDetails;
import io.github.camelopenai.error.OpenAiAuthenticationException;
import io.github.camelopenai.error.OpenAiException;
import io.github.camelopenai.error.OpenAiQuotaException;
import io.github.camelopenai.error.OpenAiRateLimitException;
import io.github.camelopenai.error.OpenAiRequestException;
import io.github.camelopenai.error.OpenAiResponseException;
import io.github.camelopenai.error.OpenAiServerException;
import io.github.camelopenai.error.OpenAiTransportException;
import io.github.camelopenai.internal.retry.RetryAfter;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;
import okhttp3.Response;

/** Turns what went wrong into what a route can act on. Immutable. */
final class Failures {

    private static final int MAX_ERROR_BODY = 64 * 1024;

    private static final String LOGIN_ADVICE = "check proxyUsername and proxyPassword";

    /** The words of Java for something else than TLS; there is no type for it. */
    private static final String NO_TLS = "Unsupported or unrecognized SSL message";

    /** An account without money; the API hides it behind 429. */
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

    Failures(ClientSettings settings, InstantSource clock) {
        this(settings, clock, Optional::empty);
    }

    /**
     * @param proxy host and port of the proxy on the way, if there is one
     */
    Failures(ClientSettings settings, InstantSource clock, Supplier<Optional<String>> proxy) {
        this.settings = settings;
        this.clock = clock;
        this.proxy = proxy;
        this.redaction = new Redaction(
                settings.credentials().apiKey(), settings.additionalHeaders().values());
    }

    /** An answer that says no. Reads, but does not close, its body. */
    OpenAiException ofStatus(HttpCall<?> call, ReplyHead head, Response response, int attempts) {
        return of(call, head, ErrorBody.read(head, errorBody(response)), attempts);
    }

    /**
     * An answer that sends the request elsewhere. Reads, but does not close, its body.
     *
     * @param progress as it was before the redirect
     */
    OpenAiException ofRedirect(
            HttpCall<?> call, ReplyHead head, Response response, Redirect redirect, Progress progress) {
        ErrorBody body = ErrorBody.read(head, errorBody(response));
        String server = redaction.apply(body.message(), call.payload());
        return new OpenAiTransportException(
                message(call, head, body, server) + "; " + named(call, redirect, progress),
                new ErrorDetails(
                        head.status(),
                        body.code(),
                        body.type(),
                        body.param(),
                        head.requestId(),
                        progress.attempts(),
                        null,
                        false),
                null);
    }

    private String named(HttpCall<?> call, Redirect redirect, Progress progress) {
        if (redirect.location() == null) {
            return "a redirect without a Location; check baseUrl";
        }
        if (redirect.target() == null) {
            return "a redirect whose Location is no http or https address; check baseUrl";
        }
        String target = "it redirects to " + redaction.apply(redirect.shown(), call.payload());
        if (redirect.staysWithTheServer()) {
            return redirect.leadsBack(progress)
                    ? target + ", which leads in a circle; check baseUrl"
                    : target + ", and the call was redirected " + progress.redirects() + " times before; check baseUrl";
        }
        return target + ", where nothing is sent; " + redaction.apply(redirect.remedy(call.path()), call.payload());
    }

    /** A failure that the server tells after it has begun to answer with 200: the exception it would have been before. */
    OpenAiException ofEvent(HttpCall<?> call, ReplyHead head, byte[] json, int attempts) {
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
    }

    private OpenAiException of(HttpCall<?> call, ReplyHead head, ErrorBody body, int attempts) {
        String server = redaction.apply(body.message(), call.payload());
        Optional<Duration> wait = RetryAfter.parse(head::header, clock.instant());
        Duration retryAfter = wait.or(() -> RetryAfter.inText(body.message())).orElse(null);
        ErrorDetails details = new ErrorDetails(
                head.status(),
                body.code(),
                body.type(),
                body.param(),
                head.requestId(),
                attempts,
                retryAfter,
                isRetryable(head, body));
        String hint = BaseUrlHint.of(settings.baseUrl(), head.status(), body);
        return ofKind(head.status(), body, message(call, head, body, server) + hint, details);
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
            return false; // whatever else the server says
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

    private String message(HttpCall<?> call, ReplyHead head, ErrorBody body, String server) {
        StringBuilder text = new StringBuilder(160)
                .append(settings.baseUrl())
                .append(call.path())
                .append(" answered ")
                .append(head.status());
        if (body.code() != null) {
            text.append(' ').append(body.code());
        } else if (body.type() != null) {
            text.append(' ').append(body.type());
        }
        if (body.param() != null) {
            text.append(" for ").append(body.param());
        }
        text.append(visibleProxy()).append(": ").append(server);
        if (head.requestId() != null) {
            text.append(" [request ").append(head.requestId()).append(']');
        }
        return text.append(advice(head)).toString();
    }

    /** A proxy for plain HTTP may have answered in the place of the server; one that opens a tunnel cannot. */
    private String visibleProxy() {
        return settings.baseUrl().regionMatches(true, 0, "http:", 0, 5) ? throughProxy() : "";
    }

    private String throughProxy() {
        return proxy.get().map(name -> " through the proxy " + name).orElse("");
    }

    private static String advice(ReplyHead head) {
        return head.status() == 407 ? "; " + LOGIN_ADVICE : "";
    }

    private static byte[] errorBody(Response response) {
        try {
            return response.body().byteStream().readNBytes(MAX_ERROR_BODY);
        } catch (IOException e) {
            return new byte[0]; // the status is what counts
        }
    }

    /** No answer, or only a part of one. */
    OpenAiException ofNetwork(HttpCall<?> call, IOException failure, int attempts) {
        if (failure instanceof SourceFailure) { // our side's fault, and it will not pass
            return new OpenAiRequestException(
                    failure.getMessage(), ErrorDetails.withoutAnswer(attempts, false), failure.getCause());
        }
        return new OpenAiTransportException(
                "no whole answer from " + settings.baseUrl() + call.path() + throughProxy() + ": " + reason(failure),
                ErrorDetails.withoutAnswer(attempts, mayPass(failure)),
                failure);
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
                || failure.getCause() instanceof EOFException // closed within the handshake
                || failure.getMessage() != null && failure.getMessage().contains("reset");
    }

    private String reason(IOException failure) {
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
            return "TLS failed (" + failure.getMessage() + "); check "
                    + (NO_TLS.equals(failure.getMessage())
                            ? "baseUrl: the server may speak plain HTTP, which is http://"
                            : "sslContextParameters");
        }
        return described(failure);
    }

    private String described(IOException failure) {
        return failure.getClass().getSimpleName() + ": " + redaction.apply(failure.getMessage(), null);
    }

    /** One around another has been put together here, and says all itself. */
    private String ofThisSide(IOException failure) {
        boolean saysAll = failure.getClass() == IOException.class && failure.getCause() instanceof IOException;
        return saysAll ? redaction.apply(failure.getMessage(), null) : described(failure);
    }

    private static boolean isConnectTimeout(IOException failure) {
        return failure.getMessage() != null
                && failure.getMessage().toLowerCase(java.util.Locale.ROOT).contains("connect");
    }

    /**
     * An answer that has come and could not be read: it is not what the API promises, or this side has no room for it.
     * Another try would end in the same way, and be paid for again.
     */
    OpenAiException ofReader(HttpCall<?> call, ReplyHead head, Exception failure, int attempts) {
        boolean local = failure.getCause() instanceof IOException && !(failure.getCause() instanceof JacksonException);
        if (failure instanceof JacksonException json && !local) {
            return ofMalformedAnswer(call, head.requestId(), json, attempts);
        }
        Throwable cause = local && failure instanceof JacksonException ? failure.getCause() : failure;
        String what = cause instanceof IOException io
                ? " came but could not be read or kept on this side: " + ofThisSide(io)
                : " could not be read: " + cause.getClass().getName();
        return new OpenAiResponseException(
                "the answer of " + call.path() + what,
                ErrorDetails.ofAnswer(head.status(), head.requestId(), attempts),
                cause);
    }

    private OpenAiException ofMalformedAnswer(
            HttpCall<?> call, String requestId, JacksonException failure, int attempts) {
        var location = failure.getLocation();
        String where =
                location == null ? "" : " at line " + location.getLineNr() + ", column " + location.getColumnNr();
        // Jackson's own text quotes the answer; its class and place say enough.
        return new OpenAiResponseException(
                "the answer of " + settings.baseUrl() + call.path() + " is not the JSON that was expected ("
                        + failure.getClass().getSimpleName() + where + ")" + BaseUrlHint.of(settings.baseUrl()),
                ErrorDetails.ofAnswer(200, requestId, attempts),
                null);
    }

    /** Neither the server nor the network: code of this process, such as an interceptor of the user's own. */
    OpenAiException ofThisSide(HttpCall<?> call, Throwable failure, int attempts) {
        return new OpenAiTransportException(
                "the call of " + settings.baseUrl() + call.path() + " failed on this side: "
                        + failure.getClass().getName(),
                ErrorDetails.withoutAnswer(attempts, false),
                failure);
    }

    /** A request that could not even be written. */
    OpenAiException ofUnsendable(HttpCall<?> call, Throwable failure) {
        return new OpenAiTransportException(
                "the request to " + settings.baseUrl() + call.path() + " could not be sent: "
                        + failure.getClass().getSimpleName(),
                ErrorDetails.withoutAnswer(0, false),
                failure);
    }
}
