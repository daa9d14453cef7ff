// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.client;

import java.io.IOException;
import java.util.function.UnaryOperator;

/**
 * The failure underneath, as a stack trace may show it. Messages of the JDK and of OkHttp quote what a peer sent: status lines,
 * chunk sizes, names in certificates. A failure whose messages are fit to be shown stays as it is. Stateless.
 */
final class ShownCause {

    private static final int DEEPEST = 20;

    private ShownCause() {}

    /**
     * The same failure, or a copy with other messages that keeps stack traces and, where that can be, classes.
     *
     * @param shown makes a message fit to be shown
     */
    static Throwable of(Throwable failure, UnaryOperator<String> shown) {
        return of(failure, shown, DEEPEST);
    }

    private static Throwable of(Throwable failure, UnaryOperator<String> shown, int levels) {
        if (failure == null || levels == 0) {
            return null;
        }
        String message = failure.getMessage();
        String fit = message == null || message.isEmpty() ? message : shown.apply(message);
        Throwable cause = of(failure.getCause(), shown, levels - 1);
        Throwable[] suppressed = failure.getSuppressed();
        boolean same = cause == failure.getCause() && (fit == null || fit.equals(message));
        for (int index = 0; index < suppressed.length; index++) {
            Throwable one = of(suppressed[index], shown, levels - 1);
            same &= one == suppressed[index];
            suppressed[index] = one;
        }
        return same ? failure : copy(failure, fit, cause, suppressed);
    }

    private static Throwable copy(Throwable failure, String message, Throwable cause, Throwable[] suppressed) {
        Throwable copy = ofSameClass(failure, message);
        if (copy.getCause() == null && cause != null) {
            try {
                copy.initCause(cause);
            } catch (IllegalStateException e) {
                copy.addSuppressed(cause); // a class that takes no cause
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
            // no such constructor, or not for us: its name has to do
        }
        String name = failure.getClass().getName();
        return new IOException(message == null ? name : name + ": " + message);
    }
}
