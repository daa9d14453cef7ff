// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelopenai.internal.LogLines;
import io.github.camelopenai.model.ChatMessage;
import io.github.camelopenai.model.ToolCall;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PropertyBindingSupport;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Conversations in a table, on H2. */
class JdbcChatMemoryTest {

    private static final Instant START = Instant.parse("2026-11-24T12:00:00Z");

    private final JdbcDataSource database = new JdbcDataSource();
    private Connection keepsTheDatabase;
    private Instant now = START;
    private JdbcChatMemory memory;

    @BeforeEach
    void open() throws SQLException {
        database.setURL("jdbc:h2:mem:" + UUID.randomUUID());
        keepsTheDatabase = database.getConnection();
        memory = store();
    }

    @AfterEach
    void close() throws SQLException {
        keepsTheDatabase.close();
    }

    private JdbcChatMemory store() {
        return new JdbcChatMemory(database, () -> now);
    }

    private static List<ChatMessage> turn(String word) {
        return List.of(ChatMessage.user(word), ChatMessage.assistant(word + "!"));
    }

    private List<String> words(String conversationId) {
        return memory.load(conversationId).stream()
                .map(message -> String.valueOf(message.content()))
                .toList();
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = keepsTheDatabase.createStatement()) {
            statement.execute(sql);
        }
    }

    private int rows(String table) throws SQLException {
        try (Statement statement = keepsTheDatabase.createStatement();
                ResultSet row = statement.executeQuery("SELECT COUNT(*) FROM " + table)) {
            row.next();
            return row.getInt(1);
        }
    }

    @Test
    void givesBackWhatWasSaidInOrder() {
        List<ChatMessage> weather = List.of(
                new ChatMessage(
                        "user",
                        List.of(Map.of("type", "text", "text", "Weather in Köln? 🐪 \u0000 \ud83d")),
                        "Aïsha",
                        null,
                        null),
                ChatMessage.assistant(List.of(new ToolCall("1", "weather", "{\"city\":\"Köln\"}"))),
                ChatMessage.tool("1", "sunny"),
                ChatMessage.assistant("Sunny."));

        memory.append("a", turn("hello"));
        memory.append("a", weather);
        memory.append("b", turn("another"));

        List<ChatMessage> expected = new ArrayList<>(turn("hello"));
        expected.addAll(weather);
        assertThat(memory.load("a")).isEqualTo(expected);
        assertThat(words("b")).containsExactly("another", "another!");
        assertThat(memory.load("c")).isEmpty();
    }

    @Test
    void isMadeFromADataSource() throws SQLException {
        // tag::make[]
        JdbcChatMemory chatMemory = new JdbcChatMemory(database);
        chatMemory.setTable("support_chats");
        chatMemory.setTimeToLive(Duration.ofDays(7));
        // end::make[]

        chatMemory.append("a", turn("hello"));

        assertThat(chatMemory.load("a")).hasSize(2);
        assertThat(rows("support_chats")).isEqualTo(1);
    }

    @Test
    void outlivesTheProcess() {
        memory.append("a", turn("before"));

        memory = store();
        memory.append("a", turn("after"));

        assertThat(words("a")).containsExactly("before", "before!", "after", "after!");
    }

    @Test
    void forgetsWhenAsked() {
        memory.append("a", turn("hello"));
        memory.append("b", turn("stays"));

        memory.forget("a");
        memory.forget("never seen");

        assertThat(memory.load("a")).isEmpty();
        assertThat(memory.load("b")).hasSize(2);
    }

    @Nested
    class Bounds {

        @Test
        void areTheNewestTurnsReadWhole() {
            memory.setMaxMessages(3);
            for (int turn = 1; turn <= 4; turn++) {
                memory.append("a", turn("" + turn));
            }

            assertThat(words("a")).containsExactly("3", "3!", "4", "4!");
        }

        @Test
        void deleteWhatWillNeverBeReadAgain() throws SQLException {
            memory.setMaxMessages(3);
            for (int turn = 1; turn <= 10; turn++) {
                memory.append("a", turn("" + turn));
            }

            assertThat(rows("openai_chat_memory")).isEqualTo(3);
        }

        @Test
        void refuseALongIdThatADatabaseMightCut() {
            assertThatThrownBy(() -> memory.append("x".repeat(201), turn("hello")))
                    .isInstanceOf(ChatMemoryException.class)
                    .hasMessage("the conversation id has 201 characters, but the memory takes at most 200; use a"
                            + " shorter id, or a hash of it");
            assertThatThrownBy(() -> memory.load("x".repeat(201))).isInstanceOf(ChatMemoryException.class);
            memory.append("x".repeat(200), turn("hello"));
            assertThat(memory.load("x".repeat(200))).hasSize(2);
        }

        @Test
        void keepPeopleApartWhoseIdsADatabaseTakesForOne() throws SQLException {
            execute("CREATE TABLE openai_chat_memory (conversation_id VARCHAR_IGNORECASE(200) NOT NULL,"
                    + " turn BIGINT NOT NULL, messages INTEGER NOT NULL, content TEXT NOT NULL,"
                    + " created_at BIGINT NOT NULL, PRIMARY KEY (conversation_id, turn))");

            memory.append("Anna", turn("of Anna"));
            memory.append("anna", turn("of anna"));

            assertThat(words("Anna")).containsExactly("of Anna", "of Anna!");
            assertThat(words("anna")).containsExactly("of anna", "of anna!");
            assertThat(words("ANNA")).isEmpty();
        }
    }

    @Nested
    class TimeToLive {

        @Test
        void endsSomeTimeAfterTheLastTurn() {
            memory.setTimeToLive(Duration.ofDays(2));
            memory.append("a", turn("1"));
            now = START.plus(Duration.ofDays(1));
            memory.append("a", turn("2"));
            now = START.plus(Duration.ofDays(3));

            assertThat(words("a")).containsExactly("1", "1!", "2", "2!");

            now = now.plusMillis(1);

            assertThat(words("a")).isEmpty();
        }

        @Test
        void doesNotComeBackWithTheNextTurn() throws SQLException {
            memory.append("a", turn("1"));
            memory.append("a", turn("2"));
            now = START.plus(Duration.ofDays(30)).plusMillis(1);

            memory.append("a", turn("3"));

            assertThat(words("a")).containsExactly("3", "3!");
            assertThat(rows("openai_chat_memory")).isEqualTo(1);
        }

        @Test
        void isFollowedByDeletionWhenSomebodyElseSpeaks() throws SQLException {
            memory.append("a", turn("1"));
            memory.append("b", turn("1"));
            now = START.plus(Duration.ofDays(29));
            memory.append("b", turn("2"));
            now = START.plus(Duration.ofDays(31));

            memory.append("c", turn("1"));

            assertThat(rows("openai_chat_memory")).isEqualTo(3);
            assertThat(words("b")).hasSize(4);
        }

        @Test
        void isLookedAtOnceAMinuteOnly() throws SQLException {
            memory.setTimeToLive(Duration.ofSeconds(10));
            memory.append("a", turn("1"));
            now = START.plusSeconds(59);
            memory.append("b", turn("1"));

            assertThat(rows("openai_chat_memory")).isEqualTo(2);

            now = START.plusSeconds(60);
            memory.append("b", turn("2"));

            assertThat(rows("openai_chat_memory")).isEqualTo(2);
            assertThat(memory.load("a")).isEmpty();
        }

        @Test
        void mayBeEndedByHand() throws SQLException {
            memory.append("a", turn("1"));
            memory.append("a", turn("2"));
            now = START.plusSeconds(10);
            memory.append("b", turn("1"));

            assertThat(memory.purge(Duration.ofSeconds(10))).isZero();
            assertThat(memory.purge(Duration.ofSeconds(9))).isEqualTo(1);
            assertThat(rows("openai_chat_memory")).isEqualTo(1);
        }

        @Test
        void deletesAThousandConversationsAtOnceAtMost() throws SQLException {
            memory.load("creates the table");
            execute("INSERT INTO openai_chat_memory SELECT 'c' || x, 1, 1, '[]', 0 FROM SYSTEM_RANGE(1, 1500)");

            assertThat(memory.purge(Duration.ofDays(1))).isEqualTo(1_000);
            assertThat(memory.purge(Duration.ofDays(1))).isEqualTo(500);
        }

        @Test
        void doesNotFailATurnThatIsSafe() throws SQLException {
            memory.append("a", turn("1"));
            now = START.plusSeconds(60);
            execute("CREATE TRIGGER no_deletes BEFORE DELETE ON openai_chat_memory FOR EACH ROW CALL '"
                    + FailingTrigger.class.getName() + "'");
            memory.setTimeToLive(Duration.ofSeconds(1));

            try (LogLines log = new LogLines(JdbcChatMemory.class)) {
                memory.append("b", turn("2"));

                assertThat(log.warnings())
                        .singleElement()
                        .asString()
                        .startsWith("the chat memory could not delete from table openai_chat_memory (")
                        .endsWith("; old conversations stay until the next attempt");
            }
            assertThat(memory.load("b")).hasSize(2);
        }
    }

    @Test
    void isMadeByItsNameAndSettings() throws Exception {
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            camel.getRegistry().bind("database", database);
            Map<String, Object> settings = new HashMap<>();
            settings.put("dataSource", "#database");
            settings.put("table", "my_memory");
            settings.put("createTable", "true");
            settings.put("maxMessages", "2");
            settings.put("timeToLive", "30d");
            Object bean =
                    PropertyBindingSupport.resolveBean(camel, "#class:io.github.camelopenai.memory.JdbcChatMemory");

            PropertyBindingSupport.build().bind(camel, bean, settings);
            ((JdbcChatMemory) bean).append("a", turn("hello"));

            assertThat(settings).as("settings that found no setter").isEmpty();
            assertThat(rows("my_memory")).isEqualTo(1);
        }
    }
}
