// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.operation;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Takes the base64 vectors out of an answer while it streams by. The JSON parser behind it sees an empty text in place of
 * each, and asks for them in order. Nearly all of an answer is vectors, and a general parser is slow at them. Not
 * thread-safe.
 */
final class VectorStream extends InputStream {

    /** What stands before a vector. Within a JSON text its quotes would be escaped, so it is never part of one. */
    private static final byte[] KEY = "\"embedding\"".getBytes(StandardCharsets.US_ASCII);

    /** The most common length; only a first guess. */
    static final int USUAL_SIZE = 1536;

    private enum State {
        ELSEWHERE,
        BEHIND_KEY,
        BEHIND_COLON,
        IN_VECTOR
    }

    private final InputStream source;
    private final int expected;
    private final Queue<float[]> vectors = new ArrayDeque<>();
    private final byte[] buffer = new byte[16 * 1024];
    private int at;
    private int end;
    private State state = State.ELSEWHERE;
    private int matched;
    private Base64Floats vector;
    private int size = USUAL_SIZE;
    private int found;

    /**
     * @param expected how many vectors there can be
     */
    VectorStream(InputStream source, int expected) {
        this.source = source;
        this.expected = expected;
    }

    /** The next vector; null when the parser has seen no more of them. */
    float[] next() {
        return vectors.poll();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int count) throws IOException {
        int written = 0;
        while (written < count) {
            if (at == end && !refill()) {
                return written == 0 ? -1 : written;
            }
            if (state == State.IN_VECTOR) {
                takeVector();
            } else {
                target[offset + written++] = pass(buffer[at++]);
            }
        }
        return written;
    }

    private boolean refill() throws IOException {
        at = 0;
        end = Math.max(0, source.read(buffer, 0, buffer.length));
        return end > 0;
    }

    private void takeVector() {
        at = vector.decode(buffer, at, end);
        if (at < end) { // at the closing quote, which the parser sees
            float[] complete = vector.toVector();
            vectors.add(complete);
            size = complete.length;
            state = State.ELSEWHERE;
        }
    }

    /** Lets a byte by, and watches for what announces a vector. */
    private byte pass(byte passing) {
        switch (state) {
            case ELSEWHERE -> {
                matched = passing == KEY[matched] ? matched + 1 : passing == KEY[0] ? 1 : 0;
                if (matched == KEY.length) {
                    matched = 0;
                    state = State.BEHIND_KEY;
                }
            }
            case BEHIND_KEY -> state = passing == ':' ? State.BEHIND_COLON : isSpace(passing) ? state : State.ELSEWHERE;
            case BEHIND_COLON -> {
                if (passing == '"') {
                    begin();
                } else if (!isSpace(passing)) {
                    state = State.ELSEWHERE; // numbers: the parser reads them
                }
            }
            default -> throw new IllegalStateException("within a vector nothing passes");
        }
        return passing;
    }

    private void begin() {
        if (++found > expected) {
            throw new IllegalArgumentException("there are more vectors than texts");
        }
        vector = new Base64Floats(size);
        state = State.IN_VECTOR;
    }

    private static boolean isSpace(byte character) {
        return character == ' ' || character == '\n' || character == '\r' || character == '\t';
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
