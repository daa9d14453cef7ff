// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.test.internal.api;

import io.github.camelopenai.test.internal.media.ImageHead;
import io.github.camelopenai.test.internal.media.JpegImage;
import io.github.camelopenai.test.internal.media.PngImage;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A content part of type image_url: checked, and told in words. Stateless. */
final class ImagePart {
    private static final List<String> DETAILS = List.of("auto", "low", "high", "original");
    private static final Set<String> TYPES = Set.of("image/png", "image/jpeg", "image/gif", "image/webp");

    private ImagePart() {}

    /** Reads no image from the network: of a URL only the URL is told. */
    static String describe(Fields part) {
        Fields image = part.object("image_url");
        image.oneOf("detail", DETAILS);
        String url = image.requiredText("url");
        if (url.startsWith("https://") || url.startsWith("http://")) {
            return "[image at %s]".formatted(url);
        }
        DataUrl data = DataUrl.parse(url).orElseThrow(() -> notAnImage(image.at("url")));
        byte[] bytes = data.bytes().orElseThrow(() -> notBase64(image.at("url")));
        if (!TYPES.contains(data.mediaType()) || bytes.length == 0) {
            throw notAnImage(image.at("url"));
        }
        return describe(data.mediaType(), bytes);
    }

    private static String describe(String mediaType, byte[] bytes) {
        Optional<String> prompt = PngImage.prompt(bytes).or(() -> JpegImage.prompt(bytes));
        return ImageHead.of(bytes)
                .map(head -> "[%s, %d x %d pixels%s]"
                        .formatted(
                                head.mediaType(),
                                head.width(),
                                head.height(),
                                prompt.map(text -> ": " + text).orElse("")))
                .orElseGet(() -> "[%s, %d bytes]".formatted(mediaType, bytes.length));
    }

    private static ApiError notAnImage(String param) {
        return ApiError.invalid(
                "You uploaded an unsupported image. Its URL must begin with http:// or https://, or be a base64 data URL of"
                        + " one of these formats: ['png', 'jpeg', 'gif', 'webp'].",
                param,
                "invalid_value");
    }

    private static ApiError notBase64(String param) {
        return ApiError.invalid("Invalid '%s': expected base64-encoded data.".formatted(param), param, "invalid_value");
    }
}
