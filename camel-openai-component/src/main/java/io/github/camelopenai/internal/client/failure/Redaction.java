// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.client.failure;

import com.fasterxml.jackson.core.JacksonException;
import io.github.camelopenai.error.PeerText;
import io.github.camelopenai.internal.client.call.Payload;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Keeps keys, and longer pieces of the request, out of what a server says about it, and makes it fit to be shown. A text is cut
 * before anything looks at it. Immutable.
 */
final class Redaction {

    private static final Pattern KEY_LIKE = Pattern.compile("\\b(sk|pk|key|gsk|xai)-[A-Za-z0-9_*\\-]{4,}+");
    private static final Pattern WHITE_SPACE = Pattern.compile("\\s+");
    /** A key that the server has masked; its mask shows the ends. */
    private static final String MASK = "***";

    private static final String KEY = "(key)";
    private static final Pattern ESCAPE = Pattern.compile("\\\\([nrtbf\"\\\\/])");

    /** What a server quotes of a medium; the medium itself is not at hand to compare. */
    private static final Pattern ENCODED = Pattern.compile("(data:[^,\\s]{0,80},)?[A-Za-z0-9+/]{32,}={0,2}");

    private static final int MAX_LENGTH = 600;
    /** Of a server's text no more than this is looked at. */
    private static final int MAX_READ = 8 << 10;
    /** A piece of the request this long is content; a shorter one is the name of something. */
    private static final int PIECE = 32;

    private static final int MAX_PAYLOAD = 8 << 20;

    /** A key or a header's word this long may be a secret; a shorter one is a word such as none. */
    private static final int SECRET = 8;
    /** One this long is no part of another word. */
    private static final int LONG_SECRET = 16;

    /** The ends of a text that was cut may be the beginning of a secret; fewer letters of one tell nothing. */
    private static final int TELLING = 4;

    private final Pattern apiKey;
    private final List<Pattern> words;
    private final List<String> secrets;

    Redaction(String apiKey) {
        this(apiKey, List.of());
    }

    /**
     * @param headers values of HTTP headers of the user's own, which may be secret
     */
    Redaction(String apiKey, Collection<String> headers) {
        this.apiKey = apiKey == null || apiKey.isEmpty() ? null : secret(apiKey);
        List<String> secretWords = headers.stream()
                .flatMap(WHITE_SPACE::splitAsStream)
                .filter(word -> word.length() >= SECRET)
                .toList();
        this.words = secretWords.stream().map(Redaction::secret).toList();
        this.secrets =
                Stream.concat(Stream.ofNullable(apiKey), secretWords.stream()).toList();
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
                        : "(?i)" + word + "(?<=\\b(?:key|token|bearer)(?: provided)?[:= ]{1,3}['\"]?" + literal + ")");
    }

    /** The text without them, on one line and not too long. */
    String apply(String text, Payload payload) {
        if (text == null || text.isBlank()) {
            return "(no message)";
        }
        return shown(text, payload, MAX_LENGTH);
    }

    /** The same for a code, a type, an id or the like; null stays null. */
    String name(String text, Payload payload) {
        return text == null ? null : shown(text, payload, PeerText.MAX_NAME);
    }

    /** A failure underneath, with messages that can be shown. */
    Throwable cause(Throwable failure, Payload payload) {
        return SafeCause.of(failure, one -> {
            if (one instanceof JacksonException || one instanceof NumberFormatException) {
                return "(not shown, since it quotes what was read)";
            }
            return apply(one.getMessage(), payload);
        });
    }

    private String shown(String text, Payload payload, int most) {
        String read = PeerText.line(text.length() > MAX_READ ? beginning(text) : text, MAX_READ);
        String withoutOurs = apiKey == null ? read : apiKey.matcher(read).replaceAll(KEY);
        for (Pattern word : words) {
            withoutOurs = word.matcher(withoutOurs).replaceAll("(header)");
        }
        String withoutKeys = withoutMasked(KEY_LIKE.matcher(withoutOurs).replaceAll(KEY));
        String withoutMedia = payload instanceof Payload.JsonWithMedia
                ? ENCODED.matcher(withoutKeys).replaceAll("(part of the request)")
                : withoutKeys;
        // Only now: a key that is cut is not found.
        String shortened = PeerText.line(withoutMedia, most);
        return shortened.length() < PIECE ? shortened : withoutContent(shortened, sent(payload));
    }

    /** What is looked at, without the beginning of a secret at its end. */
    private String beginning(String text) {
        String cut = text.substring(0, MAX_READ - 1); // one is left for the mark of the cut
        int end = cut.length();
        for (String secret : secrets) {
            for (int length = Math.min(secret.length() - 1, cut.length()); length >= TELLING; length--) {
                if (cut.regionMatches(cut.length() - length, secret, 0, length)) {
                    end = Math.min(end, cut.length() - length);
                    break;
                }
            }
        }
        return cut.substring(0, end) + "…";
    }

    private static String withoutMasked(String text) {
        int mask = text.indexOf(MASK);
        if (mask < 0) {
            return text;
        }
        StringBuilder result = new StringBuilder(text.length());
        int from = 0;
        for (; mask >= 0; mask = text.indexOf(MASK, from)) {
            int begin = mask;
            while (begin > from && " '\"()".indexOf(text.charAt(begin - 1)) < 0) {
                begin--;
            }
            int end = mask + MASK.length();
            while (end < text.length() && " '\",;)".indexOf(text.charAt(end)) < 0) {
                end++;
            }
            result.append(text, from, begin).append(KEY);
            from = end;
        }
        return result.append(text, from, text.length()).toString();
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
        return WHITE_SPACE.matcher(text).replaceAll(" ");
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
