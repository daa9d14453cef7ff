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
 * Removes keys and longer pieces of the request from a server's text, and makes it safe to show. A text is truncated
 * before it is searched. Immutable.
 */
final class Redaction {

    private static final Pattern KEY_LIKE = Pattern.compile("\\b(sk|pk|key|gsk|xai)-[A-Za-z0-9_*\\-]{4,}+");
    private static final Pattern WHITE_SPACE = Pattern.compile("\\s+");
    /** Marks a key that the server has masked; around the mask are the ends of the key. */
    private static final String MASK = "***";

    private static final String KEY = "(key)";
    private static final Pattern ESCAPE = Pattern.compile("\\\\([nrtbf\"\\\\/])");

    /** What a server quotes of media; the media themselves are not in memory for a comparison. */
    private static final Pattern ENCODED = Pattern.compile("(data:[^,\\s]{0,80},)?[A-Za-z0-9+/]{32,}={0,2}");

    private static final int MAX_LENGTH = 600;
    /** The most characters of a server's text that are searched. */
    private static final int MAX_READ = 8 << 10;
    /** A piece of the request of this length is content; a shorter one is the name of something. */
    private static final int PIECE = 32;

    private static final int MAX_PAYLOAD = 8 << 20;

    /** A key or a word of a header of this length may be a secret; a shorter one is a word such as "none". */
    private static final int SECRET = 8;
    /** A secret of this length cannot be part of another word. */
    private static final int LONG_SECRET = 16;

    /** A truncated text may end with the first letters of a secret; fewer letters than this reveal nothing. */
    private static final int TELLING = 4;

    private final Pattern apiKey;
    private final List<Pattern> words;
    private final List<String> secrets;

    Redaction(String apiKey) {
        this(apiKey, List.of());
    }

    /** @param headers values of the user's HTTP headers, which may be secret */
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

    /** Where to mask a secret: anywhere if it is long, as a whole word if shorter, after the word key only if short. */
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

    /** The text without secrets and content, on one line and not too long. */
    String apply(String text, Payload payload) {
        if (text == null || text.isBlank()) {
            return "(no message)";
        }
        return shown(text, payload, MAX_LENGTH);
    }

    /** The same for a code, a type, an id or similar; null stays null. */
    String name(String text, Payload payload) {
        return text == null ? null : shown(text, payload, PeerText.MAX_NAME);
    }

    /** The cause of a failure, with messages that are safe to show. */
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
        // After the search for keys: a truncated key is not found.
        String shortened = PeerText.line(withoutMedia, most);
        return shortened.length() < PIECE ? shortened : withoutContent(shortened, sent(payload));
    }

    /** The part of a text that is searched, without the first letters of a secret at its end. */
    private String beginning(String text) {
        String cut = text.substring(0, MAX_READ - 1); // one is left for the ellipsis
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

    /** The request as a server would quote it: on one line and without JSON's escapes. */
    private static String sent(Payload payload) {
        StringBuilder text = new StringBuilder();
        if (payload instanceof Payload.Json json) {
            append(json.document(), text);
        } else if (payload instanceof Payload.JsonWithMedia document) {
            for (Payload.Piece piece : document.pieces()) {
                if (piece instanceof Payload.Plain plain) {
                    append(plain.bytes(), text);
                    text.append('\0'); // the pieces before and after media are separate
                }
            }
        } else if (payload instanceof Payload.Form form) {
            form.parts().forEach(part -> text.append(part instanceof Payload.Field field ? field.value() : "")
                    .append('\0')); // two fields are two pieces
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
