// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.test.internal.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelopenai.test.internal.media.SpokenText;
import java.util.ArrayList;
import java.util.List;

/** The parts of a message's content. Stateless. */
final class ContentParts {
    private static final List<String> TYPES = List.of("text", "image_url", "input_audio", "refusal", "audio", "file");
    private static final List<String> SOUNDS = List.of("wav", "mp3");

    private ContentParts() {}

    static ChatMessage read(String role, JsonNode content, String message) {
        if (content.isEmpty()) {
            throw ApiError.invalid(
                    ("Invalid '%s.content': empty array. Expected an array with minimum length 1, but got an empty array"
                                    + " instead.")
                            .formatted(message),
                    message + ".content",
                    "empty_array");
        }
        List<String> texts = new ArrayList<>();
        List<String> attachments = new ArrayList<>();
        for (int i = 0; i < content.size(); i++) {
            Fields part = Fields.in(content.get(i), "%s.content[%d]".formatted(message, i));
            String type = part.requiredText("type");
            if (!TYPES.contains(type)) {
                throw ApiError.wrongValue(part.at("type"), type, TYPES);
            }
            if (type.equals("text")) {
                texts.add(part.requiredText("text"));
            } else {
                checkRole(role, type, message);
                attachments.add(describe(type, part));
            }
        }
        return new ChatMessage(role, String.join("\n", texts), List.copyOf(attachments));
    }

    private static void checkRole(String role, String type, String message) {
        String allowed = type.equals("refusal") || type.equals("audio") ? "assistant" : "user";
        if (!role.equals(allowed)) {
            throw ApiError.invalid(
                    "Invalid '%s'. Parts of type '%s' are only allowed for messages with role '%s', but this message has the role '%s'."
                            .formatted(message, type, allowed, role),
                    message,
                    "invalid_value");
        }
    }

    private static String describe(String type, Fields part) {
        return switch (type) {
            case "image_url" -> ImagePart.describe(part);
            case "input_audio" -> sound(part.object("input_audio"));
            case "file" -> file(part.object("file"));
            default -> "[" + type + "]";
        };
    }

    private static String sound(Fields audio) {
        String data = audio.requiredText("data");
        String format = audio.oneOf("format", SOUNDS).orElseThrow(() -> ApiError.missing(audio.at("format")));
        byte[] bytes = DataUrl.decode(data)
                .filter(sound -> sound.length > 0)
                .orElseThrow(() -> ApiError.invalid(
                        "Invalid '%s': expected the audio in base64.".formatted(audio.at("data")),
                        audio.at("data"),
                        "invalid_value"));
        return SpokenText.in(bytes)
                .map(text -> "[%s: %s]".formatted(format, text))
                .orElseGet(() -> "[%s, %d bytes]".formatted(format, bytes.length));
    }

    private static String file(Fields file) {
        if (file.has("file_id")) {
            return "[file %s]".formatted(file.requiredText("file_id"));
        }
        String url = file.requiredText("file_data");
        String name = file.requiredText("filename");
        DataUrl data = DataUrl.parse(url)
                .filter(read -> read.mediaType().equals("application/pdf"))
                .orElseThrow(() -> noFile(file));
        byte[] bytes = data.bytes().filter(content -> content.length > 0).orElseThrow(() -> noFile(file));
        return "[file %s, %s, %d bytes]".formatted(name, data.mediaType(), bytes.length);
    }

    private static ApiError noFile(Fields file) {
        return ApiError.invalid(
                "Invalid '%s': expected a base64 data URL of a PDF: 'data:application/pdf;base64,...'."
                        .formatted(file.at("file_data")),
                file.at("file_data"),
                "invalid_value");
    }
}
