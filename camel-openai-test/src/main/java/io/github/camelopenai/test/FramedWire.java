// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.test;

import io.github.camelopenai.test.internal.api.Answer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/** Makes the bytes of each {@link Framing}. Stateless. */
final class FramedWire {
    private static final int MANY = 10_000;
    private static final int MEGABYTE = 1024 * 1024;
    private static final int BOMB_MEGABYTES = 1024;
    private static final byte[] GZIP_HEADER = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 0xff};

    private final String type;
    private final byte[] body;

    private FramedWire(Answer answer) {
        this.type = "Content-Type: " + answer.contentType();
        this.body = answer.body();
    }

    static Wire of(Framing framing, Answer answer) {
        return Wire.raw(new FramedWire(answer).bytes(framing));
    }

    private byte[] bytes(Framing framing) {
        if (framing.name().contains("GZIP")) {
            return gzip(framing);
        }
        if (framing.name().contains("CHUNK") || framing == Framing.TRAILERS || framing == Framing.LAST_LINE_MISSING) {
            return chunked(framing);
        }
        return framing.name().startsWith("HEADER")
                ? odd(framing)
                : switch (framing) {
                    case LENGTH_TOO_LARGE -> answer(length(body.length + 100), body);
                    case LENGTH_TOO_SMALL -> answer(length(body.length / 2), body);
                    case LENGTH_TWICE -> answer(length(body.length) + length(body.length), body);
                    case LENGTH_TWICE_DIFFERENT -> answer(length(body.length) + length(body.length / 2), body);
                    case LENGTH_NEGATIVE -> answer(length(-1), body);
                    case LENGTH_NO_NUMBER -> answer("Content-Length: all of it\r\n", body);
                    case LENGTH_OVERFLOW -> answer("Content-Length: 99999999999999999999\r\n", body);
                    case LENGTH_MISSING -> answer("", body);
                    case BODY_MISSING -> answer(length(body.length), new byte[0]);
                    case TRANSFER_ENCODING_UNKNOWN -> answer("Transfer-Encoding: cabbage\r\n", body);
                    case CONTENT_ENCODING_UNKNOWN ->
                        answer("Content-Encoding: cabbage\r\n" + length(body.length), body);
                    case INFORMATIONAL_FLOOD -> join("HTTP/1.1 103 Early Hints\r\n\r\n".repeat(MANY), whole());
                    default -> around(framing);
                };
    }

    /** What is wrong outside the headers. */
    private byte[] around(Framing framing) {
        return switch (framing) {
            case GARBAGE_BEFORE -> join("\u0001\u0002garbage\r\n", whole());
            case GARBAGE_AFTER -> join("", whole(), ascii("\u0001\u0002garbage\r\n"));
            case ANSWER_TWICE -> join("", whole(), whole());
            case GARBAGE_ONLY -> ascii("\u0001\u0002garbage\r\n\r\n".repeat(10));
            case EMPTY_LINE_BEFORE -> join("\r\n", whole());
            case HTTP_0_9 -> body;
            case HTTP_1_0 -> answer("HTTP/1.0 200 OK", length(body.length), body);
            case HTTP_3_0 -> answer("HTTP/3.0 200 OK", length(body.length), body);
            case STATUS_MISSING -> answer("HTTP/1.1", length(body.length), body);
            case STATUS_NO_NUMBER -> answer("HTTP/1.1 OK 200", length(body.length), body);
            case STATUS_TOO_LARGE -> answer("HTTP/1.1 2000 OK", length(body.length), body);
            case REASON_MISSING -> answer("HTTP/1.1 200", length(body.length), body);
            case LINE_FEEDS_ONLY ->
                join("HTTP/1.1 200 OK\n" + type + "\nContent-Length: " + body.length + "\n\n", body);
            default -> throw new IllegalStateException("no bytes for " + framing);
        };
    }

    private byte[] odd(Framing framing) {
        String header =
                switch (framing) {
                    case HEADER_WITHOUT_COLON -> "X-Colon is missing";
                    case HEADER_WITHOUT_NAME -> ": value";
                    case HEADER_WITH_NUL -> "X-Nul: a\u0000b";
                    case HEADER_NOT_ASCII -> "X-Name: Grüße";
                    case HEADER_FOLDED -> "X-Folded: a\r\n b";
                    case HEADERS_OF_ONE_MEGABYTE -> "X-Large: " + "a".repeat(MEGABYTE);
                    case HEADERS_TEN_THOUSAND -> "X-Many: a\r\n".repeat(MANY - 1) + "X-Many: a";
                    default -> throw new IllegalStateException("no header for " + framing);
                };
        return answer(header + "\r\n" + length(body.length), body);
    }

    private byte[] chunked(Framing framing) {
        String size = Integer.toHexString(body.length);
        String end = "\r\n0\r\n\r\n";
        String first =
                switch (framing) {
                    case CHUNK_SIZE_NO_NUMBER -> "many";
                    case CHUNK_SIZE_NEGATIVE -> "-" + size;
                    case CHUNK_SIZE_OVERFLOW -> "fffffffffffffffffff";
                    case CHUNK_SIZE_TOO_LARGE -> Integer.toHexString(body.length + 100);
                    case CHUNK_SIZE_TOO_SMALL -> Integer.toHexString(body.length / 2);
                    case CHUNK_EXTENSION -> size + ";name=value";
                    default -> size;
                };
        String last =
                switch (framing) {
                    case LAST_CHUNK_MISSING -> "\r\n";
                    case LAST_LINE_MISSING -> "\r\n0\r\n";
                    case TRAILERS -> "\r\n0\r\nX-Trailer: a\r\n\r\n";
                    default -> end;
                };
        String headers = "Transfer-Encoding: chunked\r\n";
        headers += framing == Framing.LENGTH_AND_CHUNKS ? length(body.length / 2) : "";
        return answer(headers, join(first + "\r\n", body, ascii(last)));
    }

    private byte[] gzip(Framing framing) {
        byte[] packed = framing == Framing.GZIP_BOMB ? bomb() : framing == Framing.GZIP_IS_PLAIN ? body : gzip(body);
        int middle = packed.length / 2;
        switch (framing) {
            case GZIP_TRUNCATED -> packed = Arrays.copyOf(packed, middle);
            case GZIP_CORRUPT -> Arrays.fill(packed, middle, Math.min(middle + 8, packed.length), (byte) 0xff);
            case GZIP_CHECKSUM_WRONG -> packed[packed.length - 8] ^= 1;
            default -> {
                // as it is
            }
        }
        return answer("Content-Encoding: gzip\r\n" + length(packed.length), packed);
    }

    private static byte[] gzip(byte[] plain) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }

    /** The first half of the answer, then one compressed megabyte again and again; without an end. */
    private byte[] bomb() {
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        packed.writeBytes(GZIP_HEADER);
        packed.writeBytes(deflated(deflater, Arrays.copyOf(body, body.length / 2)));
        byte[] megabyte = new byte[MEGABYTE];
        Arrays.fill(megabyte, (byte) 'a');
        byte[] block = deflated(deflater, megabyte);
        deflater.end();
        for (int count = 0; count < BOMB_MEGABYTES; count++) {
            packed.writeBytes(block);
        }
        return packed.toByteArray();
    }

    /** A full flush: the block does not depend on the one before, so that it can be repeated. */
    private static byte[] deflated(Deflater deflater, byte[] plain) {
        deflater.setInput(plain);
        byte[] block = new byte[plain.length + 1024];
        return Arrays.copyOf(block, deflater.deflate(block, 0, block.length, Deflater.FULL_FLUSH));
    }

    private byte[] whole() {
        return answer(length(body.length), body);
    }

    private byte[] answer(String headers, byte[] content) {
        return answer("HTTP/1.1 200 OK", headers, content);
    }

    private byte[] answer(String statusLine, String headers, byte[] content) {
        return join(statusLine + "\r\n" + type + "\r\n" + headers + "\r\n", content);
    }

    private static String length(int bytes) {
        return "Content-Length: " + bytes + "\r\n";
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] join(String head, byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(ascii(head));
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
