// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.client.call;

import io.github.camelopenai.error.PeerText;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Content with a good status that is not an answer: its kind, length and type, never its text. Immutable.
 *
 * @param kind such as {@code an HTML page}
 * @param text its length and type
 */
public record UnexpectedContent(Kind kind, String text) {

    /** Comments are matched possessively; otherwise a server could make the pattern try all ways to read them. */
    private static final String BEGIN = "\\A\uFEFF?\\s*+(?:<!--.*?-->\\s*+)*+";

    private static final int FLAGS = Pattern.CASE_INSENSITIVE | Pattern.DOTALL;
    private static final Pattern PAGE = Pattern.compile(BEGIN + "<(?:!doctype\\s+html|html|head|body)[\\s>/]", FLAGS);
    private static final Pattern XML = Pattern.compile(BEGIN + "<\\?xml\\s", FLAGS);
    private static final Pattern MARKUP = Pattern.compile("\\A\uFEFF?\\s*+<[a-z!/?]", FLAGS);
    private static final Pattern JSON = Pattern.compile("\\A\uFEFF?\\s*+[{\\[]");

    private static final Pattern LENGTH = Pattern.compile("[0-9]{1,18}");

    private static final int LONGEST_TYPE = 100;

    /** The kinds, by the beginning of the body. */
    public enum Kind {
        /** From a login, a proxy, a server without the API. */
        PAGE("an HTML page"),
        /** From a storage or an older gateway. */
        XML("an XML document"),
        /** Nothing at all. */
        EMPTY("nothing, a body"),
        /** Perhaps from the API itself, broken. */
        JSON("a broken JSON document"),
        /** Anything else. */
        TEXT("a text");

        private final String name;

        Kind(String name) {
            this.name = name;
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /**
     * @param beginning the first bytes of the body
     * @param received  how many bytes have come
     * @param ended     whether that was all
     */
    public static UnexpectedContent of(ReplyHead head, byte[] beginning, long received, boolean ended) {
        String type = head.header("content-type");
        Kind kind = ended && received == 0 ? Kind.EMPTY : kind(type, new String(beginning, StandardCharsets.UTF_8));
        String announced = head.header("content-length");
        String length = announced != null && LENGTH.matcher(announced).matches()
                ? announced + " bytes"
                : (ended ? "" : "at least ") + received + " bytes";
        return new UnexpectedContent(kind, kind + " of " + length + " (" + type(head) + ")");
    }

    private static Kind kind(String type, String text) {
        String markup = markup(type, text);
        if (markup != null) {
            return markup.equals(Kind.PAGE.name) ? Kind.PAGE : Kind.XML;
        }
        return JSON.matcher(text).lookingAt() ? Kind.JSON : Kind.TEXT;
    }

    /**
     * The kind of a text that is a page or an XML document; null if it is neither.
     *
     * @param contentType as the server names it, or null; many servers name a plain text {@code text/html} too
     */
    public static String markup(String contentType, String text) {
        if (PAGE.matcher(text).lookingAt()) {
            return Kind.PAGE.name;
        }
        if (XML.matcher(text).lookingAt()) {
            return Kind.XML.name;
        }
        String type = contentType == null ? "" : contentType.toLowerCase(Locale.ROOT);
        if (MARKUP.matcher(text).lookingAt()) {
            return type.contains("html") ? Kind.PAGE.name : type.contains("xml") ? Kind.XML.name : null;
        }
        return null;
    }

    /** The content type from the server, for a message. */
    public static String type(ReplyHead head) {
        String type = head.header("content-type");
        return type == null || type.isBlank()
                ? "without a Content-Type"
                : "Content-Type " + PeerText.line(head.shown(type), LONGEST_TYPE);
    }

    /** What to do about it; empty when the API itself may have answered. */
    public String remedy() {
        return switch (kind) {
            case PAGE ->
                "; a login page, a proxy or a gateway seems to answer in place of the API: check baseUrl, and what"
                        + " its address needs to let a call through";
            case JSON -> "";
            default ->
                "; a proxy or a gateway, or another service than the API, seems to answer: check baseUrl and what is"
                        + " behind it";
        };
    }
}
