// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.embed;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Decodes one vector from base64 text (RFC 4648) in slices of any length, straight into floats. Not thread-safe.
 */
final class Base64Floats {
    /*
     * Sixteen characters are twelve bytes are three little-endian floats: the fast path takes them at once, without bytes
     * in between. It needs a slice that begins at such a boundary; what is left over at the ends of slices, and whatever
     * is not plain base64, goes character by character.
     */
    private static final int CHARS = 16;
    private static final int FLOATS = 3;
    private static final int HEX_DIGITS = 4;

    /** So many bits are left where a text has one character too many for its bytes. */
    private static final int LONE_CHARACTER = 6;

    /** Models have a few thousand dimensions; a text without an end is no vector. */
    private static final int MAX_FLOATS = 1 << 17;

    private static final byte[] VALUES = values();

    private float[] floats;
    private int count;
    private int bits; // of characters that have not become a byte
    private int bitCount;
    private int bytes; // that have not become a float, the first one lowest
    private int byteCount;
    private int escape = -1; // characters behind a backslash, or -1 outside an escape
    private int codePoint;
    private boolean padded; // nothing comes behind the padding

    /**
     * @param expected how many floats
     */
    Base64Floats(int expected) {
        floats = new float[expected];
    }

    private static byte[] values() {
        byte[] values = new byte[256];
        Arrays.fill(values, (byte) -1);
        byte[] alphabet =
                "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".getBytes(StandardCharsets.US_ASCII);
        for (byte value = 0; value < alphabet.length; value++) {
            values[alphabet[value]] = value;
        }
        return values;
    }

    /**
     * Takes characters up to the quote that ends them.
     *
     * @return the position of the quote, or {@code to} when it is not there
     * @throws IllegalArgumentException when a character is not base64
     */
    int decode(byte[] text, int from, int to) {
        int at = from;
        while (at < to) {
            at = bitCount == 0 && byteCount == 0 && escape < 0 && !padded ? decodeBlocks(text, at, to) : at;
            if (at < to) {
                if (text[at] == '"' && escape < 0) {
                    return at;
                }
                decodeOne(text[at++] & 0xFF);
            }
        }
        return to;
    }

    private int decodeBlocks(byte[] text, int from, int to) {
        int at = from;
        for (; to - at >= CHARS; at += CHARS) {
            int first = quad(text, at);
            int second = quad(text, at + 4);
            int third = quad(text, at + 8);
            int fourth = quad(text, at + 12);
            if ((first | second | third | fourth) < 0) {
                return at; // a quote, padding, an escape, or a mistake
            }
            makeRoom(FLOATS);
            floats[count] = ofBigEndian(first << 8 | second >>> 16);
            floats[count + 1] = ofBigEndian(second << 16 | third >>> 8);
            floats[count + 2] = ofBigEndian(third << 24 | fourth);
            count += FLOATS;
        }
        return at;
    }

    /** Four characters as 24 bits; negative when one of them has no value. */
    private static int quad(byte[] text, int at) {
        return VALUES[text[at] & 0xFF] << 18
                | VALUES[text[at + 1] & 0xFF] << 12
                | VALUES[text[at + 2] & 0xFF] << 6
                | VALUES[text[at + 3] & 0xFF];
    }

    private static float ofBigEndian(int fourBytes) {
        return Float.intBitsToFloat(Integer.reverseBytes(fourBytes));
    }

    private void decodeOne(int character) {
        if (escape >= 0 || character == '\\') {
            unescape(character);
            return;
        }
        if (character == '=') {
            padded = true;
            return;
        }
        int value = VALUES[character];
        if (value < 0 || padded) {
            throw new IllegalArgumentException("a vector is not base64");
        }
        bits = bits << 6 | value;
        bitCount += 6;
        if (bitCount >= Byte.SIZE) {
            bitCount -= Byte.SIZE;
            add(bits >>> bitCount & 0xFF);
        }
    }

    /** Some servers escape the slash, write the padding in hexadecimal, or break lines as in mails. */
    private void unescape(int character) {
        if (escape < 0) {
            escape = 0; // the backslash itself
        } else if (escape == 0 && character != 'u') {
            escape = -1;
            if (character != 'n' && character != 'r') {
                decodeOne(character == '/' ? character : 0);
            }
        } else if (escape == 0) {
            escape = 1;
            codePoint = 0;
        } else {
            codePoint = codePoint << 4 | Character.digit(character, 16); // negative from the first that is none
            if (escape++ == HEX_DIGITS) {
                escape = -1;
                decodeOne(codePoint < 0 || codePoint >= VALUES.length ? 0 : codePoint);
            }
        }
    }

    private void add(int oneByte) {
        bytes |= oneByte << byteCount * Byte.SIZE;
        if (++byteCount == Float.BYTES) {
            makeRoom(1);
            floats[count++] = Float.intBitsToFloat(bytes);
            bytes = 0;
            byteCount = 0;
        }
    }

    /** Refuses a vector that has grown beyond any model's. */
    static void checkSize(int count) {
        if (count > MAX_FLOATS) {
            throw new IllegalArgumentException("a vector has more than " + MAX_FLOATS + " numbers");
        }
    }

    private void makeRoom(int more) {
        if (count + more > floats.length) {
            checkSize(count);
            floats = Arrays.copyOf(floats, Math.max(count + more, count * 2));
        }
    }

    /** All of them; empty when the text ended in the middle of one, or of a group of four characters. */
    float[] toVector() {
        if (byteCount > 0 || bitCount >= LONE_CHARACTER) {
            return new float[0];
        }
        return count == floats.length ? floats : Arrays.copyOf(floats, count);
    }
}
