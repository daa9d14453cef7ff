// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelopenai.model.ChatMessage;
import io.github.camelopenai.model.ToolCall;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PropertyBindingSupport;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Conversations in this JVM, and what they are bounded by. */
class InMemoryChatMemoryTest {

    private final AtomicLong now = new AtomicLong(-5); // a nanosecond clock may be anywhere
    private final InMemoryChatMemory memory = new InMemoryChatMemory(now::get);

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }

    private static List<ChatMessage> turn(String word) {
        return List.of(ChatMessage.user(word), ChatMessage.assistant(word + "!"));
    }

    @Test
    void givesBackWhatWasSaidInOrder() {
        List<ChatMessage> weather = List.of(
                ChatMessage.user("weather?"),
                ChatMessage.assistant(List.of(new ToolCall("1", "weather", "{\"city\":\"Köln\"}"))),
                ChatMessage.tool("1", "sunny"),
                ChatMessage.assistant("Sunny."));

        memory.append("a", turn("hello"));
        memory.append("a", weather);
        memory.append("b", turn("another"));

        assertThat(memory.load("a"))
                .isEqualTo(List.of(
                        ChatMessage.user("hello"),
                        ChatMessage.assistant("hello!"),
                        weather.get(0),
                        weather.get(1),
                        weather.get(2),
                        weather.get(3)));
        assertThat(memory.load("b")).isEqualTo(turn("another"));
        assertThat(memory.load("c")).isEmpty();
    }

    @Test
    void keepsPartsNamesAndAllCharacters() {
        Object parts = List.of(Map.of("type", "text", "text", "🐪 \ud83d \u0000 骆驼"));
        ChatMessage message = new ChatMessage("user", parts, "Aïsha", null, null);

        memory.append("a", List.of(message));

        assertThat(memory.load("a")).containsExactly(message);
    }

    @Test
    void isNotChangedByWhatBecomesOfTheMessages() {
        Map<String, Object> part = new HashMap<>(Map.of("type", "text", "text", "before"));
        memory.append("a", List.of(new ChatMessage("user", List.of(part), null, null, null)));

        part.put("text", "after");
        memory.load("a").clear();

        assertThat(memory.load("a"))
                .singleElement()
                .extracting(ChatMessage::content)
                .asString()
                .contains("before");
    }

    @Test
    void forgetsWhenAsked() {
        memory.append("a", turn("hello"));

        memory.forget("a");
        memory.forget("never seen");

        assertThat(memory.load("a")).isEmpty();
        assertThat(memory.kept()).containsExactly(0, 0);
    }

    @Nested
    class Bounds {

        @Test
        void ofConversationsCostTheOneThatIsSilentLongest() {
            memory.setMaxConversations(2);
            memory.append("a", turn("1"));
            memory.append("b", turn("2"));
            memory.append("a", turn("3"));

            memory.append("c", turn("4"));

            assertThat(memory.load("a")).hasSize(4);
            assertThat(memory.load("b")).isEmpty();
            assertThat(memory.load("c")).hasSize(2);
        }

        @Test
        void ofMessagesCostTheOldestTurns() {
            memory.setMaxMessages(5);
            memory.append("a", turn("1"));
            memory.append("a", turn("2"));

            memory.append("a", turn("3"));

            assertThat(memory.load("a")).extracting(ChatMessage::content).containsExactly("2", "2!", "3", "3!");
        }

        @Test
        void ofMessagesNeverDivideTheNewestTurn() {
            memory.setMaxMessages(1);
            memory.append("a", turn("1"));

            memory.append("a", turn("2"));

            assertThat(memory.load("a")).isEqualTo(turn("2"));
        }

        @Test
        void ofBytesCostOtherConversationsFirst() {
            memory.setMaxBytes(5_000);
            memory.append("a", turn("x".repeat(900))); // about 2,000 each
            memory.append("b", turn("x".repeat(900)));

            memory.append("c", turn("x".repeat(900)));

            assertThat(memory.load("a")).isEmpty();
            assertThat(memory.load("b")).hasSize(2);
            assertThat(memory.kept()[1]).isBetween(3_600L, 5_000L);
        }

        @Test
        void ofBytesCostTheOldTurnsOfTheOnlyConversation() {
            memory.setMaxBytes(5_000);
            for (int turn = 0; turn < 10; turn++) {
                memory.append("a", turn(turn + "x".repeat(900)));
            }

            assertThat(memory.load("a")).hasSize(4).last().satisfies(message -> assertThat(
                            message.content().toString())
                    .startsWith("9"));
            assertThat(memory.kept()[1]).isLessThanOrEqualTo(5_000);
        }

        @Test
        void ofBytesRefuseATurnThatCannotFitAndKeepTheRest() {
            memory.setMaxBytes(5_000);
            memory.append("a", turn("1"));

            assertThatThrownBy(() -> memory.append("a", turn("secret".repeat(1_000))))
                    .isInstanceOf(ChatMemoryException.class)
                    .hasMessageMatching("the turn has 12\\d{3} bytes, but the memory keeps at most 5000; raise"
                            + " maxBytes, or send large files without a memory")
                    .hasNoCause();
            assertThat(memory.load("a")).isEqualTo(turn("1"));
        }

        @Test
        void countTheIdToo() {
            memory.append("i".repeat(10_000), turn("1"));

            assertThat(memory.kept()[1]).isGreaterThan(20_000);
        }
    }

    @Nested
    class TimeToLive {

        @Test
        void endsSomeTimeAfterTheLastTurn() {
            memory.setTimeToLive(Duration.ofMinutes(10));
            memory.append("a", turn("1"));
            pass(Duration.ofMinutes(9));
            memory.append("a", turn("2"));
            pass(Duration.ofMinutes(10).minusNanos(1));

            assertThat(memory.load("a")).hasSize(4);

            pass(Duration.ofNanos(1));

            assertThat(memory.load("a")).isEmpty();
        }

        @Test
        void isAnHourUnlessSet() {
            memory.append("a", turn("1"));
            pass(Duration.ofMinutes(59));

            assertThat(memory.load("a")).hasSize(2);

            pass(Duration.ofMinutes(1));

            assertThat(memory.load("a")).isEmpty();
        }

        @Test
        void takesWhatNobodyAsksForAnyMore() {
            memory.append("a", turn("1"));
            memory.append("b", turn("1"));
            pass(Duration.ofMinutes(30));
            memory.append("c", turn("1"));
            pass(Duration.ofMinutes(30));

            memory.load("something else");

            assertThat(memory.kept()[0]).isEqualTo(1);
            assertThat(memory.kept()[1]).isBetween(100L, 400L);
        }
    }

    @Nested
    class Refused {

        @Test
        void areBoundsBelowOne() {
            assertThatThrownBy(() -> memory.setMaxConversations(0))
                    .hasMessage("maxConversations must be at least 1 but was 0");
            assertThatThrownBy(() -> memory.setMaxMessages(-1)).hasMessage("maxMessages must be at least 1 but was -1");
            assertThatThrownBy(() -> memory.setMaxBytes(0)).hasMessage("maxBytes must be at least 1 but was 0");
            assertThatThrownBy(() -> memory.setTimeToLive(Duration.ZERO))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("timeToLive must be above zero but was PT0S; give a duration such as 30m");
        }

        @Test
        void areTurnsWithoutMessages() {
            assertThatThrownBy(() -> memory.append("a", List.of()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("a turn has at least one message and no null, but this one has 0 elements");
            assertThatThrownBy(() -> memory.append("a", Arrays.asList(ChatMessage.user("x"), null)))
                    .hasMessage("a turn has at least one message and no null, but this one has 2 elements");
        }

        @Test
        void isContentThatJsonCannotSay() {
            ChatMessage strange = new ChatMessage("user", new Object(), null, null, null);

            assertThatThrownBy(() -> memory.append("a", List.of(strange)))
                    .isInstanceOf(ChatMemoryException.class)
                    .hasMessage("a message of the turn cannot be written as JSON (InvalidDefinitionException); its"
                            + " content must be a text, or a List of Maps")
                    .hasNoCause();
        }
    }

    @Test
    void isMadeByItsNameAndSettings() throws Exception {
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            Map<String, Object> settings = new HashMap<>();
            settings.put("maxConversations", "1");
            settings.put("maxMessages", "10");
            settings.put("maxBytes", "1000000");
            settings.put("timeToLive", "30m");
            Object bean =
                    PropertyBindingSupport.resolveBean(camel, "#class:io.github.camelopenai.memory.InMemoryChatMemory");

            PropertyBindingSupport.build().bind(camel, bean, settings);

            assertThat(settings).as("settings that found no setter").isEmpty();
            InMemoryChatMemory made = (InMemoryChatMemory) bean;
            made.append("a", turn("1"));
            made.append("b", turn("2"));
            assertThat(made.load("a")).isEmpty();
            assertThat(made.load("b")).hasSize(2);
        }
    }

    @Test
    void losesNoTurnOfManyThreads() throws Exception {
        memory.setMaxMessages(10_000);
        List<String> said = Crowd.of(8, thread -> {
            List<String> words = new ArrayList<>();
            for (int turn = 0; turn < 100; turn++) {
                String word = thread + "." + turn;
                memory.append("shared", turn(word));
                memory.append("own " + thread, turn(word));
                assertThat(memory.load("shared")).isNotEmpty();
                words.add(word);
            }
            return words;
        });

        Crowd.assertWholeTurnsInOrder(memory.load("shared"), said);
        for (int thread = 0; thread < 8; thread++) {
            assertThat(memory.load("own " + thread)).hasSize(200);
        }
    }
}
