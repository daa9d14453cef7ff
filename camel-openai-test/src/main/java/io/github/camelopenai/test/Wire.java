// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.test;

import io.github.camelopenai.test.internal.api.Answer;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * An answer as bytes of HTTP/1.1, whole or up to a phase. Immutable, apart from the bytes, which nobody changes.
 *
 * @param before     what is sent before the status line
 * @param statusLine without its line end; empty where the body is everything
 * @param pieces     the body: the events of a stream, or the parts that become chunks
 */
record Wire(
        byte[] before, String statusLine, List<String> headers, List<byte[]> pieces, boolean chunked, boolean events) {
    private static final String LINE_END = "\r\n";

    static Wire of(Answer answer) {
        byte[] body = answer.body();
        boolean events = Frames.areEvents(answer.contentType());
        List<byte[]> pieces = events ? events(body) : halves(body);
        List<String> headers = List.of(
                "Content-Type: " + answer.contentType(),
                "x-request-id: req_faulty",
                answer.chunked() ? "Transfer-Encoding: chunked" : "Content-Length: " + body.length);
        return new Wire(new byte[0], statusLine(answer.status()), headers, pieces, answer.chunked(), events);
    }

    /** A status without a body. */
    static Wire bodiless(int status) {
        boolean hasNone = status < 200 || status == 204 || status == 304;
        List<String> headers = hasNone ? List.of() : List.of("Content-Length: 0");
        return new Wire(new byte[0], statusLine(status), headers, List.of(), false, false);
    }

    static Wire raw(byte[] bytes) {
        return new Wire(new byte[0], "", List.of(), List.of(bytes), false, false);
    }

    static String statusLine(int status) {
        return "HTTP/1.1 " + status + " Status " + status;
    }

    /** The same behind another one. */
    Wire after(Wire other) {
        return new Wire(other.upTo(Phase.ANSWER_SENT), statusLine, headers, pieces, chunked, events);
    }

    Wire with(List<String> moreHeaders) {
        List<String> all = new ArrayList<>(headers);
        all.addAll(moreHeaders);
        return new Wire(before, statusLine, all, pieces, chunked, events);
    }

    /** What has been sent when the answer is in this phase. */
    byte[] upTo(Phase phase) {
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        if (phase.compareTo(Phase.STATUS_SENT) < 0) {
            return sent.toByteArray();
        }
        sent.writeBytes(before);
        write(sent, statusLine.isEmpty() ? "" : statusLine + LINE_END);
        if (phase == Phase.STATUS_SENT) {
            return sent.toByteArray();
        }
        headers.forEach(header -> write(sent, header + LINE_END));
        write(sent, statusLine.isEmpty() ? "" : LINE_END);
        if (phase == Phase.HEADERS_SENT) {
            return sent.toByteArray();
        }
        writeBody(sent, phase);
        byte[] all = sent.toByteArray();
        return phase == Phase.LAST_BYTE_MISSING && all.length > 0 ? Arrays.copyOf(all, all.length - 1) : all;
    }

    private void writeBody(ByteArrayOutputStream sent, Phase phase) {
        int left = bodyBytes(phase);
        for (byte[] piece : pieces) {
            if (left <= 0) {
                return;
            }
            write(sent, chunked ? Integer.toHexString(piece.length) + LINE_END : "");
            sent.write(piece, 0, Math.min(left, piece.length));
            left -= piece.length;
            write(sent, chunked && left >= 0 ? LINE_END : "");
        }
        boolean whole = phase == Phase.ANSWER_SENT || phase == Phase.LAST_BYTE_MISSING;
        write(sent, chunked && whole ? "0" + LINE_END + LINE_END : "");
    }

    private int bodyBytes(Phase phase) {
        int size = bytes(pieces.size());
        return switch (phase) {
            case BETWEEN_EVENTS -> events ? bytes(pieces.size() / 2) : size / 2;
            case INSIDE_EVENT ->
                events ? bytes(pieces.size() / 2) + pieces.get(pieces.size() / 2).length / 2 : size / 2;
            case INSIDE_CHARACTER -> insideCharacter(size);
            case HALF_BODY_SENT -> size / 2;
            default -> size;
        };
    }

    private int insideCharacter(int size) {
        byte[] body = body();
        for (int index = size - 1; index > 0; index--) {
            if ((body[index] & 0xC0) == 0xC0) { // the first byte of several, in UTF-8
                return index + 1;
            }
        }
        return size / 2;
    }

    /** Of the first pieces. */
    private int bytes(int firstPieces) {
        return pieces.subList(0, firstPieces).stream()
                .mapToInt(piece -> piece.length)
                .sum();
    }

    private byte[] body() {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        pieces.forEach(body::writeBytes);
        return body.toByteArray();
    }

    private static List<byte[]> halves(byte[] body) {
        int middle = body.length / 2;
        return body.length < 2
                ? List.of(body)
                : List.of(Arrays.copyOf(body, middle), Arrays.copyOfRange(body, middle, body.length));
    }

    private static List<byte[]> events(byte[] body) {
        List<byte[]> events = new ArrayList<>();
        int start = 0;
        for (int index = 1; index < body.length; index++) {
            if (body[index] == '\n' && body[index - 1] == '\n') {
                events.add(Arrays.copyOfRange(body, start, index + 1));
                start = index + 1;
            }
        }
        if (start < body.length || events.isEmpty()) {
            events.add(Arrays.copyOfRange(body, start, body.length));
        }
        return events;
    }

    private static void write(ByteArrayOutputStream sent, String text) {
        sent.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }
}
