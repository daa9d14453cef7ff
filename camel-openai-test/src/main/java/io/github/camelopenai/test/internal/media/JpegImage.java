// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.test.internal.media;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import javax.imageio.ImageIO;

/** A JPEG that shows a prompt and carries it in a comment segment. Stateless. */
public final class JpegImage {
    private static final int START = 0xFFD8;
    private static final int COMMENT = 0xFFFE;
    private static final int MOST = 65_533;

    private JpegImage() {}

    public static byte[] of(String prompt, int width, int height) {
        ByteArrayOutputStream encoded = new ByteArrayOutputStream();
        try {
            ImageIO.write(Drawing.of(prompt, width, height), "jpeg", encoded);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory cannot fail", e);
        }
        byte[] jpeg = encoded.toByteArray();
        byte[] text = prompt.getBytes(StandardCharsets.UTF_8);
        int length = Math.min(text.length, MOST);
        return ByteBuffer.allocate(jpeg.length + length + 4)
                .put(jpeg, 0, 2)
                .putShort((short) COMMENT)
                .putShort((short) (length + 2))
                .put(text, 0, length)
                .put(jpeg, 2, jpeg.length - 2)
                .array();
    }

    /** The prompt inside; empty when this is no JPEG of ours. */
    public static Optional<String> prompt(byte[] jpeg) {
        ByteBuffer in = ByteBuffer.wrap(jpeg);
        if (jpeg.length < 6 || (in.getShort() & 0xFFFF) != START || (in.getShort() & 0xFFFF) != COMMENT) {
            return Optional.empty();
        }
        int length = Math.min((in.getShort() & 0xFFFF) - 2, in.remaining());
        return Optional.of(new String(jpeg, in.position(), Math.max(0, length), StandardCharsets.UTF_8));
    }
}
