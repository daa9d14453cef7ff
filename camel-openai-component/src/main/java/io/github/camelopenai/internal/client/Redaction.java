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

    /** A key or a header's word this long may be a secret; a shorter one is a word such as none. */
    private static final int SECRET = 8;
    /** One this long is no part of another word. */
    private static final int LONG_SECRET = 16;

    private final Pattern apiKey;
    private final List<Pattern> words;

    Redaction(String apiKey) {
        this(apiKey, List.of());
    }

    /**
     * @param headers values of HTTP headers of the user's own, which may be secret
     */
    Redaction(String apiKey, Collection<String> headers) {
        this.apiKey = apiKey == null || apiKey.isEmpty() ? null : secret(apiKey);
        this.words = headers.stream()
                .flatMap(value -> Arrays.stream(value.split("\\s+")))
                .filter(word -> word.length() >= SECRET)
                .map(Redaction::secret)
                .toList();
    }

    /** Where it is to be masked: anywhere when it is long, else as a word, and a short one behind the word key only. */
    private static Pattern secret(String value) {
        String literal = Pattern.quote(value);
        if (value.length() >= LONG_SECRET) {
            return Pattern.compile(literal);
        }
        String word = "(?<![A-Za-z0-9])" + literal + "(?![A-Za-z0-9])";
        return Pattern.compile(
                value.length() >= SECRET
                        ? word
                        : "(?i)(?<=\\b(?:key|token|bearer)(?: provided)?[:= ]{1,3}['\"]?)" + word);
    }

    /** The text without them, on one line and not too long. */
    String apply(String text, Payload payload) {
        if (text == null || text.isBlank()) {
            return "(no message)";
        }
        String oneLine = text.strip().replaceAll("\\s+", " ");
        String withoutOurs = apiKey == null ? oneLine : apiKey.matcher(oneLine).replaceAll("(key)");
        for (Pattern word : words) {
            withoutOurs = word.matcher(withoutOurs).replaceAll("(header)");
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
