// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.operation;

import com.fasterxml.jackson.databind.node.NullNode;
import io.github.camelopenai.error.ErrorDetails;
import io.github.camelopenai.error.OpenAiException;
import io.github.camelopenai.error.OpenAiRequestException;
import io.github.camelopenai.internal.tool.JsonClasses;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Iterator;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.StreamCache;
import org.apache.camel.TypeConversionException;
import org.apache.camel.WrappedFile;

/** Reads texts out of message bodies, and leaves the bodies readable for whoever comes next. Stateless. */
final class Bodies {

    private Bodies() {}

    /**
     * The body as a text that is not empty.
     *
     * @param purpose what the text is for, as in "needs the text to speak"
     */
    static String text(Exchange exchange, String operation, String purpose) {
        Object body = exchange.getMessage().getBody();
        if (body == null || body instanceof NullNode) {
            throw empty(operation, purpose, "null");
        }
        return text(exchange, body, operation, purpose);
    }

    /** One value as a text that is not empty. */
    static String text(Exchange exchange, Object value, String operation, String purpose) {
        if (value instanceof Collection
                || value instanceof Map
                || value instanceof Iterator
                || value.getClass().isArray() && !(value instanceof byte[])) {
            throw wrongType(operation, purpose, value);
        }
        String text = value instanceof String already ? already : converted(exchange, value, operation, purpose);
        if (text.isBlank()) {
            throw empty(operation, purpose, "empty");
        }
        return text;
    }

    private static String converted(Exchange exchange, Object value, String operation, String purpose) {
        refuseUnreadableFile(value, operation, purpose);
        if (!isConvertible(value) && !JsonClasses.include(exchange.getContext(), value.getClass())) {
            throw wrongType(operation, purpose, value);
        }
        Message message = exchange.getMessage();
        String text;
        try {
            text = exchange.getContext()
                    .getTypeConverter()
                    .mandatoryConvertTo(String.class, exchange, value instanceof Path path ? path.toFile() : value);
        } catch (TypeConversionException | org.apache.camel.NoTypeConversionAvailableException e) {
            throw new OpenAiRequestException(
                    "openai:" + operation + " needs " + purpose + ", but the body, a "
                            + value.getClass().getName() + ", could not be read as text: "
                            + e.getClass().getSimpleName(),
                    ErrorDetails.LOCAL,
                    e);
        }
        if (value instanceof StreamCache cache) {
            cache.reset();
        } else if (value instanceof InputStream && value == message.getBody()) {
            message.setBody(text); // it can be read once only; a redelivery needs it again
        }
        return text;
    }

    private static void refuseUnreadableFile(Object value, String operation, String purpose) {
        Object file = value instanceof WrappedFile<?> wrapped ? wrapped.getFile() : value;
        Path path = file instanceof File plain ? plain.toPath() : file instanceof Path already ? already : null;
        if (path != null) {
            refuseUnreadable(path, operation, purpose);
        }
    }

    /** A directory, and a file that is not there or not for us. */
    static void refuseUnreadable(Path path, String operation, String purpose) {
        if (Files.isDirectory(path)) {
            throw OpenAiRequestException.refused("openai:" + operation + " needs " + purpose + ", but " + path
                    + " is a directory; send its files one by one");
        }
        if (!Files.isReadable(path)) {
            throw OpenAiRequestException.refused("openai:" + operation + " needs " + purpose + ", but the file " + path
                    + " does not exist or cannot be read");
        }
    }

    /** Camel would turn anything into a text; the name and address of an object is no prompt. */
    private static boolean isConvertible(Object value) {
        if (value instanceof InputStream
                || value instanceof byte[]
                || value instanceof Path
                || value instanceof WrappedFile<?>) {
            return true;
        }
        try {
            return value.getClass().getMethod("toString").getDeclaringClass() != Object.class
                    || value instanceof java.io.Reader
                    || value instanceof java.nio.Buffer
                    || value instanceof StreamCache;
        } catch (NoSuchMethodException e) {
            return false;
        }
    }

    static OpenAiRequestException empty(String operation, String purpose, String how) {
        return OpenAiRequestException.refused(
                "the body is " + how + "; openai:" + operation + " needs " + purpose + " in it");
    }

    static OpenAiRequestException wrongType(String operation, String purpose, Object value) {
        return OpenAiRequestException.refused(
                "the body is a " + value.getClass().getName() + "; openai:" + operation + " needs " + purpose
                        + "; convert it before this step");
    }

    /** A body that failed while it was read. */
    static OpenAiException unreadable(Exception failure) {
        String what =
                failure instanceof IOException ? "the body could not be read" : "the request could not be put together";
        return new OpenAiRequestException(
                what + ": " + failure.getClass().getSimpleName()
                        + (failure instanceof IOException ? " " + failure.getMessage() : ""),
                ErrorDetails.LOCAL,
                failure);
    }
}
