// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.operation;

import io.github.camelopenai.error.OpenAiRequestException;
import io.github.camelopenai.internal.client.Payload;
import io.github.camelopenai.internal.client.Source;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.NoTypeConversionAvailableException;
import org.apache.camel.StreamCache;
import org.apache.camel.WrappedFile;

/** Makes an upload of a message's body, one that can be sent again. A bare stream is spooled for that. Stateless. */
final class AudioUpload {

    private static final String PURPOSE = "audio as a File, Path, byte[] or InputStream";

    private AudioUpload() {}

    /**
     * @param name     the file name that somebody chose, or null
     * @param maxBytes the largest upload
     */
    static Payload.Upload of(Exchange exchange, String name, long maxBytes) throws IOException {
        Message message = exchange.getMessage();
        Object body = message.getBody();
        String given = name != null ? name : lastSegment(message.getHeader(Exchange.FILE_NAME, String.class));
        if (body instanceof WrappedFile<?> wrapped) {
            given = given == null ? lastSegment(wrapped.getFile() instanceof File file ? file.getName() : null) : given;
            body = wrapped.getFile() instanceof File file ? file : content(exchange, wrapped);
        }
        if (body instanceof File file) {
            return ofFile(file.toPath(), given, maxBytes);
        }
        if (body instanceof Path path) {
            return ofFile(path, given, maxBytes);
        }
        if (body instanceof byte[] bytes) {
            return checked(given, bytes.length, maxBytes, head(new ByteArrayInputStream(bytes)), Source.of(bytes));
        }
        if (body instanceof StreamCache cache) {
            return ofCache(cache, given, maxBytes);
        }
        if (body instanceof InputStream stream) {
            return ofStream(exchange, stream, given, maxBytes);
        }
        throw body == null
                ? Bodies.empty("transcribe", PURPOSE, "null")
                : Bodies.wrongType("transcribe", body instanceof String ? PURPOSE + ", not a text" : PURPOSE, body);
    }

    /** A file that is not on this machine, as a component such as FTP brings it. */
    private static Object content(Exchange exchange, WrappedFile<?> wrapped) {
        if (wrapped.getBody() != null) {
            return wrapped.getBody();
        }
        try {
            return exchange.getContext().getTypeConverter().mandatoryConvertTo(InputStream.class, exchange, wrapped);
        } catch (NoTypeConversionAvailableException e) {
            throw Bodies.wrongType("transcribe", PURPOSE, wrapped.getFile());
        }
    }

    private static Payload.Upload ofFile(Path path, String given, long maxBytes) throws IOException {
        Bodies.refuseUnreadable(path, "transcribe", "a recording");
        try (InputStream content = Files.newInputStream(path)) {
            String name = given == null ? path.getFileName().toString() : given;
            return checked(name, Files.size(path), maxBytes, head(content), Source.of(path));
        }
    }

    private static Payload.Upload ofCache(StreamCache cache, String given, long maxBytes) throws IOException {
        cache.reset();
        byte[] head = cache instanceof InputStream stream ? head(stream) : new byte[0];
        cache.reset();
        long length = cache.length() > 0 ? cache.length() : -1;
        return checked(given, length, maxBytes, head, sink -> {
            cache.reset();
            cache.writeTo(sink);
            cache.reset();
        });
    }

    private static Payload.Upload ofStream(Exchange exchange, InputStream stream, String given, long maxBytes)
            throws IOException {
        Spool spool = Spool.of(stream, maxBytes);
        // The stream is used up as far as we have read: from now on the spool, and what may be left of the stream,
        // is the body, so that a redelivery finds one.
        exchange.getMessage().setBody(MediaBody.arriving(spool, stream, exchange));
        if (spool.length() > maxBytes) {
            throw tooLarge("at least ", spool.length(), maxBytes);
        }
        return checked(given, spool.length(), maxBytes, spool.head(MediaType.HEAD), spool::writeTo);
    }

    private static Payload.Upload checked(String given, long length, long maxBytes, byte[] head, Source source) {
        if (head.length == 0 && length <= 0) {
            throw Bodies.empty("transcribe", PURPOSE, "empty");
        }
        if (length > maxBytes) {
            throw tooLarge("", length, maxBytes);
        }
        String name = given == null ? sniffedName(head) : withExtension(given, head);
        String mimeType = MediaType.ofFileName(name).map(MediaType::mimeType).orElse("application/octet-stream");
        return new Payload.Upload("file", name, mimeType, length, source);
    }

    private static OpenAiRequestException tooLarge(String howExact, long length, long maxBytes) {
        return OpenAiRequestException.refused(String.format(
                Locale.ROOT,
                "the recording has %s%,d bytes, more than maxUploadSize=%,d; cut or compress it, or raise maxUploadSize"
                        + " if your server takes more",
                howExact,
                length,
                maxBytes));
    }

    /** The server goes by the extension; a name without one that it knows gets that of the first bytes. */
    private static String withExtension(String name, byte[] head) {
        return MediaType.ofFileName(name).isPresent()
                ? name
                : MediaType.ofHead(head)
                        .map(type -> name + "." + type.extension())
                        .orElse(name);
    }

    private static String sniffedName(byte[] head) {
        return MediaType.ofHead(head)
                .map(type -> "audio." + type.extension())
                .orElseThrow(() -> OpenAiRequestException.refused(
                        "the format of the recording is not known from its first bytes, and the server tells it by the"
                                + " name; set fileName, such as fileName=call.mp3, or header CamelFileName"));
    }

    private static byte[] head(InputStream content) throws IOException {
        return content.readNBytes(MediaType.HEAD);
    }

    private static String lastSegment(String path) {
        return path == null ? null : path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
    }
}
