// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.chat;

import io.github.camelopenai.error.ErrorDetails;
import io.github.camelopenai.error.OpenAiException;
import io.github.camelopenai.error.OpenAiRequestException;
import io.github.camelopenai.error.OpenAiResponseException;
import io.github.camelopenai.error.OpenAiTransportException;
import io.github.camelopenai.internal.option.Defaults;
import io.github.camelopenai.internal.option.Option;
import io.github.camelopenai.internal.option.Options;
import io.github.camelopenai.memory.ChatMemory;
import io.github.camelopenai.model.ChatMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The conversation that one exchange continues. What was said before is read once, before the call; the turn is added once,
 * after it. Both may block, as the memory does. Immutable.
 */
final class Conversation {

    private static final Logger LOG = LoggerFactory.getLogger(Conversation.class);

    private final ChatMemory memory;
    private final String id;
    private final HistoryWindow window;

    private Conversation(ChatMemory memory, String id, HistoryWindow window) {
        this.memory = memory;
        this.id = id;
        this.window = window;
    }

    /**
     * Empty where no memory is set; a conversation id alone does nothing, as a route may give it to several steps of which
     * one remembers.
     *
     * @throws OpenAiRequestException when the memory is none, or there is no conversation id
     */
    static Optional<Conversation> of(Exchange exchange, Options chosen) {
        Object value = chosen.get(Option.MEMORY);
        if (value == null) {
            return Optional.empty();
        }
        ChatMemory memory = memory(exchange, value);
        String id = chosen.get(Option.CONVERSATION_ID);
        if (id == null || id.isBlank()) {
            throw OpenAiRequestException.refused("memory is set but the conversation id is "
                    + (id == null ? "missing" : "blank") + "; set header " + Option.CONVERSATION_ID.header()
                    + ", or the option conversationId, to an id of the conversation");
        }
        int messages = chosen.get(Option.MAX_HISTORY_MESSAGES, Defaults.MAX_HISTORY_MESSAGES);
        int tokens = chosen.get(Option.MAX_HISTORY_TOKENS, Defaults.MAX_HISTORY_TOKENS);
        return Optional.of(new Conversation(memory, id, new HistoryWindow(messages, tokens)));
    }

    /** The bean itself, or its name with or without the mark of a reference. */
    private static ChatMemory memory(Exchange exchange, Object value) {
        if (value instanceof ChatMemory bean) {
            return bean;
        }
        if (!(value instanceof String text)) {
            throw refused("a " + value.getClass().getName());
        }
        String name = text.startsWith("#bean:") ? text.substring(6) : text.startsWith("#") ? text.substring(1) : text;
        Object found =
                name.isBlank() ? null : exchange.getContext().getRegistry().lookupByName(name);
        if (found instanceof ChatMemory bean) {
            return bean;
        }
        throw refused("'" + text + "', and the registry has "
                + (found == null
                        ? "no bean of that name"
                        : "a " + found.getClass().getName() + " of that name"));
    }

    private static OpenAiRequestException refused(String what) {
        return OpenAiRequestException.refused("memory must be a " + ChatMemory.class.getSimpleName()
                + " or the name of such a bean but was " + what
                + "; bind one to the registry and name it in the URI or in"
                + " header " + Option.MEMORY.header());
    }

    /**
     * What was said before, as far as the window allows; to be put between the instructions and the messages of this request.
     *
     * @param next the messages of this request without instructions; tool answers among them may belong to calls of the last
     *             turn
     * @throws OpenAiException when the memory fails; nothing was sent
     */
    List<ChatMessage> history(List<ChatMessage> next) {
        List<ChatMessage> all = load();
        List<ChatMessage> kept = window.cut(all, next);
        if (LOG.isDebugEnabled()) {
            LOG.debug("{} of {} messages of the conversation are sent along", kept.size(), all.size());
        }
        return kept;
    }

    private List<ChatMessage> load() {
        List<ChatMessage> all;
        boolean holdsNull;
        try {
            List<ChatMessage> loaded = memory.load(id);
            all = loaded == null ? null : new ArrayList<>(loaded); // another exchange may add to it meanwhile
            holdsNull = all != null && all.stream().anyMatch(Objects::isNull);
        } catch (Throwable e) { // whatever a bean throws
            throw unreadable("failed with " + e.getClass().getSimpleName(), e);
        }
        if (all == null || holdsNull) {
            throw unreadable("gave null" + (all == null ? "" : " as a message"), null);
        }
        return all;
    }

    /** No request is wrong here, and another try may succeed; so it is what an unreachable server would be. */
    private OpenAiException unreadable(String how, Throwable cause) {
        return new OpenAiTransportException(
                "the conversation could not be read: memory " + bean() + " " + how
                        + "; nothing was sent. Mend the memory, or try again",
                ErrorDetails.withoutAnswer(0, cause instanceof Exception),
                cause);
    }

    /**
     * Adds the turn to the conversation. System and developer messages in it are left out.
     *
     * @param turn     the messages of this request, then all that the model and the tools have said
     * @param answered what is known of the answer: status, request id, attempts
     * @throws OpenAiResponseException when the memory fails; the answer is lost to the route, as going on would forget it
     */
    void append(List<ChatMessage> turn, ErrorDetails answered) {
        List<ChatMessage> said = new ArrayList<>(turn);
        said.removeIf(message -> List.of("system", "developer").contains(message.role()));
        try {
            memory.append(id, said);
        } catch (Throwable e) { // whatever a bean throws
            throw new OpenAiResponseException(
                    "the answer was received but not remembered: memory " + bean() + " failed with "
                            + e.getClass().getSimpleName()
                            + "; fix the memory. A new attempt asks for a new answer and pays for it",
                    answered,
                    e);
        }
    }

    private String bean() {
        return memory.getClass().getName();
    }
}
