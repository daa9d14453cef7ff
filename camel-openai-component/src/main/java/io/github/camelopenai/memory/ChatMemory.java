// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.memory;

import io.github.camelopenai.model.ChatMessage;
import java.util.List;

/**
 * Remembers conversations for {@code openai:chat}. A bean of this type is named by the option {@code memory}. It is called
 * by several exchanges at once, on the threads of routes, and may block there as a database does. What it throws ends the
 * exchange: from {@link #load} before anything is sent, from {@link #append} although the model has answered. The exception
 * becomes the cause of what the route sees, and is logged by most routes; so it should not quote what was said.
 */
public interface ChatMemory {

    /**
     * The conversation so far, oldest message first. The chat step cuts it to the window that its options allow, so a
     * memory may return more, but must itself bound what it keeps.
     *
     * @param conversationId as the route gave it, never blank
     * @return empty for a conversation that is new or forgotten; never null
     */
    List<ChatMessage> load(String conversationId);

    /**
     * Adds one turn to the end of a conversation, all of it or nothing: the messages that a person sent, the tool calls with
     * their answers, and what the model said. Called only after the model has answered. When two exchanges of one
     * conversation overlap, each adds its turn when it ends; the memory keeps both, one after the other.
     *
     * @param conversationId as for {@link #load}
     * @param messages       in order, at least one; system and developer messages are not among them
     */
    void append(String conversationId, List<ChatMessage> messages);
}
