// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.client.call;

import com.fasterxml.jackson.core.JacksonException;
import io.github.camelopenai.error.OpenAiException;
import io.github.camelopenai.fuzz.Promise;
import io.github.camelopenai.internal.client.failure.Failures;
import io.github.camelopenai.internal.quota.terms.Cost;
import io.github.camelopenai.internal.quota.terms.Limits;
import io.github.camelopenai.internal.quota.terms.Used;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * What an exchange sees of an answer: what its reader makes of it, or the exception that the transport makes of the reader's. It
 * holds what all of them promise: no key, and no long piece of the request, is said.
 *
 * @param value   of the reader, null after a failure
 * @param failure null where there is a value
 */
public record Answered<T>(T value, OpenAiException failure) {

    /** The key of the calls. */
    public static final String KEY = "sk-fuzz-4f9a8b7c6d5e4f3a2b1c";

    /** The value of a header of the user's own. */
    public static final String HEADER = "gateway-secret-0123456789";

    /** What was asked. */
    public static final String PROMPT = "Mrs Miller of Elm Street 5 has a heart condition, says her doctor";

    private static final Pattern FAULT = Pattern.compile("\\([A-Za-z]+Exception( at [^)]*)?\\)");

    private static final Pattern LENGTH = Pattern.compile(" of (at least )?[0-9]+ bytes ");

    private static final int LONGEST_MESSAGE = 4_000;

    private static final Failures FAILURES =
            new Failures(settings(), InstantSource.fixed(Instant.parse("2026-11-22T10:00:00Z")));

    private static final HttpCall<?> CALL = new HttpCall<>(
            "/chat/completions",
            new Payload.Json(("{\"messages\":[{\"content\":\"" + PROMPT + "\"}]}").getBytes(StandardCharsets.UTF_8)),
            "gpt-4o",
            Cost.OF_ONE_REQUEST,
            (head, body) -> null,
            false,
            value -> Used.UNKNOWN,
            null);

    /** Settings with defaults for what these targets do not look at. */
    private static ClientSettings settings() {
        Map<Class<?>, Object> values = Map.of(
                Credentials.class,
                new Credentials(KEY, null, null),
                Map.class,
                Map.of("X-Gateway", HEADER),
                Duration.class,
                Duration.ofMinutes(1),
                String.class,
                "http://server/v1",
                Function.class,
                (Function<String, Limits>) model -> Limits.NONE,
                int.class,
                1,
                long.class,
                64L << 20,
                boolean.class,
                false);
        RecordComponent[] components = ClientSettings.class.getRecordComponents();
        Object[] arguments = Arrays.stream(components)
                .map(component -> values.get(component.getType()))
                .toArray();
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            Constructor<ClientSettings> constructor = ClientSettings.class.getDeclaredConstructor(types);
            return constructor.newInstance(arguments);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The outcome of a reader on a body. */
    public static <T> Answered<T> of(ReplyReader<T> reader, ReplyHead head, InputStream body) {
        IncomingBody incoming = new IncomingBody(body, 64L << 20, () -> FAILURES.ofSize(CALL, head, 1));
        try {
            return new Answered<>(reader.read(head, incoming), null);
        } catch (FailureInBody e) {
            return failed(FAILURES.ofEvent(CALL, head, e.json(), 1));
        } catch (OpenAiException e) {
            return failed(e.afterGivingUp(null, 1));
        } catch (IOException e) {
            // A stream in memory does not fail, so only what is no JSON may end here.
            Promise.holds(
                    e instanceof JacksonException || e instanceof CharConversionException,
                    "a failure of the network that was none: " + e);
            return failed(FAILURES.ofReader(CALL, head, e, incoming, 1));
        }
    }

    /** The outcome of a body that tells of a failure. */
    public static Answered<Void> told(ReplyHead head, byte[] json) {
        return failed(FAILURES.ofEvent(CALL, head, json, 1));
    }

    /** An open body whose failures are those of the transport. */
    public static OpenBody open(ReplyHead head, InputStream bytes) {
        OpenBody body = new OpenBody(bytes);
        body.onComplaint(json -> FAILURES.ofEvent(CALL, head, json, 1));
        body.onStranger(stranger -> FAILURES.ofStranger(CALL, head, stranger, 1));
        return body;
    }

    /** The outcome of a step that fails, if it does, with the component's own exceptions. */
    public static <T> Answered<T> failed(OpenAiException failure) {
        isDiscreet(failure);
        return new Answered<>(null, failure);
    }

    /** An exception says no secret, and is not as long as the answer. */
    public static void isDiscreet(OpenAiException failure) {
        for (Throwable at = failure; at != null; at = at.getCause()) {
            String text = String.valueOf(at.getMessage());
            for (String secret : new String[] {KEY, HEADER, PROMPT}) {
                Promise.holds(!text.contains(secret), "a secret is said: " + text);
            }
        }
        Promise.holds(
                failure.getMessage().length() < LONGEST_MESSAGE,
                "a message of " + failure.getMessage().length() + " characters");
    }

    /** Kind and message of the failure, as two outcomes share them: which fault of a document Jackson
     * names first, and how much had come by then, differs. */
    public String complaint() {
        return failure == null
                ? null
                : failure.getClass().getSimpleName() + ": "
                        + LENGTH.matcher(FAULT.matcher(failure.getMessage()).replaceAll("(a fault)"))
                                .replaceAll(" of some bytes ");
    }
}
