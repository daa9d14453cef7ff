// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.test;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Reads one request of HTTP/1.1, phase by phase. Belongs to one thread. */
final class FaultyRequest {
    private static final int MOST_HEAD_BYTES = 1024 * 1024;
    private static final int MOST_BODY_BYTES = 64 * 1024 * 1024;

    private final InputStream in;
    private final StringBuilder head = new StringBuilder();
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private final Map<String, List<String>> headers = new TreeMap<>();

    /** The first byte is read already. */
    FaultyRequest(int firstByte, InputStream in) {
        this.in = in;
        head.append((char) firstByte);
    }

    /** Reads on until this phase is reached. */
    void readTo(Phase phase) throws IOException {
        readLine();
        if (phase.compareTo(Phase.HEADERS_READ) >= 0) {
            readHeaders();
        }
        if (phase.compareTo(Phase.HALF_BODY_READ) >= 0) {
            readBody(phase == Phase.HALF_BODY_READ);
        }
    }

    private void readHeaders() throws IOException {
        for (String line = readLine(); !line.isEmpty(); line = readLine()) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                headers.put(
                        line.substring(0, colon).toLowerCase(Locale.ROOT),
                        List.of(line.substring(colon + 1).strip()));
            }
        }
    }

    private void readBody(boolean half) throws IOException {
        if (headers.getOrDefault("transfer-encoding", List.of()).contains("chunked")) {
            readChunks(half);
        } else {
            int length = Integer.parseInt(
                    headers.getOrDefault("content-length", List.of("0")).get(0));
            read(half ? length / 2 : length);
        }
    }

    private void readChunks(boolean half) throws IOException {
        int size = chunkSize();
        if (half) {
            read(size / 2); // where the half of all is, nobody knows
            return;
        }
        for (; size > 0; size = chunkSize()) {
            read(size);
            readLine();
        }
        readLine();
    }

    private int chunkSize() throws IOException {
        return Integer.parseInt(readLine().split(";", 2)[0].strip(), 16);
    }

    private void read(int bytes) throws IOException {
        if (bytes < 0 || body.size() + (long) bytes > MOST_BODY_BYTES) {
            throw new IOException("the body of a request must not be larger than " + MOST_BODY_BYTES + " bytes");
        }
        byte[] read = in.readNBytes(bytes);
        body.writeBytes(read);
        if (read.length < bytes) {
            throw new EOFException("the client closed the connection in the middle of the body");
        }
    }

    /** Without its line end. */
    private String readLine() throws IOException {
        int start = head.length() == 1 ? 0 : head.length();
        while (head.length() == start || head.charAt(head.length() - 1) != '\n') {
            int next = in.read();
            if (next < 0 || head.length() > MOST_HEAD_BYTES) {
                throw new EOFException("the head of the request has no end");
            }
            head.append((char) next);
        }
        return head.substring(start).strip();
    }

    /** Request line and headers as they came. */
    String head() {
        return head.toString();
    }

    String method() {
        return head.substring(0, Math.max(0, head.indexOf(" ")));
    }

    /** Of the request line, without host and query. */
    String path() {
        String target = head.substring(method().length()).strip().split("\\s", 2)[0];
        int scheme = target.indexOf("://");
        int path = scheme < 0 ? 0 : target.indexOf('/', scheme + 3);
        return path < 0 ? "" : target.substring(path).split("\\?", 2)[0];
    }

    Map<String, List<String>> headers() {
        return headers;
    }

    byte[] body() {
        return body.toByteArray();
    }

    @Override
    public String toString() {
        return new String(body(), StandardCharsets.UTF_8).length() + " characters for " + path();
    }
}
