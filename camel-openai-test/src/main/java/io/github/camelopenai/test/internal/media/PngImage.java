// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.test.internal.media;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;

/** A PNG that shows a prompt and carries it in an iTXt chunk. Stateless. */
public final class PngImage {
    /** Signature and IHDR: the first chunk has a fixed length. */
    private static final int AFTER_IHDR = 8 + 12 + 13;

    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    private static final byte[] ITXT_HEAD = "Description\0\0\0\0\0".getBytes(StandardCharsets.US_ASCII);

    private PngImage() {}

    public static byte[] of(String prompt, int width, int height) {
        byte[] png = encode(prompt, width, height);
        ByteArrayOutputStream out = new ByteArrayOutputStream(png.length + 256);
        out.write(png, 0, AFTER_IHDR);
        out.writeBytes(chunk("iTXt", concat(ITXT_HEAD, prompt.getBytes(StandardCharsets.UTF_8))));
        out.write(png, AFTER_IHDR, png.length - AFTER_IHDR);
        return out.toByteArray();
    }

    /** The prompt inside; empty when this is no PNG of ours. */
    public static Optional<String> prompt(byte[] png) {
        if (!Arrays.equals(SIGNATURE, Arrays.copyOf(png, SIGNATURE.length))) {
            return Optional.empty();
        }
        ByteBuffer in = ByteBuffer.wrap(png, SIGNATURE.length, png.length - SIGNATURE.length);
        byte[] type = new byte[4];
        while (in.remaining() >= 12) {
            int length = in.getInt();
            in.get(type);
            if (length < 0 || length > in.remaining() - 4) {
                return Optional.empty();
            }
            byte[] data = new byte[length];
            in.get(data).getInt();
            if (Arrays.equals(type, ascii("iTXt")) && startsWith(data, ITXT_HEAD)) {
                return Optional.of(
                        new String(data, ITXT_HEAD.length, length - ITXT_HEAD.length, StandardCharsets.UTF_8));
            }
        }
        return Optional.empty();
    }

    private static byte[] encode(String prompt, int width, int height) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            ImageIO.write(Drawing.of(prompt, width, height), "png", out);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory cannot fail", e);
        }
        return out.toByteArray();
    }

    private static byte[] chunk(String type, byte[] data) {
        byte[] typeAndData = concat(ascii(type), data);
        CRC32 crc = new CRC32();
        crc.update(typeAndData);
        return ByteBuffer.allocate(12 + data.length)
                .putInt(data.length)
                .put(typeAndData)
                .putInt((int) crc.getValue())
                .array();
    }

    private static boolean startsWith(byte[] data, byte[] head) {
        return data.length >= head.length && Arrays.equals(head, Arrays.copyOf(data, head.length));
    }

    private static byte[] concat(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
