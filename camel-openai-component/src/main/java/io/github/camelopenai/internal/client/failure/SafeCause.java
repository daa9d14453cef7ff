// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.client.failure;

import java.io.IOException;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The cause of a failure, safe for a stack trace. Messages of the JDK and of OkHttp quote what a peer sent: status
 * lines, chunk sizes, names in certificates. A failure whose messages are safe stays as it is. Used once.
 */
final class SafeCause {

    /** Failures that were visited, each with its replacement; causes may form a cycle. */
    private final Map<Throwable, Optional<Throwable>> seen = new IdentityHashMap<>();

    private final Function<Throwable, String> shown;

    private SafeCause(Function<Throwable, String> shown) {
        this.shown = shown;
    }

    /**
     * The same failure, or a copy with other messages that keeps stack traces and, if possible, classes.
     *
     * @param shown returns the safe part of a message; called for failures that have a message
     */
    static Throwable of(Throwable failure, Function<Throwable, String> shown) {
        return new SafeCause(shown).of(failure);
    }

    private Throwable of(Throwable failure) {
        if (failure == null || seen.containsKey(failure)) {
            return failure == null ? null : seen.get(failure).orElse(null);
        }
        seen.put(failure, Optional.empty()); // while its causes are visited
        String message = failure.getMessage();
        String fit = message == null || message.isEmpty() ? message : shown.apply(failure);
        Throwable cause = of(failure.getCause());
        Throwable[] suppressed = failure.getSuppressed();
        boolean same = cause == failure.getCause() && (fit == null || fit.equals(message));
        for (int index = 0; index < suppressed.length; index++) {
            Throwable one = of(suppressed[index]);
            same &= one == suppressed[index];
            suppressed[index] = one;
        }
        Throwable result = same ? failure : copy(failure, fit, cause, suppressed);
        seen.put(failure, Optional.of(result));
        return result;
    }

    private static Throwable copy(Throwable failure, String message, Throwable cause, Throwable[] suppressed) {
        Throwable copy = ofSameClass(failure, message);
        if (copy.getCause() == null && cause != null) {
            try {
                copy.initCause(cause);
            } catch (IllegalStateException e) {
                copy.addSuppressed(cause); // a class that accepts no cause
            }
        }
        copy.setStackTrace(failure.getStackTrace());
        for (Throwable one : suppressed) {
            if (one != null) {
                copy.addSuppressed(one);
            }
        }
        return copy;
    }

    private static Throwable ofSameClass(Throwable failure, String message) {
        try {
            Throwable copy = failure.getClass().getConstructor(String.class).newInstance(message);
            if (message == null || message.equals(copy.getMessage())) {
                return copy;
            }
        } catch (ReflectiveOperationException | RuntimeException e) {
            // no such constructor, or no access to it: the name of the class replaces it
        }
        String name = failure.getClass().getName();
        return new IOException(message == null ? name : name + ": " + message);
    }
}
