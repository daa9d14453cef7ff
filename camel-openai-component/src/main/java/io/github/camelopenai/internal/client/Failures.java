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
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLException;
import okhttp3.Response;

/** Turns what went wrong into what a route can act on. Immutable. */
final class Failures {

    private static final int MAX_ERROR_BODY = 64 * 1024;

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
    private final Redaction redaction;

    Failures(ClientSettings settings, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
        this.redaction = new Redaction(
                settings.credentials().apiKey(), settings.additionalHeaders().values());
    }

    /** An answer that says no. Reads, but does not close, its body. */
    OpenAiException ofStatus(HttpCall<?> call, ReplyHead head, Response response, int attempts) {
        return of(call, head, ErrorBody.read(head, errorBody(response)), attempts);
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
        text.append(": ").append(server);
        if (head.requestId() != null) {
            text.append(" [request ").append(head.requestId()).append(']');
        }
        return text.toString();
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
        boolean retryable = !(failure instanceof SSLException) || isBrokenConnection(failure);
        return new OpenAiTransportException(
                "no whole answer from " + settings.baseUrl() + call.path() + ": " + reason(failure),
                ErrorDetails.withoutAnswer(attempts, retryable),
                failure);
    }

    private static boolean isBrokenConnection(IOException failure) {
        return failure.getCause() instanceof java.net.SocketException
                || failure.getMessage() != null && failure.getMessage().contains("reset");
    }

    private String reason(IOException failure) {
        if (failure instanceof UnknownHostException) {
            return "the host is not known; check baseUrl, proxyHost and DNS";
        }
        if (failure instanceof ConnectException) {
            return "the connection was refused; check that the server runs and that baseUrl is right";
        }
        if (failure instanceof java.io.InterruptedIOException) {
            return isConnectTimeout(failure)
                    ? "no connection within connectTimeout"
                    : "nothing came in time (requestTimeout="
                            + settings.requestTimeout().toMillis() + "ms, streamIdleTimeout="
                            + settings.streamIdleTimeout().toMillis() + "ms)";
        }
        if (failure instanceof SSLException) {
            return "TLS failed (" + failure.getMessage() + "); check sslContextParameters";
        }
        return failure.getClass().getSimpleName() + ": " + redaction.apply(failure.getMessage(), null);
    }

    private static boolean isConnectTimeout(IOException failure) {
        return failure.getMessage() != null
                && failure.getMessage().toLowerCase(java.util.Locale.ROOT).contains("connect");
    }

    /** A 200 whose body is not what the API promises. */
    OpenAiException ofMalformedAnswer(HttpCall<?> call, String requestId, JacksonException failure, Progress progress) {
        if (failure.getCause() instanceof IOException network && !(network instanceof JacksonException)) {
            return ofNetwork(call, network, progress.attempts());
        }
        var location = failure.getLocation();
        String where =
                location == null ? "" : " at line " + location.getLineNr() + ", column " + location.getColumnNr();
        // Jackson's own text quotes the answer; its class and place say enough.
        return new OpenAiResponseException(
                "the answer of " + settings.baseUrl() + call.path() + " is not the JSON that was expected ("
                        + failure.getClass().getSimpleName() + where + ")" + BaseUrlHint.of(settings.baseUrl()),
                ErrorDetails.ofAnswer(200, requestId, progress.attempts()),
                null);
    }

    /** A request that could not even be written. */
    OpenAiException ofUnsendable(HttpCall<?> call, RuntimeException failure) {
        return new OpenAiTransportException(
                "the request to " + settings.baseUrl() + call.path() + " could not be sent: "
                        + failure.getClass().getSimpleName(),
                ErrorDetails.withoutAnswer(0, false),
                failure);
    }
}
