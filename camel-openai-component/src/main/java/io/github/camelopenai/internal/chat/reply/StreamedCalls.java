// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.chat.reply;

import io.github.camelopenai.internal.client.call.ReplyHead;
import io.github.camelopenai.internal.json.WholeCharacters;
import io.github.camelopenai.internal.operation.UnusableAnswer;
import io.github.camelopenai.model.ChatDelta.ToolCallDelta;
import io.github.camelopenai.model.ToolCall;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Puts tool calls together from the pieces in which a stream brings them. Bounded. Not thread-safe. */
final class StreamedCalls {

    private static final int MAX_CALLS = 128;
    private static final int MAX_ARGUMENTS = 4 << 20;

    private final List<Piecewise> calls = new ArrayList<>(1);
    private final Map<Integer, Piecewise> current = new HashMap<>(2);
    private long characters;

    private static final class Piecewise {
        private final int place;
        private String id;
        private String name;
        private final StringBuilder arguments = new StringBuilder();
        private final WholeCharacters characters = new WholeCharacters();

        Piecewise(int place) {
            this.place = place;
        }
    }

    /**
     * Adds pieces.
     *
     * @param head of the answer, for the exception when there are too many
     * @return the same pieces in whole characters, each with the index of its call, whatever the server has counted
     */
    List<ToolCallDelta> add(List<ToolCallDelta> pieces, ReplyHead head) {
        if (pieces.isEmpty()) {
            return pieces;
        }
        List<ToolCallDelta> placed = new ArrayList<>(pieces.size());
        for (ToolCallDelta piece : pieces) {
            Piecewise call = callOf(piece);
            characters += piece.arguments().length() + length(piece.id()) + length(piece.name());
            if (calls.size() > MAX_CALLS || characters > MAX_ARGUMENTS) {
                throw UnusableAnswer.because(
                        head,
                        "the stream brings more than " + MAX_CALLS + " tool calls or " + MAX_ARGUMENTS
                                + " characters of arguments");
            }
            call.id = isGiven(piece.id()) ? piece.id() : call.id;
            call.name = isGiven(piece.name()) ? piece.name() : call.name;
            String arguments = call.characters.feed(piece.arguments());
            call.arguments.append(arguments);
            placed.add(new ToolCallDelta(call.place, piece.id(), piece.name(), arguments));
        }
        return placed;
    }

    /** What is left of the arguments once the answer is there; usually nothing. */
    List<ToolCallDelta> end() {
        List<ToolCallDelta> rest = new ArrayList<>(0);
        for (Piecewise call : calls) {
            String arguments = call.characters.end();
            if (!arguments.isEmpty()) {
                call.arguments.append(arguments);
                rest.add(new ToolCallDelta(call.place, null, null, arguments));
            }
        }
        return rest;
    }

    private Piecewise callOf(ToolCallDelta piece) {
        Piecewise known = current.get(piece.index());
        if (known != null && !isAnother(piece, known)) {
            return known;
        }
        Piecewise begun = new Piecewise(calls.size());
        calls.add(begun);
        current.put(piece.index(), begun);
        return begun;
    }

    /** Some servers give every call the index 0: another id tells that it is another call, or, without ids, another name. */
    private static boolean isAnother(ToolCallDelta piece, Piecewise known) {
        if (isGiven(piece.id()) && known.id != null) {
            return !piece.id().equals(known.id);
        }
        return isGiven(piece.name()) && known.name != null && !piece.name().equals(known.name);
    }

    private static int length(String value) {
        return value == null ? 0 : value.length();
    }

    private static boolean isGiven(String value) {
        return value != null && !value.isEmpty();
    }

    boolean isEmpty() {
        return calls.isEmpty();
    }

    /** All calls, in their order; after {@link #end}. */
    List<ToolCall> whole() {
        return calls.stream()
                .map(call -> new ToolCall(call.id, call.name, call.arguments.toString()))
                .toList();
    }
}
