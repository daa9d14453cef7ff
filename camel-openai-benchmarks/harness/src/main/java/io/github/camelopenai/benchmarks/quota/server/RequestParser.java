// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.benchmarks.quota.server;

import io.github.camelopenai.benchmarks.quota.work.Job;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/** Cuts the bytes of one connection into requests as they come in. Not thread-safe. */
final class RequestParser {
    private static final String NAME = "\"" + Job.PROMPT_START;

    private ByteBuffer bytes = ByteBuffer.allocate(16 << 10);

    /** Where the next bytes are to be read into; there is always room. */
    ByteBuffer room() {
        if (!bytes.hasRemaining()) {
            bytes = ByteBuffer.allocate(bytes.capacity() * 2).put(bytes.flip());
        }
        return bytes;
    }

    /** Takes out the text of the next request, its head included; empty while some of it is still missing. */
    Optional<String> next() {
        String text = new String(bytes.array(), 0, bytes.position(), StandardCharsets.ISO_8859_1);
        int head = text.indexOf("\r\n\r\n");
        if (head < 0) {
            return Optional.empty();
        }
        int end = endOfBody(text, head + 4);
        if (end < 0 || end > text.length()) {
            return Optional.empty();
        }
        bytes.flip().position(end);
        bytes.compact();
        return Optional.of(text.substring(0, end));
    }

    /** The id of the job that a request names. */
    static OptionalInt jobOf(String request) {
        int name = request.indexOf(NAME);
        if (name < 0) {
            return OptionalInt.empty();
        }
        int id = 0;
        for (int i = name + NAME.length(); i < request.length() && Character.isDigit(request.charAt(i)); i++) {
            id = id * 10 + request.charAt(i) - '0';
        }
        return OptionalInt.of(id);
    }

    /** Where the body ends that starts here; -1 while that is not known. */
    private static int endOfBody(String text, int body) {
        String head = text.substring(0, body).toLowerCase(Locale.ROOT);
        int length = head.indexOf("\r\ncontent-length:");
        if (length >= 0) {
            int value = head.indexOf(':', length) + 1;
            return body
                    + Integer.parseInt(
                            head.substring(value, head.indexOf('\r', value)).trim());
        }
        return head.contains("\r\ntransfer-encoding: chunked") ? endOfChunks(text, body) : body;
    }

    private static int endOfChunks(String text, int body) {
        int start = body;
        while (true) {
            int line = text.indexOf("\r\n", start);
            if (line < 0) {
                return -1;
            }
            int length = Integer.parseInt(text.substring(start, line).trim(), 16);
            start = line + 2 + length + 2;
            if (length == 0 || start > text.length()) {
                return length == 0 ? start : -1;
            }
        }
    }
}
