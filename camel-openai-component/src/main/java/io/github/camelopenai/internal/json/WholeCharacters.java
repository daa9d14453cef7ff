// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.json;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * Joins characters beyond U+FFFF whose two halves (surrogates) arrive in two pieces of a text. A half without its other
 * half becomes U+FFFD: UTF-8 cannot encode it, and servers refuse JSON that has it. One instance per text. Not
 * thread-safe.
 */
public final class WholeCharacters {

    private static final char REPLACEMENT = '\uFFFD';
    private static final char NONE = 0;
    private static final int ESCAPE = 6; // bytes of an escape: backslash, u, four digits
    private static final int NO_CODE = -1;
    private static final Pattern ESCAPED = Pattern.compile("\\\\u[dD]"); // the start of every escaped surrogate

    private char held = NONE; // the first half of a character, until its second half comes

    /** The next piece, without a first half at its end, but with the half held back before. */
    public String feed(String piece) {
        if (piece.isEmpty() || held == NONE && isWhole(piece)) {
            return piece;
        }
        String text = held == NONE ? piece : held + piece;
        int end = text.length();
        char last = text.charAt(end - 1);
        held = Character.isHighSurrogate(last) ? last : NONE;
        return of(held == NONE ? text : text.substring(0, end - 1));
    }

    /** The replacement of a half that is still held back; empty if there is none. Nothing is held back afterwards. */
    public String end() {
        String rest = held == NONE ? "" : String.valueOf(REPLACEMENT);
        held = NONE;
        return rest;
    }

    /** A whole text. */
    public static String of(String text) {
        if (isWhole(text)) {
            return text;
        }
        StringBuilder whole = new StringBuilder(text.length());
        text.codePoints().forEach(code -> whole.appendCodePoint(isHalf(code) ? REPLACEMENT : code));
        return whole.toString();
    }

    private static boolean isWhole(String text) {
        int length = text.length();
        for (int index = 0; index < length; index++) {
            char one = text.charAt(index);
            if (Character.isSurrogate(one)) {
                boolean pair = index + 1 < length && Character.isSurrogatePair(one, text.charAt(index + 1));
                if (!pair) {
                    return false;
                }
                index++;
            }
        }
        return true;
    }

    private static boolean isHalf(int code) {
        return code >= Character.MIN_SURROGATE && code <= Character.MAX_SURROGATE;
    }

    /**
     * Replaces halves in a JSON document as Jackson writes it: in bytes, each surrogate as an escape. The escape of the
     * replacement has the same length, so the document is changed in place.
     *
     * @return the same array
     */
    public static byte[] inJson(byte[] document) {
        int index = 0;
        while (index < document.length) {
            if (document[index] != '\\') {
                index++;
                continue;
            }
            int code = escapedAt(document, index);
            if (code == NO_CODE || !isHalf(code)) {
                index += 2; // the second backslash of an escaped backslash does not begin an escape
            } else if (isPair(code, escapedAt(document, index + ESCAPE))) {
                index += 2 * ESCAPE;
            } else {
                document[index + 2] = 'F';
                document[index + 3] = 'F';
                document[index + 4] = 'F';
                document[index + 5] = 'D';
                index += ESCAPE;
            }
        }
        return document;
    }

    /** A JSON document from another writer; halves in it may be characters or escapes. */
    public static String inJson(String document) {
        String whole = of(document);
        return ESCAPED.matcher(whole).find()
                ? new String(inJson(whole.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8)
                : whole;
    }

    private static boolean isPair(int first, int second) {
        return second != NO_CODE && Character.isSurrogatePair((char) first, (char) second);
    }

    /** The number of the character that is escaped here; negative if there is none. */
    private static int escapedAt(byte[] document, int index) {
        if (index + ESCAPE > document.length || document[index] != '\\' || document[index + 1] != 'u') {
            return NO_CODE;
        }
        int code = 0;
        for (int digit = index + 2; digit < index + ESCAPE; digit++) {
            code = code << 4 | Character.digit(document[digit], 16);
        }
        return code;
    }
}
