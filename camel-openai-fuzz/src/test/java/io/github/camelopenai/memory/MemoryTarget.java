// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.memory;

import io.github.camelopenai.fuzz.Promise;
import io.github.camelopenai.fuzz.Target;
import io.github.camelopenai.model.ChatMessage;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A row of a table of turns: messages that can be written again and are the same, or the memory's own exception. */
public final class MemoryTarget implements Target {

    @Override
    public void run(byte[] input) {
        List<ChatMessage> messages;
        try {
            messages = TurnJson.read(new String(input, StandardCharsets.UTF_8), "turn 1 of conversation c");
        } catch (ChatMemoryException e) {
            Promise.holds(e.getCause() == null, "a cause that may quote the row");
            return;
        }
        if (!messages.isEmpty()) {
            String written = TurnJson.write(messages);
            Promise.holds(written.chars().allMatch(character -> character < 128), "more than ASCII");
            Promise.same(written, TurnJson.write(TurnJson.read(written, "it")), "written, and read and written");
        }
    }
}
