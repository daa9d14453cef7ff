// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.test.internal.media;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Iterator;
import java.util.Locale;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** What an image tells before its pixels begin. Immutable. */
public record ImageHead(String mediaType, int width, int height) {

    /** Reads PNG, JPEG, GIF and BMP, as the JDK does; empty for anything else. */
    public static Optional<ImageHead> of(byte[] image) {
        try (MemoryCacheImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(image))) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
            if (!readers.hasNext()) {
                return Optional.empty();
            }
            ImageReader reader = readers.next();
            try {
                reader.setInput(in);
                String type = "image/" + reader.getFormatName().toLowerCase(Locale.ROOT);
                return Optional.of(new ImageHead(type, reader.getWidth(0), reader.getHeight(0)));
            } finally {
                reader.dispose();
            }
        } catch (IOException | RuntimeException e) {
            // Readers meet broken files with all kinds of exceptions.
            return Optional.empty();
        }
    }
}
