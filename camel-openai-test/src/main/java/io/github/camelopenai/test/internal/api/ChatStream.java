// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.test.internal.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelopenai.test.internal.api.ChatCall.Said;
import io.github.camelopenai.test.internal.api.Wording.ToolCall;
import io.github.camelopenai.test.internal.media.Words;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A chat answer as server-sent events: the role, the words, the reason to stop, the usage if asked for. Not thread-safe. */
final class ChatStream {
    /** The arguments of a tool come in pieces of so many characters: a reader must put them together by index. */
    private static final int PIECE = 8;

    /** Chunks are padded to a multiple of this, so that their sizes do not tell what is in them. */
    private static final int PADDING = 16;

    private final ChatCall call;
    private final StringBuilder events = new StringBuilder();

    private ChatStream(ChatCall call) {
        this.call = call;
    }

    static Answer of(ChatCall call, Said said, int choices, long completion) {
        return new ChatStream(call).write(said, choices, completion);
    }

    private Answer write(Said said, int choices, long completion) {
        for (int i = 0; i < choices; i++) {
            choice(i, said);
        }
        if (flag("include_usage", false)) {
            ObjectNode last = call.head("chat.completion.chunk");
            last.putArray("choices");
            last.set("usage", call.usage(completion));
            event(pad(last, ""));
        }
        event("[DONE]");
        return Answer.stream(
                "text/event-stream; charset=utf-8", events.toString().getBytes(StandardCharsets.UTF_8));
    }

    private void choice(int index, Said said) {
        ObjectNode opening = Json.object().put("role", "assistant");
        opening.put("content", said.isText() ? "" : null).putNull("refusal");
        chunk(index, opening, "", null);
        for (String word : Words.of(said.refusal().orElse(said.text()))) {
            String field = said.refusal().isPresent() ? "refusal" : "content";
            chunk(index, Json.object().put(field, word), word, null);
        }
        for (int i = 0; i < said.toolCalls().size(); i++) {
            toolCall(index, i, said.toolCalls().get(i));
        }
        chunk(index, Json.object(), "", said.finish());
    }

    private void toolCall(int choice, int index, ToolCall tool) {
        ObjectNode start = Json.object();
        ObjectNode opened = start.putArray("tool_calls").addObject().put("index", index);
        opened.put("id", tool.id().orElseThrow()).put("type", "function");
        opened.putObject("function").put("name", tool.name()).put("arguments", "");
        chunk(choice, start, "", null);
        for (String piece : pieces(tool.arguments())) {
            ObjectNode delta = Json.object();
            ObjectNode more = delta.putArray("tool_calls").addObject().put("index", index);
            more.putObject("function").put("arguments", piece);
            chunk(choice, delta, piece, null);
        }
    }

    private static List<String> pieces(String text) {
        List<String> pieces = new ArrayList<>();
        int start = 0;
        while (start < text.length()) {
            // By code points: half a character cannot be written.
            int end = text.offsetByCodePoints(start, Math.min(PIECE, text.codePointCount(start, text.length())));
            pieces.add(text.substring(start, end));
            start = end;
        }
        return pieces;
    }

    private void chunk(int choice, ObjectNode delta, String said, String finish) {
        ObjectNode chunk = call.head("chat.completion.chunk");
        ObjectNode only = chunk.putArray("choices").addObject().put("index", choice);
        only.set("delta", delta);
        only.putNull("logprobs");
        only.put("finish_reason", finish);
        if (flag("include_usage", false)) {
            chunk.putNull("usage");
        }
        event(pad(chunk, said));
    }

    private String pad(ObjectNode chunk, String said) {
        if (flag("include_obfuscation", true)) {
            chunk.put("obfuscation", "x".repeat(PADDING - said.length() % PADDING));
        }
        return chunk.toString();
    }

    private boolean flag(String option, boolean usual) {
        return call.request().path("stream_options").path(option).asBoolean(usual);
    }

    private void event(String data) {
        events.append("data: ").append(data).append("\n\n");
    }
}
