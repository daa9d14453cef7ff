// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.body;

import io.github.camelopenai.error.OpenAiRequestException;
import io.github.camelopenai.internal.client.call.Source;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.camel.StreamCache;
import org.apache.camel.WrappedFile;

/**
 * Bytes in one of the forms in which Camel carries them: a file, an array, or a stream that can be read again. Bare streams
 * are none of these; see {@link RereadableStreams}.
 *
 * @param name   of the file, or null
 * @param head   the first bytes
 * @param size   how many bytes there are
 * @param source all of them, as often as needed
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Content(String name, byte[] head, Size size, Source source) {

    /** Asked only of what is sent as a medium. */
    @FunctionalInterface
    public interface Size {

        long bytes() throws IOException;
    }

    /** Whether a value has bytes that may be a picture, a recording or a PDF. */
    public static boolean isOne(Object value) {
        return value instanceof File
                || value instanceof Path
                || value instanceof WrappedFile<?> wrapped && isOne(wrapped)
                || value instanceof byte[]
                || value instanceof InputStream;
    }

    private static boolean isOne(WrappedFile<?> wrapped) {
        return wrapped.getFile() instanceof File || wrapped.getBody() != wrapped && isOne(wrapped.getBody());
    }

    /**
     * Opens a file, or reads where a stream begins.
     *
     * @param length    of the head
     * @param operation that needs it, for messages
     * @param purpose   what it needs, for messages
     * @throws OpenAiRequestException when it is a directory, or a file that cannot be read
     */
    public static Content of(Object value, int length, String operation, String purpose) throws IOException {
        if (value instanceof WrappedFile<?> wrapped && !(wrapped.getFile() instanceof File)) {
            return of(wrapped.getBody(), length, operation, purpose);
        }
        Path path = Bodies.path(value);
        if (path != null) {
            Bodies.refuseUnreadable(path, operation, purpose);
            return ofFile(path, length);
        }
        if (value instanceof byte[] bytes) {
            return new Content(
                    null, head(new ByteArrayInputStream(bytes), length), () -> bytes.length, Source.of(bytes));
        }
        return ofCache((StreamCache) value, length);
    }

    private static Content ofFile(Path path, int length) throws IOException {
        try (InputStream content = Files.newInputStream(path)) {
            return new Content(
                    path.getFileName().toString(), head(content, length), () -> Files.size(path), Source.of(path));
        }
    }

    private static Content ofCache(StreamCache cache, int length) throws IOException {
        cache.reset();
        byte[] head = head((InputStream) cache, length);
        cache.reset();
        Source source = sink -> {
            cache.reset();
            try {
                cache.writeTo(sink);
            } finally {
                cache.reset(); // for whoever reads the body next
            }
        };
        // What a stream says of its own length is not always so, or not yet; and the server is told first.
        return new Content(null, head, () -> count(source), source);
    }

    private static long count(Source source) throws IOException {
        Counter counter = new Counter();
        source.writeTo(counter);
        return counter.count;
    }

    private static byte[] head(InputStream content, int length) throws IOException {
        return content.readNBytes(length);
    }

    /** Keeps nothing but the number. */
    private static final class Counter extends OutputStream {
        private long count;

        @Override
        public void write(int value) {
            count++;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            count += length;
        }
    }
}
