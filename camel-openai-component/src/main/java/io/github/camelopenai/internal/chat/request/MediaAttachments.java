// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.chat.request;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelopenai.internal.client.call.Payload;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/**
 * The media of one chat call. A tree of JSON holds a mark in the place of each, so that it stays small; the bytes take the
 * marks' places while the document is sent. Any document may be written with these marks, as often as the conversation
 * grows. Filled by one thread, then immutable.
 */
public final class MediaAttachments {

    /** As many digits as no call has media. */
    private static final int DIGITS = 6;

    private static final String LEFT_OUT = " left out]";

    private final List<MediaAttachment> media = new ArrayList<>();
    private String mark; // null without media: most calls have none, and randomness is not free

    /** Takes a medium, and gives the text that stands for its base64. */
    String add(MediaAttachment medium) {
        if (mark == null) {
            mark = "camel-openai-" + UUID.randomUUID() + "-"; // nobody can have written it into a prompt
        }
        String number = String.valueOf(media.size());
        media.add(medium);
        return mark + "0".repeat(DIGITS - number.length()) + number;
    }

    /** Whether there are none, so that a document is sent as it is. */
    boolean isEmpty() {
        return media.isEmpty();
    }

    /** A document in which marks may stand, as it is to be sent. */
    public Payload payload(byte[] document) {
        if (isEmpty()) {
            return new Payload.Json(document);
        }
        byte[] wanted = mark.getBytes(StandardCharsets.US_ASCII);
        List<Payload.Piece> pieces = new ArrayList<>();
        int from = 0;
        for (int at = find(document, wanted, 0); at >= 0; at = find(document, wanted, from)) {
            pieces.add(new Payload.Plain(Arrays.copyOfRange(document, from, at)));
            from = at + wanted.length + DIGITS;
            MediaAttachment medium = media.get(
                    Integer.parseInt(new String(document, at + wanted.length, DIGITS, StandardCharsets.US_ASCII)));
            pieces.add(new Payload.Base64Piece(medium.size(), medium.source()));
        }
        pieces.add(new Payload.Plain(Arrays.copyOfRange(document, from, document.length)));
        return new Payload.JsonWithMedia(pieces);
    }

    private static int find(byte[] document, byte[] wanted, int from) {
        for (int at = from; at <= document.length - wanted.length; at++) {
            if (document[at] == wanted[0]
                    && Arrays.equals(document, at, at + wanted.length, wanted, 0, wanted.length)) {
                return at;
            }
        }
        return -1;
    }

    /**
     * Tokens of a prompt: those of its text by the size of the document, those of its media by {@link ChatCost}.
     *
     * @param request  with marks in it
     * @param document the same, written
     */
    public long promptTokens(JsonNode request, byte[] document) {
        return ChatCost.promptTokens(request, document.length, this);
    }

    /** How many bytes a text of base64 stands for; a mark stands for those of its medium. */
    long sizeOf(String base64) {
        int at = base64.length() - DIGITS;
        if (mark != null && at >= mark.length() && base64.startsWith(mark, at - mark.length())) {
            return media.get(Integer.parseInt(base64.substring(at))).size();
        }
        return base64.length() / 4L * 3;
    }

    /** A message as it may be remembered: a text such as {@code [image/png left out]} in place of each medium. */
    public static ObjectNode withoutMedia(JsonNode message) {
        ObjectNode copy = message.deepCopy();
        if (copy.get("content") instanceof ArrayNode parts) {
            for (int at = 0; at < parts.size(); at++) {
                String kind = kind(parts.get(at));
                if (kind != null) {
                    parts.set(at, ChatParts.text("[" + kind + LEFT_OUT));
                }
            }
        }
        return copy;
    }

    /** What a part is; null for a text. */
    private static String kind(JsonNode part) {
        return switch (part.path("type").asText()) {
            case "image_url" -> kind(part.at("/image_url/url").asText(), "image");
            case "input_audio" -> "audio/" + part.at("/input_audio/format").asText("unknown");
            case "file" -> kind(part.at("/file/file_data").asText(), "file");
            default -> null;
        };
    }

    private static String kind(String url, String otherwise) {
        int end = url.indexOf(';');
        return url.startsWith("data:") && end > 0 ? url.substring("data:".length(), end) : otherwise;
    }
}
