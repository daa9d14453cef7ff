// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.embed;

import io.github.camelopenai.internal.client.call.BulkInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes the base64 vectors out of an answer while it streams by. The JSON parser behind it sees the number of a vector in its
 * place, and asks for it by that: a field of the same name in another object counts too, and is never asked for. Nearly all of an
 * answer is vectors, and a general parser is slow at them. Not thread-safe.
 */
final class VectorStream extends BulkInputStream {

    /** What stands before a vector. Within a JSON text its quotes would be escaped, so it is never part of one. */
    private static final byte[] KEY = "\"embedding\"".getBytes(StandardCharsets.US_ASCII);

    /** The most common length; only a first guess. */
    static final int USUAL_SIZE = 1536;

    /** Stands before the number of a vector; no base64 begins so. */
    private static final char NUMBER = ':';

    /** So many fields of the same name may stand in other objects. */
    private static final int SPARE = 16;

    private enum State {
        ELSEWHERE,
        BEHIND_KEY,
        BEHIND_COLON,
        IN_VECTOR
    }

    private final InputStream source;
    private final int expected;
    private final List<float[]> vectors = new ArrayList<>();
    private final byte[] buffer = new byte[16 * 1024];
    private int at;
    private int end;
    private State state = State.ELSEWHERE;
    private int matched;
    private Base64Floats vector;
    private int size = USUAL_SIZE;
    private int found;
    private byte[] number = {}; // of the vector that was taken, for the parser
    private int numberAt;

    /**
     * @param expected how many vectors there can be
     */
    VectorStream(InputStream source, int expected) {
        this.source = source;
        this.expected = expected;
    }

    /** The vector in whose place the parser sees this text; null where it stands for none. Each can be taken once. */
    float[] take(String text) {
        if (text.length() < 2 || text.charAt(0) != NUMBER || vectors.isEmpty()) {
            return null;
        }
        int place = 0;
        for (int at = 1; at < text.length(); at++) {
            int digit = text.charAt(at) - '0';
            if (digit < 0 || digit > 9 || place >= vectors.size()) {
                return null;
            }
            place = place * 10 + digit;
        }
        return place < vectors.size() ? vectors.set(place, null) : null;
    }

    @Override
    public int read(byte[] target, int offset, int count) throws IOException {
        int written = 0;
        while (written < count) {
            if (numberAt < number.length) {
                target[offset + written++] = number[numberAt++];
            } else if (at == end && !refill()) {
                return written == 0 ? -1 : written;
            } else if (state == State.IN_VECTOR) {
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
            number = (NUMBER + Integer.toString(vectors.size())).getBytes(StandardCharsets.US_ASCII);
            numberAt = 0;
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
        if (++found > expected + SPARE) {
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
