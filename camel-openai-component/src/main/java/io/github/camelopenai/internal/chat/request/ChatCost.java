// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.chat.request;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelopenai.internal.quota.terms.Cost;

/**
 * What a chat request will use, as the server reckons it at its gate: the prompt, and for each of the n answers the most
 * that it may have. Stateless.
 */
public final class ChatCost {

    /** More than any server takes, and little enough for a product of both with room for the prompt. */
    private static final long MOST_ANSWERS = 1_000_000;

    private static final long MOST_OUTPUT = 1_000_000_000;

    private static final int BYTES_PER_TOKEN = 4;

    /** Of a picture that is looked at closely; models and sizes differ from some hundreds to a few thousands. */
    private static final int IMAGE = 1_000;

    private static final int IMAGE_OF_LOW_DETAIL = 85;

    /** Ten tokens a second, at 16 KB a second of MP3, and at 48 KB of plain sound. */
    private static final int BYTES_PER_TOKEN_OF_MP3 = 1_600;

    private static final int BYTES_PER_TOKEN_OF_WAV = 4_800;

    /** A page of 1,000 tokens for each 100 KB: low, as a call that is thought too large for its limit is never sent. */
    private static final int BYTES_PER_TOKEN_OF_PDF = 100;

    private static final int PDF = 1_000;

    private static final int MOST_OF_PDF = 20_000;

    /** A small model counts a large picture as so many; a recording of more than an hour has fewer. */
    private static final long MOST_OF_A_MEDIUM = 50_000;

    /** The largest prompt of a model that takes files. */
    private static final long MOST_OF_A_FILE = 300_000;

    private ChatCost() {}

    /**
     * Tokens of the prompt: of its text by the bytes, of its media by kind and size.
     *
     * @param documentBytes of the request as it is written, base64 and marks of media among them
     * @param media         knows the sizes behind the marks
     */
    static long promptTokens(JsonNode request, long documentBytes, MediaAttachments media) {
        long text = documentBytes;
        long tokens = 0;
        for (JsonNode message : request.path("messages")) {
            for (JsonNode part : message.path("content")) {
                String data = data(part);
                text -= data.length();
                tokens += tokens(part, media.sizeOf(data));
            }
        }
        return Math.max(0, text) / BYTES_PER_TOKEN + tokens;
    }

    /** The base64 in a part, or what stands for it. */
    private static String data(JsonNode part) {
        String url = part.at("/image_url/url").asText();
        return switch (part.path("type").asText()) {
            case "image_url" -> url.startsWith("data:") ? url : "";
            case "input_audio" -> part.at("/input_audio/data").asText();
            case "file" -> part.at("/file/file_data").asText();
            default -> "";
        };
    }

    private static long tokens(JsonNode part, long size) {
        return switch (part.path("type").asText()) {
            case "image_url" -> "low".equals(part.at("/image_url/detail").asText()) ? IMAGE_OF_LOW_DETAIL : IMAGE;
            case "input_audio" ->
                size
                        / ("wav".equals(part.at("/input_audio/format").asText())
                                ? BYTES_PER_TOKEN_OF_WAV
                                : BYTES_PER_TOKEN_OF_MP3);
            case "file" -> Math.min(MOST_OF_PDF, Math.max(PDF, size / BYTES_PER_TOKEN_OF_PDF));
            default -> 0;
        };
    }

    /**
     * @param promptTokens  estimated from the size of the request
     * @param assumedOutput of one answer, where the request does not bound it
     */
    public static Cost of(JsonNode request, long promptTokens, long assumedOutput) {
        boolean bounded = request.has("max_completion_tokens") || request.has("max_tokens");
        long bound = request.path("max_completion_tokens")
                .asLong(request.path("max_tokens").asLong(assumedOutput));
        long answers = within(request.path("n").asLong(1), 1, MOST_ANSWERS);
        long output = within(bound, 0, MOST_OUTPUT) * answers;
        return new Cost(promptTokens, output, bounded, 0).withMedia(mostOfMedia(request));
    }

    private static long within(long value, long least, long most) {
        return Math.min(most, Math.max(least, value));
    }

    private static long mostOfMedia(JsonNode request) {
        long most = 0;
        for (JsonNode message : request.path("messages")) {
            for (JsonNode part : message.path("content")) {
                most += switch (part.path("type").asText()) {
                    case "image_url", "input_audio" -> MOST_OF_A_MEDIUM;
                    case "file" -> MOST_OF_A_FILE;
                    default -> 0;
                };
            }
        }
        return most;
    }
}
