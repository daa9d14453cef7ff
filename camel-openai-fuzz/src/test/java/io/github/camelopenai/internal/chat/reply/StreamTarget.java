// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.chat.reply;

import io.github.camelopenai.error.OpenAiException;
import io.github.camelopenai.fuzz.Pieces;
import io.github.camelopenai.fuzz.Promise;
import io.github.camelopenai.fuzz.Target;
import io.github.camelopenai.internal.client.call.Answered;
import io.github.camelopenai.internal.client.call.Head;
import io.github.camelopenai.internal.client.call.Reply;
import io.github.camelopenai.internal.quota.terms.Used;
import io.github.camelopenai.model.ChatDelta;
import io.github.camelopenai.model.ToolCall;
import io.github.camelopenai.model.Usage;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A streamed chat answer: wherever its bytes are cut, the same pieces come out, and the same end. */
public final class StreamTarget implements Target {

    /** All that one sees of a stream. */
    private record Seen(
            List<ChatDelta> deltas,
            String text,
            List<ToolCall> calls,
            String finishReason,
            Usage usage,
            String id,
            String model,
            String complaint) {}

    @Override
    public void run(byte[] input) {
        for (String type : new String[] {"text/event-stream", "application/json"}) {
            Seen whole = read(type, new ByteArrayInputStream(input));
            Seen pieces = read(type, new Pieces(input));
            Promise.same(whole, pieces, "the whole, and pieces");
            Promise.holds(
                    whole.complaint() != null || !whole.deltas().isEmpty() || "stop".equals(whole.finishReason()),
                    "a stream without a word looks whole");
        }
    }

    private static Seen read(String type, InputStream bytes) {
        Head head = Head.of(type);
        Reply<io.github.camelopenai.internal.client.call.OpenBody> reply =
                new Reply<>(Answered.open(head, bytes), head, 1, Duration.ZERO, Used.UNKNOWN);
        List<ChatDelta> deltas = new ArrayList<>();
        StringBuilder said = new StringBuilder();
        String complaint = null;
        DeltaReader reader = new DeltaReader(reply, 1, true, false, 1);
        try (reader) {
            for (ChatDelta delta = reader.next(); delta != null; delta = reader.next()) {
                deltas.add(delta);
                said.append(delta.text());
                ChatTarget.isText(delta.text());
                ChatTarget.isText(delta.reasoning());
            }
            Promise.holds(reader.next() == null, "a piece behind the end");
        } catch (OpenAiException e) {
            complaint = Answered.failed(e).complaint();
        }
        Promise.same(said.toString(), reader.text(), "the pieces, and the text that is kept");
        List<ToolCall> calls = complaint == null ? reader.toolCalls() : List.of();
        return new Seen(
                deltas,
                reader.text(),
                calls,
                reader.finishReason(),
                reader.usage(),
                reader.id(),
                reader.model(),
                complaint);
    }
}
