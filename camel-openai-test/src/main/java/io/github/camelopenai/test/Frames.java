// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.test;

import io.github.camelopenai.test.internal.api.Answer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * How a body goes out: in which pieces, with how long a pause before each, and how it ends. Immutable, apart from the bytes,
 * which nobody changes.
 *
 * @param pieces  of server-sent events each is one event or comment, until they are cut anew; else all is one piece
 * @param apart   each piece is sent by itself
 * @param pause   in simulated time
 * @param events  the body is made of server-sent events
 * @param changed a script changed something: without it, and without events, nothing speaks against sending all at once
 */
record Frames(List<byte[]> pieces, boolean apart, Duration pause, End end, boolean events, boolean changed) {
    private static final String EVENTS = "text/event-stream";
    private static final byte[] KEEP_ALIVE = bytes(": keep-alive\n\n");

    /** What comes after the last piece. */
    enum End {
        COMPLETE,
        /** The connection is closed although the body is not complete. */
        CUT,
        /** Nothing, and the connection stays open. */
        SILENT
    }

    static Frames of(Answer answer) {
        boolean events = areEvents(answer.contentType());
        return new Frames(
                events ? split(answer.body()) : List.of(answer.body()),
                false,
                Duration.ZERO,
                End.COMPLETE,
                events,
                false);
    }

    static boolean areEvents(String contentType) {
        return contentType.startsWith(EVENTS);
    }

    /** Whether it is a document that ends too early, and nothing more: its stated length tells. */
    boolean isCutDocument() {
        return end == End.CUT && !events && !apart && pause.isZero();
    }

    /** How long it takes to send all, in simulated time. */
    Duration time() {
        return pause.multipliedBy(pieces.size());
    }

    Frames every(Duration time) {
        return new Frames(pieces, true, time, end, events, true);
    }

    /** Cuts the body anew, wherever that falls. */
    Frames inPieces(int count) {
        int size = Math.max(1, (size() + count - 1) / count);
        return inPiecesOf(size);
    }

    Frames inPiecesOf(int size) {
        byte[] all = all();
        List<byte[]> cut = new ArrayList<>();
        for (int start = 0; start < all.length; start += size) {
            cut.add(Arrays.copyOfRange(all, start, Math.min(all.length, start + size)));
        }
        return new Frames(List.copyOf(cut), true, pause, end, events, true);
    }

    /** Keeps so many bytes. */
    Frames firstBytes(int most, End newEnd) {
        List<byte[]> kept = new ArrayList<>();
        int left = most;
        for (byte[] piece : pieces) {
            if (left > 0) {
                kept.add(Arrays.copyOf(piece, Math.min(left, piece.length)));
                left -= piece.length;
            }
        }
        return new Frames(List.copyOf(kept), apart, pause, newEnd, events, true);
    }

    /** Keeps half of the bytes of a text, and all before it. */
    Frames cutInside(String text) {
        int at = latin1(all()).indexOf(latin1(bytes(text)));
        if (at < 0) {
            throw new IllegalStateException("cutInside: the answer has no such text: " + text);
        }
        return firstBytes(at + bytes(text).length / 2, End.CUT);
    }

    /** Keeps so many events; comments do not count. */
    Frames firstEvents(int most, End newEnd) {
        checkEvents();
        List<byte[]> kept = new ArrayList<>();
        int left = most;
        for (byte[] piece : pieces) {
            if (left > 0) {
                kept.add(piece);
                left -= piece[0] == ':' ? 0 : 1;
            }
        }
        return new Frames(List.copyOf(kept), apart, pause, newEnd, events, true);
    }

    Frames andEvent(byte[] data) {
        checkEvents();
        List<byte[]> more = new ArrayList<>(pieces);
        more.add(concat(List.of(bytes("data: "), data, bytes("\n\n"))));
        return withPieces(more);
    }

    Frames withoutDone() {
        checkEvents();
        return withPieces(pieces.stream()
                .filter(piece -> !latin1(piece).startsWith("data: [DONE]"))
                .toList());
    }

    Frames withKeepAlives() {
        checkEvents();
        List<byte[]> more = new ArrayList<>();
        for (byte[] piece : pieces) {
            more.add(KEEP_ALIVE);
            more.add(piece);
        }
        return withPieces(more);
    }

    Frames withCrLf() {
        checkEvents();
        UnaryOperator<byte[]> change =
                piece -> latin1(piece).replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1);
        return withPieces(pieces.stream().map(change).toList());
    }

    private Frames withPieces(List<byte[]> changed) {
        return new Frames(List.copyOf(changed), apart, pause, end, events, true);
    }

    private void checkEvents() {
        if (!events) {
            throw new IllegalStateException(
                    "the reply is scripted for a stream of events, but the answer is none; does the request say \"stream\": true?");
        }
    }

    private int size() {
        return pieces.stream().mapToInt(piece -> piece.length).sum();
    }

    /** All pieces as one. */
    byte[] all() {
        return concat(pieces);
    }

    /** Cuts behind each empty line. */
    private static List<byte[]> split(byte[] body) {
        List<byte[]> pieces = new ArrayList<>();
        int start = 0;
        for (int end = 1; end <= body.length; end++) {
            if (end == body.length || isBlankLine(body, end)) {
                pieces.add(Arrays.copyOfRange(body, start, end));
                start = end;
            }
        }
        return List.copyOf(pieces);
    }

    /** Whether two line ends lie before this position; they may be those of Windows. */
    private static boolean isBlankLine(byte[] body, int end) {
        boolean lineEnd = end >= 2 && body[end - 1] == '\n';
        return lineEnd && (body[end - 2] == '\n' || (end >= 3 && body[end - 2] == '\r' && body[end - 3] == '\n'));
    }

    private static byte[] concat(List<byte[]> parts) {
        ByteBuffer all =
                ByteBuffer.allocate(parts.stream().mapToInt(part -> part.length).sum());
        parts.forEach(all::put);
        return all.array();
    }

    private static String latin1(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
