// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.sse;

import io.github.camelopenai.error.ErrorDetails;
import io.github.camelopenai.error.OpenAiResponseException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Splits bytes into server-sent events, as the HTML standard of the WHATWG defines them (section 9.2.6). Does no I/O:
 * the caller feeds slices, split anywhere, and asks for events in between. Not thread-safe.
 */
public final class SseParser {
    /*
     * 1. Works on bytes. UTF-8 has no line break or colon within a longer character, so every split is safe, and a
     *    reader of JSON needs no text first.
     * 2. feed() passes a slice; next() is called until it returns false; then the slice is used up. At most a part of
     *    one event remains.
     * 3. A line ends with CR, LF or both. The LF of a pair may come with the next slice, so a CR is remembered.
     * 4. An empty line ends an event. Without data there is no event: comments keep a connection alive that way.
     */
    private static final int DATA = 1;
    private static final int EVENT = 2;

    private final int maxBytes;
    private byte[] slice = new byte[0];
    private int position;
    private int end;
    private byte[] line = new byte[512]; // a line that is split between slices
    private int lineLength;
    private byte[] data = new byte[1024];
    private int dataLength;
    private int dataLines;
    private String type = "";
    private boolean afterReturn;
    private boolean atStart = true;
    private boolean delivered;

    /**
     * @param maxBytes the longest line, and the most data of one event
     */
    public SseParser(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** Passes the next bytes; they must not change until {@link #next} returns false. */
    public void feed(byte[] bytes, int offset, int count) {
        slice = bytes;
        position = offset;
        end = offset + count;
    }

    /**
     * Advances to the next event.
     *
     * @return false when more bytes are needed
     * @throws OpenAiResponseException when a line or an event is longer than the bound
     */
    public boolean next() {
        forgetDelivered();
        while (position < end) {
            int lineEnd = endOfLine();
            if (lineEnd < 0) {
                keepLine(end);
                position = end;
                return false;
            }
            if (takeLine(lineEnd)) {
                delivered = true;
                return true;
            }
        }
        return false;
    }

    /** The bytes have ended. The last event counts even without the empty line that should end it. */
    public boolean finish() {
        forgetDelivered();
        if (lineLength > 0) {
            field(line, 0, lineLength);
            lineLength = 0;
        }
        delivered = dataLines > 0;
        return delivered;
    }

    /** The type of the current event; empty when it has no name. */
    public String type() {
        return type;
    }

    /** The data of that event, from index 0; valid until {@link #next} is called again. Lines are joined by LF. */
    public byte[] data() {
        return data;
    }

    /** How many bytes of {@link #data} are valid. */
    public int length() {
        return dataLength;
    }

    /** The data as text. */
    public String text() {
        return new String(data, 0, dataLength, StandardCharsets.UTF_8);
    }

    /** Whether the data is this ASCII text. */
    public boolean is(String text) {
        if (dataLength != text.length()) {
            return false;
        }
        for (int index = 0; index < dataLength; index++) {
            if (data[index] != text.charAt(index)) {
                return false;
            }
        }
        return true;
    }

    private void forgetDelivered() {
        if (delivered) {
            delivered = false;
            dataLength = 0;
            dataLines = 0;
            type = "";
        }
    }

    /** The index of the CR or LF that ends the current line; negative when the slice ends first. */
    private int endOfLine() {
        if (afterReturn) {
            afterReturn = false;
            if (slice[position] == '\n') {
                position++;
            }
        }
        for (int index = position; index < end; index++) {
            byte value = slice[index];
            if (value == '\n' || value == '\r') {
                return index;
            }
        }
        return -1;
    }

    private void keepLine(int until) {
        int count = until - position;
        if (count > 0) {
            line = appended(line, lineLength, slice, position, count);
            lineLength += count;
        }
    }

    /** Reads one whole line; true when it ends an event. */
    private boolean takeLine(int lineEnd) {
        boolean whole = lineLength == 0;
        if (!whole) {
            keepLine(lineEnd);
        }
        byte[] bytes = whole ? slice : line;
        int from = whole ? position : 0;
        int length = whole ? lineEnd - position : lineLength;
        afterReturn = slice[lineEnd] == '\r';
        position = lineEnd + 1;
        lineLength = 0;
        if (length == 0) {
            return endEvent();
        }
        field(bytes, from, length);
        return false;
    }

    private boolean endEvent() {
        if (dataLines > 0) {
            return true;
        }
        type = "";
        return false;
    }

    private void field(byte[] bytes, int offset, int count) {
        int from = offset;
        int length = count;
        if (atStart) {
            atStart = false;
            if (startsWithMark(bytes, from, length)) {
                from += 3;
                length -= 3;
            }
        }
        int colon = from;
        while (colon < from + length && bytes[colon] != ':') {
            colon++;
        }
        int value = Math.min(colon + 1, from + length);
        if (value < from + length && bytes[value] == ' ') {
            value++;
        }
        switch (name(bytes, from, colon - from)) {
            case DATA -> addData(bytes, value, from + length - value);
            case EVENT -> type = new String(bytes, value, from + length - value, StandardCharsets.UTF_8);
            default -> {} // a comment, an id, a reconnect time: ignored
        }
    }

    private static boolean startsWithMark(byte[] bytes, int from, int length) {
        return length >= 3
                && bytes[from] == (byte) 0xEF
                && bytes[from + 1] == (byte) 0xBB
                && bytes[from + 2] == (byte) 0xBF;
    }

    private static int name(byte[] bytes, int from, int length) {
        if (length == 4
                && bytes[from] == 'd'
                && bytes[from + 1] == 'a'
                && bytes[from + 2] == 't'
                && bytes[from + 3] == 'a') {
            return DATA;
        }
        return length == 5 && new String(bytes, from, length, StandardCharsets.ISO_8859_1).equals("event") ? EVENT : 0;
    }

    private void addData(byte[] bytes, int offset, int count) {
        if (dataLines++ > 0) {
            data = appended(data, dataLength, new byte[] {'\n'}, 0, 1);
            dataLength++;
        }
        data = appended(data, dataLength, bytes, offset, count);
        dataLength += count;
    }

    private byte[] appended(byte[] target, int length, byte[] bytes, int offset, int count) {
        if (length + count > maxBytes) {
            throw new OpenAiResponseException(
                    "an event of the stream is longer than " + maxBytes + " bytes; the server may not be an API",
                    ErrorDetails.LOCAL,
                    null);
        }
        byte[] room = length + count <= target.length
                ? target
                : Arrays.copyOf(target, Math.max(length + count, Math.min(maxBytes, target.length * 2)));
        System.arraycopy(bytes, offset, room, length, count);
        return room;
    }
}
