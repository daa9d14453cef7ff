// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.body;

import io.github.camelopenai.error.OpenAiRequestException;
import java.io.File;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import org.apache.camel.WrappedFile;

/**
 * A stream that is to be a text, and no more of it than a request may hold: one without an end would fill the memory of the whole
 * process. For one reader.
 */
final class BoundedText extends FilterInputStream {

    /** The API takes 10 Mi characters at the most. */
    static final int MOST_BYTES = 32 << 20;

    private long received;

    private BoundedText(InputStream in) {
        super(in);
    }

    /**
     * What is converted in place of a value.
     *
     * @throws OpenAiRequestException where a file is too long
     */
    static Object of(Object value) {
        if (value instanceof InputStream in) {
            return new BoundedText(in);
        }
        Object inner = value instanceof WrappedFile<?> wrapped ? wrapped.getFile() : value;
        File file = inner instanceof Path path ? path.toFile() : inner instanceof File given ? given : null;
        if (file != null && file.length() > MOST_BYTES) {
            throw tooLong();
        }
        return value instanceof Path ? file : value;
    }

    /** Throws the refusal that a converter of Camel has wrapped, if it is one. */
    static void rethrowRefusal(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof OpenAiRequestException refusal) {
                throw refusal;
            }
        }
    }

    private static OpenAiRequestException tooLong() {
        return OpenAiRequestException.refused("a text of the request is longer than " + (MOST_BYTES >> 20)
                + " MiB, which no model takes; split it before this step");
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int count) throws IOException {
        int read = in.read(target, offset, count);
        received += Math.max(0, read);
        if (received > MOST_BYTES) {
            throw tooLong();
        }
        return read;
    }
}
