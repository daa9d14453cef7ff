// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.client;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;

/** Keeps keys, and longer pieces of the request, out of what a server says about it. Immutable. */
final class Redaction {

    private static final Pattern KEY_LIKE = Pattern.compile(
            "\\b(sk|pk|key|gsk|xai)-[A-Za-z0-9_*\\-]{4,}" // as they are
                    + "|[^\\s'\"(]*\\*{3,}[^\\s'\",;)]*"); // masked by the server, whose mask shows the ends
    private static final Pattern ESCAPE = Pattern.compile("\\\\([nrtbf\"\\\\/])");

    /** What a server quotes of a medium; the medium itself is not at hand to compare. */
    private static final Pattern ENCODED = Pattern.compile("(data:[^,\\s]{0,80},)?[A-Za-z0-9+/]{32,}={0,2}");

    private static final int MAX_LENGTH = 600;
    /** A piece of the request this long is content; a shorter one is the name of something. */
    private static final int PIECE = 32;

    private static final int MAX_PAYLOAD = 8 << 20;

    /** A header's word this long may be a secret; a shorter one is the name of something. */
    private static final int SECRET = 8;

    private final String apiKey;
    private final List<String> words;

    Redaction(String apiKey) {
        this(apiKey, List.of());
    }

    /**
     * @param headers values of HTTP headers of the user's own, which may be secret
     */
    Redaction(String apiKey, Collection<String> headers) {
        this.apiKey = apiKey == null || apiKey.isEmpty() ? null : apiKey;
        this.words = headers.stream()
                .flatMap(value -> Arrays.stream(value.split("\\s+")))
                .filter(word -> word.length() >= SECRET)
                .toList();
    }

    /** The text without them, on one line and not too long. */
    String apply(String text, Payload payload) {
        if (text == null || text.isBlank()) {
            return "(no message)";
        }
        String oneLine = text.strip().replaceAll("\\s+", " ");
        String withoutOurs = apiKey == null ? oneLine : oneLine.replace(apiKey, "(key)");
        for (String word : words) {
            withoutOurs = withoutOurs.replace(word, "(header)");
        }
        String withoutKeys = KEY_LIKE.matcher(withoutOurs).replaceAll("(key)");
        String withoutMedia = payload instanceof Payload.JsonWithMedia
                ? ENCODED.matcher(withoutKeys).replaceAll("(part of the request)")
                : withoutKeys;
        // Only now: a key that is cut is not found.
        String shortened =
                withoutMedia.length() > MAX_LENGTH ? withoutMedia.substring(0, MAX_LENGTH) + "…" : withoutMedia;
        return withoutContent(shortened, sent(payload));
    }

    /** What was sent, as a server would quote it: on one line and without JSON's escapes. */
    private static String sent(Payload payload) {
        StringBuilder text = new StringBuilder();
        if (payload instanceof Payload.Json json) {
            append(json.document(), text);
        } else if (payload instanceof Payload.JsonWithMedia document) {
            for (Payload.Piece piece : document.pieces()) {
                if (piece instanceof Payload.Plain plain) {
                    append(plain.bytes(), text);
                    text.append('\0'); // what is on both sides of a medium is not one piece
                }
            }
        } else if (payload instanceof Payload.Form form) {
            form.parts().forEach(part -> text.append(part instanceof Payload.Field field ? field.value() : "")
                    .append('\0')); // what is in two fields is not one piece
        }
        return text.toString().replaceAll("\\s+", " ");
    }

    private static void append(byte[] json, StringBuilder text) {
        if (json.length <= MAX_PAYLOAD) {
            String document = new String(json, StandardCharsets.UTF_8);
            text.append(ESCAPE.matcher(document).replaceAll(escape -> switch (escape.group(1)) {
                case "\"", "/" -> escape.group(1);
                case "\\" -> "\\\\";
                default -> " ";
            }));
        }
    }

    private static String withoutContent(String text, String sent) {
        StringBuilder result = new StringBuilder(text.length());
        int from = 0;
        for (int probe = 0; probe + PIECE / 2 <= text.length(); ) {
            String piece = text.substring(probe, Math.min(text.length(), probe + PIECE / 2));
            int found = sent.indexOf(piece);
            int start = found < 0 ? probe : begin(text, sent, probe, found, from);
            int end = found < 0 ? probe : end(text, sent, probe, found);
            if (end - start >= PIECE) {
                result.append(text, from, start).append("(part of the request)");
                from = end;
                probe = end;
            } else {
                probe += PIECE / 2;
            }
        }
        return result.append(text, from, text.length()).toString();
    }

    private static int begin(String text, String sent, int inText, int inSent, int floor) {
        int start = inText;
        for (int other = inSent;
                start > floor && other > 0 && text.charAt(start - 1) == sent.charAt(other - 1);
                other--) {
            start--;
        }
        return start;
    }

    private static int end(String text, String sent, int inText, int inSent) {
        int end = inText;
        for (int other = inSent;
                end < text.length() && other < sent.length() && text.charAt(end) == sent.charAt(other);
                other++) {
            end++;
        }
        return end;
    }
}
