// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.test.internal.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelopenai.test.internal.api.ChatCall.Said;
import io.github.camelopenai.test.internal.api.Wording.ToolCall;
import io.github.camelopenai.test.internal.media.Words;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A chat answer as server-sent events: the role, the words, the reason to stop, the usage if asked for. Stateless. */
final class ChatStream {
    private ChatStream() {}

    static Answer of(ChatCall call, Said said, long completion) {
        StringBuilder events = new StringBuilder();
        for (int i = 0; i < call.n(); i++) {
            event(events, call, i, Json.object().put("role", "assistant").put("content", ""), null);
            for (String word : Words.of(said.refusal().orElse(said.text()))) {
                String field = said.refusal().isPresent() ? "refusal" : "content";
                event(events, call, i, Json.object().put(field, word), null);
            }
            toolEvents(events, call, i, said.toolCalls());
            event(events, call, i, Json.object(), said.finish());
        }
        if (asksForUsage(call)) {
            ObjectNode last = call.head("chat.completion.chunk");
            last.putArray("choices");
            last.set("usage", call.usage(completion));
            write(events, last.toString());
        }
        write(events, "[DONE]");
        return Answer.stream(
                "text/event-stream; charset=utf-8", events.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** The name first, the arguments in two pieces: a reader must put them together by index. */
    private static void toolEvents(StringBuilder events, ChatCall call, int choice, List<ToolCall> toolCalls) {
        for (int i = 0; i < toolCalls.size(); i++) {
            ToolCall tool = toolCalls.get(i);
            ObjectNode start = Json.object();
            ObjectNode opened = start.putArray("tool_calls").addObject().put("index", i);
            opened.put("id", "call_" + (i + 1)).put("type", "function");
            opened.putObject("function").put("name", tool.name()).put("arguments", "");
            event(events, call, choice, start, null);
            int half = tool.arguments().length() / 2;
            for (String piece : List.of(
                    tool.arguments().substring(0, half), tool.arguments().substring(half))) {
                ObjectNode delta = Json.object();
                ObjectNode more = delta.putArray("tool_calls").addObject().put("index", i);
                more.putObject("function").put("arguments", piece);
                event(events, call, choice, delta, null);
            }
        }
    }

    private static void event(StringBuilder events, ChatCall call, int choice, ObjectNode delta, String finish) {
        ObjectNode chunk = call.head("chat.completion.chunk");
        ObjectNode only = chunk.putArray("choices").addObject().put("index", choice);
        only.set("delta", delta);
        only.putNull("logprobs");
        only.put("finish_reason", finish);
        if (asksForUsage(call)) {
            chunk.putNull("usage");
        }
        write(events, chunk.toString());
    }

    private static boolean asksForUsage(ChatCall call) {
        return call.request().at("/stream_options/include_usage").booleanValue();
    }

    private static void write(StringBuilder events, String data) {
        events.append("data: ").append(data).append("\n\n");
    }
}
