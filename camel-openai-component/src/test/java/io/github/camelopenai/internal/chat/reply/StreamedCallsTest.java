// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.chat.reply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelopenai.error.OpenAiResponseException;
import io.github.camelopenai.internal.client.call.FakeReplyHead;
import io.github.camelopenai.model.ChatDelta.ToolCallDelta;
import io.github.camelopenai.model.ToolCall;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which pieces are one call. */
class StreamedCallsTest {

    private static final FakeReplyHead HEAD = new FakeReplyHead(200);

    private final StreamedCalls calls = new StreamedCalls();
    private final List<ToolCallDelta> placed = new ArrayList<>();

    private void add(int index, String id, String name, String arguments) {
        placed.addAll(calls.add(List.of(new ToolCallDelta(index, id, name, arguments)), HEAD));
    }

    private List<Integer> places() {
        return placed.stream().map(ToolCallDelta::index).toList();
    }

    @Test
    void piecesOfOneIndexAreOneCall() {
        add(0, "call_1", "weather", "");
        add(0, null, null, "{\"city\":");
        add(0, "", "", "\"Bern\"}");

        assertThat(calls.whole()).containsExactly(new ToolCall("call_1", "weather", "{\"city\":\"Bern\"}"));
        assertThat(places()).containsOnly(0);
    }

    @Test
    void idAndNameMayBeRepeated() {
        add(0, "call_1", "weather", "{");
        add(0, "call_1", "weather", "}");

        assertThat(calls.whole()).containsExactly(new ToolCall("call_1", "weather", "{}"));
    }

    @Test
    void piecesOfSeveralCallsMayTakeTurns() {
        add(0, "call_1", "weather", "{");
        add(1, "call_2", "time", "[");
        add(0, null, null, "}");
        add(1, null, null, "]");

        assertThat(calls.whole())
                .containsExactly(new ToolCall("call_1", "weather", "{}"), new ToolCall("call_2", "time", "[]"));
        assertThat(places()).containsExactly(0, 1, 0, 1);
    }

    @Test
    void anotherIdIsAnotherCallWhateverItsIndex() {
        add(0, "call_1", "dice", "{");
        add(0, null, null, "}");
        add(0, "call_2", "dice", "{");
        add(0, null, null, "}");

        assertThat(calls.whole())
                .containsExactly(new ToolCall("call_1", "dice", "{}"), new ToolCall("call_2", "dice", "{}"));
        assertThat(places()).as("what the reader of the stream sees").containsExactly(0, 0, 1, 1);
    }

    @Test
    void withoutIdsAnotherNameIsAnotherCall() {
        add(0, "", "weather", "{}");
        add(0, "", "time", "[]");

        assertThat(calls.whole())
                .containsExactly(new ToolCall(null, "weather", "{}"), new ToolCall(null, "time", "[]"));
        assertThat(places()).containsExactly(0, 1);
    }

    @Test
    void indexesNeedNotBeginAtZero() {
        add(3, "call_1", "weather", "{}");
        add(7, "call_2", "time", "[]");

        assertThat(calls.whole()).extracting(ToolCall::id).containsExactly("call_1", "call_2");
        assertThat(places()).containsExactly(0, 1);
    }

    @Test
    void thereAreNoneAtFirst() {
        assertThat(calls.add(List.of(), HEAD)).isEmpty();
        assertThat(calls.isEmpty()).isTrue();
        assertThat(calls.whole()).isEmpty();
    }

    @Test
    void moreThan128AreRefused() {
        for (int index = 0; index < 128; index++) {
            add(index, "call_" + index, "dice", "{}");
        }

        assertThat(calls.whole()).hasSize(128);
        assertThatThrownBy(() -> add(128, "call_128", "dice", "{}"))
                .isInstanceOf(OpenAiResponseException.class)
                .hasMessage("the stream brings more than 128 tool calls or 4194304 characters of arguments");
    }

    @Test
    void moreThanFourMillionCharactersOfArgumentsAreRefused() {
        String million = "x".repeat(1 << 20);
        for (int piece = 0; piece < 4; piece++) {
            add(piece % 2, null, null, million);
        }

        assertThat(calls.whole()).extracting(call -> call.arguments().length()).containsExactly(2 << 20, 2 << 20);
        assertThatThrownBy(() -> add(0, null, null, "x"))
                .isInstanceOf(OpenAiResponseException.class)
                .hasMessageContaining("4194304 characters");
    }
}
