// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.operation;

import io.github.camelopenai.error.OpenAiResponseException;
import io.github.camelopenai.error.PeerText;
import io.github.camelopenai.internal.client.call.ReplyHead;
import io.github.camelopenai.internal.client.call.UnexpectedContent;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;

/** Recognises answers that are not what the operation asked for, such as the page of a proxy. Stateless. */
public final class UnexpectedAnswer {

    /** A page says so before it says anything else. */
    private static final int BEGINNING = 2_000;

    private static final int LONGEST_WHAT = 100;

    private UnexpectedAnswer() {}

    /**
     * What a text is where it is a page or an XML document; null where it is neither.
     *
     * @param contentType as the server names it, or null; many servers name a plain text {@code text/html} too
     */
    public static String markup(String contentType, String text) {
        return UnexpectedContent.markup(contentType, text.substring(0, Math.min(BEGINNING, text.length())));
    }

    /** Whether bytes may be the beginning of a text: UTF-8 without control characters. */
    public static boolean isText(byte[] bytes, int count) {
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
    public static OpenAiResponseException of(ReplyHead head, String wanted, String what) {
        String shown = PeerText.line(what, LONGEST_WHAT) + " (" + UnexpectedContent.type(head) + ")";
        return UnusableAnswer.because(head, "the answer is no " + wanted + " but " + shown + remedy(what));
    }

    private static String remedy(String what) {
        boolean page = what.equals(UnexpectedContent.Kind.PAGE.toString());
        boolean nothing = what.startsWith(UnexpectedContent.Kind.EMPTY.toString());
        return page || nothing
                ? new UnexpectedContent(page ? UnexpectedContent.Kind.PAGE : UnexpectedContent.Kind.EMPTY, what)
                        .remedy()
                : "";
    }
}
