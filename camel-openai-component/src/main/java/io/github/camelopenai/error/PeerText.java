// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.error;

/**
 * Makes a text from outside safe for messages and logs: one line of bounded length, without characters that control a
 * terminal, forge a line or reverse the text direction. All texts of servers, proxies and models pass through here
 * before they are shown. Secrets are masked elsewhere, by the code that knows them. Stateless.
 */
public final class PeerText {

    /** The longest code, type, parameter or id; longer ones are not meant for comparison. */
    public static final int MAX_NAME = 200;

    /** The longest message of an exception. */
    static final int MAX_MESSAGE = 10_000;

    private static final String CUT = "…";

    private PeerText() {}

    /**
     * The text on one line. White space of any length becomes one space; other invisible characters become their
     * number, such as {@code \\u001b}.
     *
     * @param most characters of the result; a truncated text ends with an ellipsis after them
     */
    public static String line(String text, int most) {
        if (isPlain(text, most)) {
            return text;
        }
        StringBuilder line = new StringBuilder(Math.min(text.length(), most) + CUT.length());
        boolean space = false;
        for (int index = 0; index < text.length(); ) {
            int code = text.codePointAt(index);
            index += Character.charCount(code);
            if (Character.isWhitespace(code)) {
                space = !line.isEmpty();
                continue;
            }
            String shown = (space ? " " : "") + shown(code);
            if (line.length() + shown.length() > most) {
                return line.append(CUT).toString();
            }
            line.append(shown);
            space = false;
        }
        return line.toString();
    }

    /** A code, a type, an id or similar; null stays null. */
    public static String name(String text) {
        return text == null ? null : line(text, MAX_NAME);
    }

    private static boolean isPlain(String text, int most) {
        if (text.length() > most || text.startsWith(" ") || text.endsWith(" ")) {
            return false;
        }
        for (int index = 0; index < text.length(); index++) {
            char letter = text.charAt(index);
            if (letter < ' ' || letter > '~' || letter == ' ' && text.charAt(index - 1) == ' ') {
                return false;
            }
        }
        return true;
    }

    private static String shown(int code) {
        return switch (Character.getType(code)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> escaped(code);
            default -> Character.toString(code);
        };
    }

    private static String escaped(int code) {
        StringBuilder text = new StringBuilder();
        for (char half : Character.toChars(code)) {
            text.append("\\u").append(String.format("%04x", (int) half));
        }
        return text.toString();
    }
}
