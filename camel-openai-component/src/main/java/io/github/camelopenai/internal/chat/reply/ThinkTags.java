// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.chat.reply;

/**
 * Takes the thoughts out of an answer in which a server has left them: {@code <think>…</think>} at the very beginning. It is
 * fed with slices of the text, cut anywhere. One for each choice of an answer. Not thread-safe.
 */
final class ThinkTags {
    /*
     * 1. Only the beginning counts, after white space at most. A tag further on is something the model speaks about.
     * 2. What might still become a tag is held back until it is one, or is not.
     * 3. White space around the thoughts, and before the answer, belongs to the tags; without a tag nothing is touched.
     * 4. Only so much is held back: white space without an end is passed on as part of the thoughts or of the answer.
     * 5. Thoughts without an end are thoughts to the last character: an answer that was cut there has no text.
     */

    private static final String OPEN = "<think>";
    private static final String CLOSE = "</think>";

    private static final int MOST_HELD = 64 * 1024;

    private enum Place {
        BEFORE,
        THOUGHTS,
        BEHIND,
        ANSWER
    }

    private Place place = Place.BEFORE;
    private final StringBuilder held = new StringBuilder();
    private int matched; // characters of the tag that is looked for
    private boolean thought;

    /**
     * A part of the text.
     *
     * @param reasoning what the model thinks, may be empty
     * @param answer    what it says, may be empty
     */
    record Part(String reasoning, String answer) {}

    /** A whole text; its reasoning is empty where it has none. */
    static Part split(String text) {
        ThinkTags tags = new ThinkTags();
        Part first = tags.feed(text);
        Part rest = tags.end();
        return new Part(first.reasoning() + rest.reasoning(), first.answer() + rest.answer());
    }

    /** What is certain once this slice is there. */
    Part feed(String slice) {
        if (place == Place.ANSWER) {
            return new Part("", slice);
        }
        StringBuilder reasoning = new StringBuilder();
        StringBuilder answer = new StringBuilder();
        for (int index = 0; index < slice.length(); index++) {
            char next = slice.charAt(index);
            switch (place) {
                case BEFORE -> before(next, answer);
                case THOUGHTS -> thoughts(next, reasoning);
                default -> {
                    if (!Character.isWhitespace(next)) {
                        place = Place.ANSWER;
                    }
                }
            }
            if (place == Place.ANSWER) {
                // Behind the tag the character itself is the first of the answer; otherwise it was held with the rest.
                answer.append(slice, answer.isEmpty() ? index : index + 1, slice.length());
                break;
            }
        }
        return new Part(reasoning.toString(), answer.toString());
    }

    /** What was still held back; nothing may be fed after it. */
    Part end() {
        if (place == Place.BEFORE) {
            String text = held.toString();
            held.setLength(0);
            return new Part("", text);
        }
        String rest = place == Place.THOUGHTS && matched > 0 ? held + CLOSE.substring(0, matched) : "";
        matched = 0;
        return new Part(rest, "");
    }

    private void before(char next, StringBuilder answer) {
        held.append(next);
        if (next == OPEN.charAt(matched)) {
            matched++;
        } else if (matched > 0 || !Character.isWhitespace(next) || held.length() > MOST_HELD) {
            place = Place.ANSWER;
            answer.append(held);
            held.setLength(0);
        }
        if (matched == OPEN.length()) {
            place = Place.THOUGHTS;
            held.setLength(0);
            matched = 0;
        }
    }

    private void thoughts(char next, StringBuilder reasoning) {
        if (next == CLOSE.charAt(matched)) {
            matched++;
            if (matched == CLOSE.length()) {
                place = Place.BEHIND;
            }
            return;
        }
        // The tag begins with its only '<', so nothing but this character can be a new beginning.
        for (int index = 0; index < matched; index++) {
            think(CLOSE.charAt(index), reasoning);
        }
        matched = next == '<' ? 1 : 0;
        if (matched == 0) {
            think(next, reasoning);
        }
    }

    /** White space is held until something follows, so that there is none at the ends. */
    private void think(char next, StringBuilder reasoning) {
        if (Character.isWhitespace(next)) {
            held.append(thought ? String.valueOf(next) : "");
            if (held.length() > MOST_HELD) {
                reasoning.append(held);
                held.setLength(0);
            }
            return;
        }
        thought = true;
        reasoning.append(held).append(next);
        held.setLength(0);
    }
}
