// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.operation;

import io.github.camelopenai.error.OpenAiResponseException;
import io.github.camelopenai.error.PeerText;
import io.github.camelopenai.internal.client.ReplyHead;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;

/** Recognises answers that are not what the operation asked for, such as the page of a proxy. Stateless. */
final class ForeignAnswer {

    /** Comments are passed over for good, or a server could have us try all ways to read them. */
    private static final String BEGIN = "\\A\uFEFF?\\s*+(?:<!--.*?-->\\s*+)*+";

    private static final Pattern PAGE = Pattern.compile(BEGIN + "<(?:!doctype\\s+html|html|head|body)[\\s>/]", flags());

    private static final Pattern XML = Pattern.compile(BEGIN + "<\\?xml\\s", flags());

    private static final Pattern MARKUP = Pattern.compile("\\A\uFEFF?\\s*+<[a-z!/?]", flags());

    private static final int LONGEST_TYPE = 100;

    /** A page says so before it says anything else. */
    private static final int BEGINNING = 2_000;

    private ForeignAnswer() {}

    private static int flags() {
        return Pattern.CASE_INSENSITIVE | Pattern.DOTALL;
    }

    /**
     * What a text is where it is a page or an XML document; null where it is neither.
     *
     * @param contentType as the server names it, or null; many servers name a plain text {@code text/html} too
     */
    static String markup(String contentType, String text) {
        String beginning = text.substring(0, Math.min(BEGINNING, text.length()));
        if (PAGE.matcher(beginning).lookingAt()) {
            return "an HTML page";
        }
        if (XML.matcher(beginning).lookingAt()) {
            return "an XML document";
        }
        String type = contentType == null ? "" : contentType.toLowerCase(Locale.ROOT);
        if (MARKUP.matcher(beginning).lookingAt()) {
            return type.contains("html") ? "an HTML page" : type.contains("xml") ? "an XML document" : null;
        }
        return null;
    }

    /** Whether bytes may be the beginning of a text: UTF-8 without control characters. */
    static boolean isText(byte[] bytes, int count) {
        for (int at = 0; at < count; at++) {
            if (bytes[at] >= 0 && bytes[at] < ' ' && "\t\n\r\f".indexOf(bytes[at]) < 0) {
                return false;
            }
        }
        CharBuffer ignored = CharBuffer.allocate(count);
        return !StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes, 0, count), ignored, false)
                .isError();
    }

    /**
     * The exception that names what came; never its content.
     *
     * @param wanted such as {@code recording}
     * @param what   such as {@code an HTML page}
     */
    static OpenAiResponseException of(ReplyHead head, String wanted, String what) {
        String type = head.header("content-type");
        String shown = type == null || type.isBlank()
                ? "without a Content-Type"
                : "Content-Type " + PeerText.line(head.shown(type), LONGEST_TYPE);
        return UnusableAnswer.because(
                head, "the answer is no " + wanted + " but " + PeerText.line(what, LONGEST_TYPE) + " (" + shown + ")");
    }
}
