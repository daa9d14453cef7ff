// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.chat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelopenai.internal.json.Json;
import io.github.camelopenai.model.ChatMessage;
import io.github.camelopenai.model.ToolCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * What of a conversation is sent along: its newest part, never a sequence that the API would refuse. Immutable.
 *
 * @param maxMessages how many messages at most
 * @param maxTokens   how many tokens at most, estimated
 */
record HistoryWindow(int maxMessages, int maxTokens) {
    /*
     * 1. An assistant message with tool calls and the answers to them are one group; every other message is a group of its
     *    own. A group is kept whole or not at all. One that lacks an answer, and an answer without a call, are left out
     *    wherever they are.
     * 2. Tool calls at the very end may be open: the manual way, in which the route calls the tools and sends their answers
     *    with this request. Then the history from the last question on is not past but present, and kept whatever its size.
     * 3. Groups are kept from the newest backward, up to the first that does not fit.
     * 4. Where something was cut, the window begins with a user message (or an instruction): some servers refuse another
     *    beginning. When no user message fits, nothing is sent along: no history is better than a broken one.
     */

    private static final int BYTES_PER_TOKEN = 4;
    private static final int TOKENS_AROUND = 4; // of a message, beside its text

    /** What servers charge for a picture depends on its size in pixels, never on its bytes; most are below this. */
    private static final int TOKENS_OF_IMAGE = 1_000;

    /**
     * @param history oldest first, as the memory gave it
     * @param next    the messages of this request, which will follow the window
     */
    List<ChatMessage> cut(List<ChatMessage> history, List<ChatMessage> next) {
        List<Group> groups = groups(history, next);
        boolean open = !groups.isEmpty() && groups.get(groups.size() - 1).open();
        int present = open ? lastQuestion(groups) : groups.size();
        List<ChatMessage> past = flat(groups, fitting(groups, present), present);
        int pastGiven = history.size() - flat(groups, present, groups.size()).size();
        List<ChatMessage> window = new ArrayList<>(past.size() == pastGiven ? past : fromQuestion(past));
        window.addAll(flat(groups, present, groups.size()));
        return window;
    }

    /** The index of the first group, before a limit, from which on all fit. */
    private int fitting(List<Group> groups, int end) {
        long messages = flat(groups, end, groups.size()).size();
        long tokens = tokens(flat(groups, end, groups.size()));
        for (int index = end - 1; index >= 0; index--) {
            messages += groups.get(index).messages().size();
            tokens += tokens(groups.get(index).messages());
            if (messages > maxMessages || tokens > maxTokens) {
                return index + 1;
            }
        }
        return 0;
    }

    private static List<ChatMessage> fromQuestion(List<ChatMessage> messages) {
        int start = 0;
        while (start < messages.size() && !begins(messages.get(start))) {
            start++;
        }
        return messages.subList(start, messages.size());
    }

    private static boolean begins(ChatMessage message) {
        return List.of("user", "system", "developer").contains(message.role());
    }

    private static int lastQuestion(List<Group> groups) {
        for (int index = groups.size() - 1; index >= 0; index--) {
            if ("user".equals(groups.get(index).messages().get(0).role())) {
                return index;
            }
        }
        return groups.size() - 1;
    }

    private static List<ChatMessage> flat(List<Group> groups, int from, int to) {
        return groups.subList(from, to).stream()
                .flatMap(group -> group.messages().stream())
                .toList();
    }

    /**
     * Messages that must stay together.
     *
     * @param open whether the answers to its tool calls are in the request
     */
    private record Group(List<ChatMessage> messages, boolean open) {}

    private static List<Group> groups(List<ChatMessage> history, List<ChatMessage> next) {
        List<Group> groups = new ArrayList<>();
        int index = 0;
        while (index < history.size()) {
            ChatMessage first = history.get(index++);
            if (isTool(first)) {
                continue; // its call is gone
            }
            List<ChatMessage> messages = new ArrayList<>(List.of(first));
            List<String> asked = calls(first);
            while (index < history.size() && isTool(history.get(index))) {
                ChatMessage answer = history.get(index++);
                if (asked.remove(answer.toolCallId())) {
                    messages.add(answer);
                }
            }
            boolean open = !asked.isEmpty() && index == history.size() && answers(next, asked);
            if (asked.isEmpty() || open) {
                groups.add(new Group(messages, open));
            }
        }
        return groups;
    }

    private static boolean answers(List<ChatMessage> next, List<String> asked) {
        List<String> unanswered = new ArrayList<>(asked);
        for (ChatMessage message : next) {
            if (!isTool(message)) {
                break;
            }
            unanswered.remove(message.toolCallId());
        }
        return unanswered.isEmpty();
    }

    private static List<String> calls(ChatMessage message) {
        List<String> ids = new ArrayList<>();
        if (message.toolCalls() != null) {
            message.toolCalls().stream().map(ToolCall::id).forEach(ids::add);
        }
        return ids;
    }

    private static boolean isTool(ChatMessage message) {
        return "tool".equals(message.role());
    }

    private static long tokens(List<ChatMessage> messages) {
        return messages.stream().mapToLong(HistoryWindow::tokens).sum();
    }

    private static long tokens(ChatMessage message) {
        JsonNode json = Json.tree(message, "a message of the memory");
        long images = 0;
        long bytes = 0;
        for (JsonNode field : json) {
            for (JsonNode part : field.isArray() ? field : List.of(field)) {
                boolean image = Objects.equals(part.path("type").asText(), "image_url");
                images += image ? 1 : 0;
                bytes += image ? 0 : Json.bytes(part).length;
            }
        }
        return TOKENS_AROUND + images * TOKENS_OF_IMAGE + bytes / BYTES_PER_TOKEN;
    }
}
