// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.test.internal.api;

import io.github.camelopenai.test.internal.api.ImageOperation.Picture;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The images that were answered as a URL; the oldest are forgotten. Thread-safe: state is guarded by this object. */
public final class ImageAlbum {
    public static final String PATH = "/images/";

    private static final int MOST = 1_000;

    private final Supplier<String> origin;
    private final Map<String, Picture> pictures = new LinkedHashMap<>();
    private long added;

    /** @param origin scheme, host and port of the server */
    public ImageAlbum(Supplier<String> origin) {
        this.origin = origin;
    }

    /** Keeps a picture and returns its URL. */
    synchronized String add(Picture picture) {
        added++;
        String path = PATH + "img-" + added + ".png";
        pictures.put(path, picture);
        pictures.keySet().stream()
                .findFirst()
                .filter(oldest -> pictures.size() > MOST)
                .ifPresent(pictures::remove);
        return origin.get() + path;
    }

    /** The image at a path of this server. */
    public Optional<Answer> find(String path) {
        Optional<Picture> picture;
        synchronized (this) {
            picture = Optional.ofNullable(pictures.get(path));
        }
        return picture.map(found -> Answer.stream("image/png", found.draw()));
    }
}
