// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.memory;

import io.github.camelopenai.model.ChatMessage;
import java.util.List;

/**
 * Remembers conversations for {@code openai:chat}. The option {@code memory} names a bean of this type. Several
 * exchanges call it at once, on the threads of routes, and it may block there as a database does. An exception ends the
 * exchange: from {@link #load} before anything is sent, from {@link #append} although the model has answered. It
 * becomes the cause of the route's exception, and most routes log it; so it should not quote the conversation.
 */
public interface ChatMemory {

    /**
     * The conversation so far, oldest message first. The chat step cuts it to the window that its options allow, so a
     * memory may return more, but must itself bound what it keeps.
     *
     * @param conversationId as the route set it, never blank
     * @return empty for a conversation that is new or forgotten; never null
     */
    List<ChatMessage> load(String conversationId);

    /**
     * Adds one turn to the end of a conversation, all of it or nothing: the user's messages, the tool calls with their
     * results, and the model's answer. Called only after the model has answered. When two exchanges of one conversation
     * overlap, each adds its turn when it ends; the memory keeps both, one after the other.
     *
     * @param conversationId as for {@link #load}
     * @param messages       in order, at least one; system and developer messages are not among them
     */
    void append(String conversationId, List<ChatMessage> messages);
}
