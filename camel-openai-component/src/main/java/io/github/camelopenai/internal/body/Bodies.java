// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.body;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.node.NullNode;
import io.github.camelopenai.error.ErrorDetails;
import io.github.camelopenai.error.OpenAiException;
import io.github.camelopenai.error.OpenAiRequestException;
import io.github.camelopenai.internal.json.JsonClasses;
import io.github.camelopenai.model.ChatStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Flow;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.NoTypeConversionAvailableException;
import org.apache.camel.StreamCache;
import org.apache.camel.TypeConversionException;
import org.apache.camel.WrappedFile;

/** Reads texts out of message bodies, and leaves the bodies readable for whoever comes next. Stateless. */
public final class Bodies {

    private Bodies() {}

    /**
     * The body as a text that is not empty.
     *
     * @param purpose what the text is for, as in "needs the text to speak"
     */
    public static String text(Exchange exchange, String operation, String purpose) throws IOException {
        Object body = exchange.getMessage().getBody();
        if (body == null || body instanceof NullNode) {
            throw empty(operation, purpose, "null");
        }
        return text(exchange, body, operation, purpose);
    }

    /** One value as a text that is not empty. A stream in the body gives way to one that can be read again, then to the text. */
    public static String text(Exchange exchange, Object value, String operation, String purpose) throws IOException {
        if (isReactive(value.getClass())
                || value instanceof Collection
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

    private static String converted(Exchange exchange, Object given, String operation, String purpose)
            throws IOException {
        refuseUnreadableFile(given, operation, purpose);
        if (!isConvertible(given) && !JsonClasses.include(exchange.getContext(), given.getClass())) {
            throw wrongType(operation, purpose, given);
        }
        Message message = exchange.getMessage();
        boolean isBody = given == message.getBody();
        Object value = RereadableStreams.kept(exchange, given);
        if (isBody && value != given) {
            message.setBody(value);
        }
        TextBytes bytes = TextBytes.of(exchange, value, operation, purpose);
        Optional<String> kind = bytes.otherKind();
        if (kind.isPresent()) {
            throw notText("the body", kind.get(), operation, purpose);
        }
        String text = bytes.inCharset(() -> converted(exchange, value, operation + " needs " + purpose));
        if (value instanceof StreamCache cache) {
            cache.reset();
        }
        if (isBody && RereadableStreams.isBare(given)) {
            message.setBody(text); // as a text it outlives the exchange
        }
        return text;
    }

    private static String converted(Exchange exchange, Object value, String need) {
        try {
            return exchange.getContext()
                    .getTypeConverter()
                    .mandatoryConvertTo(String.class, exchange, BoundedText.of(value));
        } catch (TypeConversionException | NoTypeConversionAvailableException e) {
            BoundedText.rethrowRefusal(e);
            throw new OpenAiRequestException(
                    "openai:" + need + ", but the body, a " + value.getClass().getName()
                            + ", could not be read as text: " + e.getClass().getSimpleName(),
                    ErrorDetails.LOCAL,
                    e);
        }
    }

    private static void refuseUnreadableFile(Object value, String operation, String purpose) {
        Path path = path(value);
        if (path != null) {
            refuseUnreadable(path, operation, purpose);
        }
    }

    /** Where a file is; null for what is no file of this machine. */
    static Path path(Object value) {
        Object file = value instanceof WrappedFile<?> wrapped ? wrapped.getFile() : value;
        return file instanceof File plain ? plain.toPath() : file instanceof Path already ? already : null;
    }

    /** A directory, and a file that is not there or not for us. */
    public static void refuseUnreadable(Path path, String operation, String purpose) {
        if (Files.isDirectory(path)) {
            throw OpenAiRequestException.refused("openai:" + operation + " needs " + purpose + ", but " + path
                    + " is a directory; send its files one by one");
        }
        if (Files.exists(path) && !Files.isRegularFile(path)) { // a pipe would be waited for without end
            throw OpenAiRequestException.refused("openai:" + operation + " needs " + purpose + ", but " + path
                    + " is no regular file; send a stream of what it gives");
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

    public static OpenAiRequestException empty(String operation, String purpose, String how) {
        return OpenAiRequestException.refused(
                "the body is " + how + "; openai:" + operation + " needs " + purpose + " in it");
    }

    public static OpenAiRequestException wrongType(String operation, String purpose, Object value) {
        String need = "; openai:" + operation + " needs " + purpose;
        if (value instanceof ChatStream) {
            return OpenAiRequestException.refused("the body is the streamed answer of an earlier openai:chat step"
                    + need + "; read it to its end before this step with convertBodyTo(String.class)");
        }
        if (isReactive(value.getClass())) {
            return OpenAiRequestException.refused("the body is a reactive stream, a "
                    + value.getClass().getName() + need + "; collect it to a text before this step");
        }
        return OpenAiRequestException.refused(
                "the body is a " + value.getClass().getName() + need + "; convert it before this step");
    }

    /** By name: reactive streams are no dependency. */
    private static boolean isReactive(Class<?> type) {
        if (type == null) {
            return false;
        }
        return type.getName().equals("org.reactivestreams.Publisher")
                || type == Flow.Publisher.class
                || isReactive(type.getSuperclass())
                || Arrays.stream(type.getInterfaces()).anyMatch(Bodies::isReactive);
    }

    /**
     * A picture, recording or other bytes in the place of a text.
     *
     * @param subject what it is about, such as "the body"
     * @param kind    what it is, such as image/png
     */
    public static OpenAiRequestException notText(String subject, String kind, String operation, String purpose) {
        String charset = kind.equals(ContentTypeDetector.UNKNOWN)
                ? "; if it is a text in another charset than UTF-8, name that in the exchange property "
                        + Exchange.CHARSET_NAME
                : "";
        return OpenAiRequestException.refused(
                subject + " is " + kind + ", which openai:" + operation + " cannot use as text; it needs " + purpose
                        + charset + "; convert it before this step, or set the body to a text");
    }

    /** What a value is that is no text, such as image/png; empty for a text, and for a file that cannot be read. */
    public static Optional<String> otherKind(Exchange exchange, Object value, String operation, String purpose)
            throws IOException {
        try {
            return TextBytes.of(exchange, RereadableStreams.kept(exchange, value), operation, purpose)
                    .otherKind();
        } catch (OpenAiRequestException e) {
            return Optional.empty();
        }
    }

    /** A body that failed while it was read. */
    public static OpenAiException unreadable(Throwable failure) {
        String what =
                failure instanceof IOException ? "the body could not be read" : "the request could not be put together";
        return new OpenAiRequestException(
                what + ": " + failure.getClass().getSimpleName()
                        + (failure instanceof IOException && !(failure instanceof JacksonException)
                                ? " " + failure.getMessage()
                                : ""),
                ErrorDetails.LOCAL,
                failure);
    }
}
