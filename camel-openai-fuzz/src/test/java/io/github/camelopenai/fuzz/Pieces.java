// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.fuzz;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;

/** Bytes that come in pieces. Where they are cut depends on the bytes alone, so an input always does the same. */
public final class Pieces extends InputStream {

    private static final int LONGEST = 24;
    private static final int SHORT = 16;
    private static final int PUMPED = 30_000;

    private final byte[] bytes;
    private final Random cuts;
    private int at;

    /** A stream of these bytes, in which each read gets a few of them. */
    public Pieces(byte[] bytes) {
        this.bytes = bytes;
        this.cuts = random(bytes);
    }

    /** Numbers that depend on the input alone. */
    public static Random random(byte[] input) {
        CRC32 sum = new CRC32();
        sum.update(input);
        return new Random(sum.getValue());
    }

    /** A text in pieces, some of them empty, cut within characters beyond U+FFFF too. */
    public static List<String> of(String text) {
        Random cuts = random(text.getBytes(StandardCharsets.UTF_8));
        List<String> pieces = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            int end = Math.min(text.length(), at + cuts.nextInt(LONGEST));
            pieces.add(text.substring(at, end));
            at = end;
        }
        return pieces;
    }

    /** The input as a text and what follows it behind the first line break; the second is empty where there is none. */
    public static String[] split(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        int end = text.indexOf('\n');
        return end < 0 ? new String[] {text, ""} : new String[] {text.substring(0, end), text.substring(end + 1)};
    }

    /** A short text so often that it is a long one, for what takes longer than its length; other texts stay as they are. */
    public static String pumped(String text) {
        return text.isEmpty() || text.length() > SHORT ? text : text.repeat(PUMPED / text.length());
    }

    @Override
    public int read() {
        return at < bytes.length ? bytes[at++] & 0xFF : -1;
    }

    @Override
    public int read(byte[] target, int offset, int count) {
        if (count == 0) {
            return 0;
        }
        if (at == bytes.length) {
            return -1;
        }
        int taken = Math.min(Math.min(count, bytes.length - at), 1 + cuts.nextInt(LONGEST));
        System.arraycopy(bytes, at, target, offset, taken);
        at += taken;
        return taken;
    }
}
