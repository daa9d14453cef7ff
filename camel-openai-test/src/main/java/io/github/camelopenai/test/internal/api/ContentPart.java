// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.test.internal.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Checks one part of a message's content. Stateless. */
final class ContentPart {
    private static final List<String> TYPES = List.of("text", "image_url", "input_audio", "refusal", "audio", "file");
    private static final List<String> IMAGES = List.of("image/png", "image/jpeg", "image/webp", "image/gif");
    private static final List<String> DETAILS = List.of("auto", "low", "high", "original");

    private static final Pattern DATA_URL = Pattern.compile("data:([^;,]+);base64,");

    private ContentPart() {}

    static void check(JsonNode part, String at) {
        String type = part.path("type").asText();
        if (!TYPES.contains(type)) {
            throw ApiError.wrongValue(at + ".type", type, TYPES);
        }
        switch (type) {
            case "image_url" -> checkImage(part.path("image_url"), at + ".image_url");
            case "input_audio" -> checkAudio(part.path("input_audio"), at + ".input_audio");
            case "file" -> checkFile(part.path("file"), at + ".file");
            default -> {
                // texts of any kind
            }
        }
    }

    private static void checkImage(JsonNode image, String at) {
        String url = text(image, "url", at);
        if (image.hasNonNull("detail") && !DETAILS.contains(image.get("detail").asText())) {
            throw ApiError.wrongValue(at + ".detail", image.get("detail").asText(), DETAILS);
        }
        if (url.startsWith("data:")) {
            checkDataUrl(url, IMAGES, at + ".url");
        } else if (!url.startsWith("http://") && !url.startsWith("https://")) {
            throw invalid(at + ".url", "Expected a valid URL, but got a value with an invalid format.");
        }
    }

    private static void checkAudio(JsonNode audio, String at) {
        checkBase64(text(audio, "data", at), 0, at + ".data");
        List<String> formats = List.of("wav", "mp3");
        String format = text(audio, "format", at);
        if (!formats.contains(format)) {
            throw ApiError.wrongValue(at + ".format", format, formats);
        }
    }

    private static void checkFile(JsonNode file, String at) {
        if (file.hasNonNull("file_id")) {
            return;
        }
        text(file, "filename", at);
        checkDataUrl(text(file, "file_data", at), List.of("application/pdf"), at + ".file_data");
    }

    private static void checkDataUrl(String url, List<String> types, String at) {
        Matcher head = DATA_URL.matcher(url);
        if (!head.lookingAt()) {
            throw invalid(at, "Expected a base64-encoded data URL with a MIME type.");
        }
        if (!types.contains(head.group(1))) {
            throw invalid(at, "Expected a MIME type of " + types + ", but got " + head.group(1) + " instead.");
        }
        checkBase64(url, head.end(), at);
    }

    private static void checkBase64(String text, int from, String at) {
        try {
            if (Base64.getDecoder().decode(text.substring(from)).length > 0) {
                return;
            }
        } catch (IllegalArgumentException e) {
            // said below
        }
        throw invalid(at, "Expected base64-encoded data.");
    }

    private static String text(JsonNode object, String name, String at) {
        if (!object.hasNonNull(name)) {
            throw ApiError.missing(at + "." + name);
        }
        if (!object.get(name).isTextual()) {
            throw ApiError.wrongType(at + "." + name, "a string", Fields.kind(object.get(name)));
        }
        return object.get(name).textValue();
    }

    private static ApiError invalid(String at, String reason) {
        return ApiError.invalid("Invalid '%s'. %s".formatted(at, reason), at, "invalid_value");
    }
}
