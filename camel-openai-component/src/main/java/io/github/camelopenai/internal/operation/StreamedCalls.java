// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.operation;

import io.github.camelopenai.internal.client.ReplyHead;
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
    private int characters;

    private static final class Piecewise {
        private String id;
        private String name;
        private final StringBuilder arguments = new StringBuilder();
    }

    /**
     * Adds pieces.
     *
     * @param head of the answer, for the exception when there are too many
     */
    void add(List<ToolCallDelta> pieces, ReplyHead head) {
        for (ToolCallDelta piece : pieces) {
            Piecewise call = callOf(piece);
            characters += piece.arguments().length();
            if (calls.size() > MAX_CALLS || characters > MAX_ARGUMENTS) {
                throw UnusableAnswer.because(
                        head,
                        "the stream brings more than " + MAX_CALLS + " tool calls or " + MAX_ARGUMENTS
                                + " characters of arguments");
            }
            call.id = hasId(piece) ? piece.id() : call.id;
            call.name = piece.name() == null || piece.name().isEmpty() ? call.name : piece.name();
            call.arguments.append(piece.arguments());
        }
    }

    private Piecewise callOf(ToolCallDelta piece) {
        Piecewise known = current.get(piece.index());
        // Some servers give every call the index 0: another id tells that it is another call.
        boolean another = known != null && hasId(piece) && known.id != null && !known.id.equals(piece.id());
        if (known != null && !another) {
            return known;
        }
        Piecewise begun = new Piecewise();
        calls.add(begun);
        current.put(piece.index(), begun);
        return begun;
    }

    private static boolean hasId(ToolCallDelta piece) {
        return piece.id() != null && !piece.id().isEmpty();
    }

    boolean isEmpty() {
        return calls.isEmpty();
    }

    /** All calls, in their order. */
    List<ToolCall> whole() {
        return calls.stream()
                .map(call -> new ToolCall(call.id, call.name, call.arguments.toString()))
                .toList();
    }
}
