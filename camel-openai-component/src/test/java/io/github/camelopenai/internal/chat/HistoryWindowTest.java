// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenai.model.ChatMessage;
import io.github.camelopenai.model.ToolCall;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What of a conversation is sent along. In the tables {@code u} is a user message, {@code a} one of the assistant,
 * {@code c12} tool calls 1 and 2, {@code t1} the answer to call 1, {@code s} a system message.
 */
class HistoryWindowTest {

    private static final HistoryWindow WIDE = new HistoryWindow(100, 100_000);

    private static List<ChatMessage> messages(String signs) {
        List<ChatMessage> result = new ArrayList<>();
        for (String sign : signs == null ? new String[0] : signs.split(" ")) {
            result.add(message(sign));
        }
        return result;
    }

    private static ChatMessage message(String sign) {
        String ids = sign.substring(1);
        return switch (sign.charAt(0)) {
            case 'u' -> ChatMessage.user("question" + ids);
            case 'a' -> ChatMessage.assistant("answer" + ids);
            case 's' -> ChatMessage.system("summary");
            case 't' -> ChatMessage.tool(ids, "result");
            default ->
                ChatMessage.assistant(Arrays.stream(ids.split(""))
                        .map(id -> new ToolCall(id, "f", "{}"))
                        .toList());
        };
    }

    private static String signs(List<ChatMessage> messages) {
        return String.join(" ", messages.stream().map(HistoryWindowTest::sign).toList());
    }

    private static String sign(ChatMessage message) {
        return switch (message.role()) {
            case "tool" -> "t" + message.toolCallId();
            case "assistant" ->
                message.toolCalls() == null
                        ? "a" + message.content().toString().substring(6)
                        : "c"
                                + String.join(
                                        "",
                                        message.toolCalls().stream()
                                                .map(ToolCall::id)
                                                .toList());
            case "user" -> "u" + message.content().toString().substring(8);
            default -> "s";
        };
    }

    @Nested
    class BoundedByMessages {

        @ParameterizedTest(name = "{0} in {1}")
        @CsvSource(delimiter = '|', textBlock = """
                ''                     | 5 | ''
                u1 a1                  | 2 | u1 a1
                u1 a1 u2 a2            | 4 | u1 a1 u2 a2
                u1 a1 u2 a2            | 3 | u2 a2
                u1 a1 u2 a2            | 2 | u2 a2
                u1 a1 u2 a2            | 1 | ''
                u1 c1 t1 a1            | 4 | u1 c1 t1 a1
                u1 c1 t1 a1            | 3 | ''
                u1 a1 u2 c12 t1 t2 a2  | 5 | u2 c12 t1 t2 a2
                u1 a1 u2 c12 t1 t2 a2  | 6 | u2 c12 t1 t2 a2
                u1 a1 u2 c12 t1 t2 a2  | 4 | ''
                u1 c1 t1 c2 t2 a1 u2 a2 | 6 | u2 a2
                a0 u1 a1               | 3 | a0 u1 a1
                a0 u1 a1               | 2 | u1 a1
                s u1 a1 u2 a2          | 5 | s u1 a1 u2 a2
                s u1 a1 u2 a2          | 4 | u1 a1 u2 a2
                u1 a1 s a2             | 2 | s a2
                """)
        void keepsTheNewestAndBeginsWithAQuestion(String history, int bound, String kept) {
            HistoryWindow window = new HistoryWindow(bound, 100_000);

            assertThat(signs(window.cut(history.isEmpty() ? List.of() : messages(history), messages("u9"))))
                    .isEqualTo(kept);
        }
    }

    @Nested
    class Repairing {

        @ParameterizedTest(name = "{0}")
        @CsvSource(delimiter = '|', textBlock = """
                t1 a1                | ''
                u1 t1 a1             | u1 a1
                u1 c1 a1             | u1 a1
                u1 c12 t1 a1         | u1 a1
                u1 c12 t2 t1 a1      | u1 c12 t2 t1 a1
                u1 c1 t1 t1 a1       | u1 c1 t1 a1
                u1 c1 t2 a1          | u1 a1
                u1 c1 t2 t1 a1       | u1 c1 t1 a1
                u1 c1                | u1
                u1 c11 t1 t1 a1      | u1 c11 t1 t1 a1
                u1 c11 t1 a1         | u1 a1
                t1 c1 t1 u2 a2       | u2 a2
                """)
        void leavesOutCallsAndAnswersThatLackEachOther(String history, String kept) {
            assertThat(signs(WIDE.cut(messages(history), messages("u9")))).isEqualTo(kept);
        }

        @Test
        void leavesOutCallsWithoutIds() {
            ChatMessage call = ChatMessage.assistant(List.of(new ToolCall(null, "f", "{}")));

            assertThat(WIDE.cut(List.of(ChatMessage.user("question1"), call), messages("u9")))
                    .containsExactly(ChatMessage.user("question1"));
        }
    }

    @Nested
    class WithCallsThatThisRequestAnswers {

        @ParameterizedTest(name = "{0} + {1} in {2}")
        @CsvSource(delimiter = '|', textBlock = """
                u1 c1              | t1        | 9 | u1 c1
                u1 c12             | t2 t1     | 9 | u1 c12
                u1 c12 t1          | t2        | 9 | u1 c12 t1
                u1 c12             | t1        | 9 | u1
                u1 c1              | u2        | 9 | u1
                u1 c1              | u2 t1     | 9 | u1
                u1 c1 u2 c2        | t2        | 9 | u1 u2 c2
                u1 c1 t1 c2        | t2        | 1 | u1 c1 t1 c2
                u1 a1 u2 c1        | t1        | 2 | u2 c1
                u1 a1 u2 c1        | t1        | 3 | u2 c1
                u1 a1 u2 c1        | t1        | 4 | u1 a1 u2 c1
                a0 c1              | t1        | 9 | a0 c1
                """)
        void keepsThemFromTheirQuestionOnWhateverTheBound(String history, String next, int bound, String kept) {
            HistoryWindow window = new HistoryWindow(bound, 100_000);

            assertThat(signs(window.cut(messages(history), messages(next)))).isEqualTo(kept);
        }
    }

    @Nested
    class BoundedByTokens {

        // "user" and "aaa…" are 6 and 402 bytes: 102 tokens, and 4 around. "assistant" and "b" are 14 bytes: 3, and 4.
        private final ChatMessage long1 = ChatMessage.user("a".repeat(400));
        private final ChatMessage short1 = ChatMessage.assistant("b");
        private final List<ChatMessage> two = List.of(long1, short1, long1, short1);

        @Test
        void countsATokenForFourBytes() {
            assertThat(new HistoryWindow(100, 113).cut(two, List.of())).hasSize(2);
            assertThat(new HistoryWindow(100, 225).cut(two, List.of())).hasSize(2);
            assertThat(new HistoryWindow(100, 226).cut(two, List.of())).hasSize(4);
        }

        @Test
        void countsBytesAndNotCharacters() {
            List<ChatMessage> chinese = List.of(ChatMessage.user("骆".repeat(400)), short1);

            assertThat(new HistoryWindow(100, 312).cut(chinese, List.of())).isEmpty();
            assertThat(new HistoryWindow(100, 313).cut(chinese, List.of())).hasSize(2);
        }

        @Test
        void sendsNothingWhenTheNewestQuestionAloneIsTooLarge() {
            assertThat(new HistoryWindow(100, 112).cut(two, List.of())).isEmpty();
        }

        @Test
        void countsAPictureByItsPixelsAndNotItsBytes() {
            Object photo = List.of(
                    Map.of("type", "text", "text", "What is this?"),
                    Map.of(
                            "type",
                            "image_url",
                            "image_url",
                            Map.of("url", "data:image/png;base64," + "A".repeat(1_000_000))));
            List<ChatMessage> history = List.of(new ChatMessage("user", photo, null, null, null), short1);

            assertThat(new HistoryWindow(100, 1_100).cut(history, List.of())).hasSize(2);
            assertThat(new HistoryWindow(100, 1_000).cut(history, List.of())).isEmpty();
        }
    }

    @Test
    void isNeverASequenceThatTheApiRefuses() {
        Random random = new Random(4);
        String[] alphabet = {"u1", "a1", "c1", "c12", "t1", "t2", "t3"};
        for (int round = 0; round < 5_000; round++) {
            List<ChatMessage> history = new ArrayList<>();
            for (int index = random.nextInt(12); index > 0; index--) {
                history.add(message(alphabet[random.nextInt(alphabet.length)]));
            }
            List<ChatMessage> next = messages(random.nextBoolean() ? "u9" : "t1 t2");
            HistoryWindow window = new HistoryWindow(1 + random.nextInt(8), 20 + random.nextInt(200));

            List<ChatMessage> kept = window.cut(history, next);

            assertThat(isAnsweredUpToTheLast(kept)).as(signs(history)).isTrue();
            if (!unanswered(kept).isEmpty()) {
                assertThat(signs(next)).as(signs(history)).isEqualTo("t1 t2");
            }
        }
    }

    /** Each tool message answers a call before it, and all calls but the last are answered before anything else. */
    private static boolean isAnsweredUpToTheLast(List<ChatMessage> messages) {
        Set<String> open = new HashSet<>();
        for (ChatMessage message : messages) {
            boolean tool = "tool".equals(message.role());
            if (tool ? !open.remove(message.toolCallId()) : !open.isEmpty()) {
                return false;
            }
            open = tool ? open : ids(message);
        }
        return true;
    }

    private static Set<String> unanswered(List<ChatMessage> messages) {
        Set<String> open = new HashSet<>();
        for (ChatMessage message : messages) {
            open.addAll(ids(message));
            open.remove(message.toolCallId());
        }
        return open;
    }

    private static Set<String> ids(ChatMessage message) {
        Set<String> ids = new HashSet<>();
        if (message.toolCalls() != null) {
            message.toolCalls().forEach(call -> ids.add(call.id()));
        }
        return ids;
    }
}
