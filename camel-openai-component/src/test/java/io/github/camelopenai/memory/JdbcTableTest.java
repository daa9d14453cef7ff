// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.camelopenai.model.ChatMessage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a table of conversations survives: a crowd of writers, other tables, and failures. */
class JdbcTableTest {

    private final JdbcDataSource database = new JdbcDataSource();
    private Connection keepsTheDatabase;
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
        return new JdbcChatMemory(database);
    }

    private static List<ChatMessage> turn(String word) {
        return List.of(ChatMessage.user(word), ChatMessage.assistant(word + "!"));
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

    @Nested
    class Writers {

        @Test
        void ofOneConversationLoseNoTurnAndTearNone() throws Exception {
            JdbcChatMemory other = store(); // as another process has it
            memory.setMaxMessages(10_000);
            other.setMaxMessages(10_000);

            List<String> said = Crowd.of(8, thread -> {
                List<String> words = new ArrayList<>();
                for (int turn = 0; turn < 25; turn++) {
                    String word = thread + "." + turn;
                    (thread % 2 == 0 ? memory : other).append("shared", turn(word));
                    words.add(word);
                }
                return words;
            });

            Crowd.assertWholeTurnsInOrder(memory.load("shared"), said);
        }

        @Test
        void mayComeAllAtOnceToADatabaseWithoutATable() throws Exception {
            List<String> said = Crowd.of(8, thread -> {
                store().append("shared", turn(thread + ".0"));
                return List.of(thread + ".0");
            });

            Crowd.assertWholeTurnsInOrder(memory.load("shared"), said);
        }

        @Test
        void giveUpWhenTheKeyIsTakenForEver() throws SQLException {
            execute("CREATE TABLE openai_chat_memory (conversation_id VARCHAR(200) NOT NULL, turn BIGINT NOT NULL,"
                    + " messages INTEGER NOT NULL, content TEXT NOT NULL, created_at BIGINT NOT NULL,"
                    + " CHECK (messages < 2))");

            assertThatThrownBy(() -> memory.append("a", turn("secret")))
                    .isInstanceOf(ChatMemoryException.class)
                    .hasMessageStartingWith("the chat memory could not write table openai_chat_memory (");
            assertThat(memory.load("a")).isEmpty();
        }
    }

    @Nested
    class Tables {

        @Test
        void mayHaveANameAndASchema() throws SQLException {
            execute("CREATE SCHEMA app");
            memory.setTable("app.memory_1");

            memory.append("a", turn("hello"));

            assertThat(rows("app.memory_1")).isEqualTo(1);
            assertThat(memory.load("a")).hasSize(2);
        }

        @ParameterizedTest
        @NullSource
        @ValueSource(
                strings = {
                    "",
                    "t; DROP TABLE x",
                    "t t",
                    "\"t\"",
                    "a.b.c",
                    "1t",
                    ".t",
                    "t-1",
                    "t\n",
                    "tä",
                    "a123456789012345678901234567890123456789012345678"
                })
        void haveNoNameThatCouldBeMore(String name) {
            assertThatThrownBy(() -> memory.setTable(name))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("table must be letters, digits and underscores, at most 48, perhaps with a schema and a"
                            + " dot before it, but was " + name);
        }

        @Test
        void areNotCreatedWhereThatIsForbidden() {
            memory.setCreateTable(false);

            assertThatThrownBy(() -> memory.load("a"))
                    .isInstanceOf(ChatMemoryException.class)
                    .hasMessageStartingWith("the chat memory could not read table openai_chat_memory"
                            + " (JdbcSQLSyntaxErrorException, SQLState 42S04, code 42104); see that the database can"
                            + " be reached, that the table is there with the columns of docs/guide/conversations.md,"
                            + " and that the user may read and write it.");
        }

        @Test
        void mayBeMadeByTheStatementsOfTheGuide() throws Exception {
            String page = Files.readString(Path.of("../docs/guide/conversations.md"));
            int start = page.indexOf("```sql\n") + 7;
            for (String statement :
                    page.substring(start, page.indexOf("```", start)).strip().split(";")) {
                execute(statement);
            }
            memory.setCreateTable(false);

            memory.append("a", turn("hello"));

            assertThat(memory.load("a")).hasSize(2);
        }

        @Test
        void areLookedForAgainAfterAFailure() throws SQLException {
            memory.setCreateTable(false);
            assertThatThrownBy(() -> memory.load("a")).isInstanceOf(ChatMemoryException.class);

            store().load("creates it");

            assertThat(memory.load("a")).isEmpty();
        }

        @Test
        void ofAnotherShapeAreRefused() throws SQLException {
            execute("CREATE TABLE openai_chat_memory (id INTEGER)");

            assertThatThrownBy(() -> memory.load("a"))
                    .isInstanceOf(ChatMemoryException.class)
                    .hasMessageStartingWith("the chat memory could not read table openai_chat_memory (");
        }
    }

    @Nested
    class Failures {

        @Test
        void tellCodesAndNoContent() throws SQLException {
            memory.load("creates the table");
            execute("ALTER TABLE openai_chat_memory ALTER COLUMN content VARCHAR(10)");

            var failure = catchThrowableOfType(
                    ChatMemoryException.class, () -> memory.append("a", turn("a secret of some length")));

            assertThat(failure)
                    .hasMessageStartingWith("the chat memory could not write table openai_chat_memory"
                            + " (JdbcSQLDataException, SQLState 22001, code 22001)");
            assertThat(failure.getCause())
                    .isInstanceOf(SQLException.class)
                    .hasMessage("JdbcSQLDataException, SQLState 22001, code 22001")
                    .hasNoCause();
            assertThat(failure.getCause().getStackTrace()[0].getClassName()).startsWith("org.h2.");
        }

        @Test
        void ofStrangersWhoWriteIntoTheTableAreTold() throws SQLException {
            memory.append("a", turn("hello"));
            execute("UPDATE openai_chat_memory SET content = 'secret'");

            assertThatThrownBy(() -> memory.load("a"))
                    .isInstanceOf(ChatMemoryException.class)
                    .hasMessage("a row of table openai_chat_memory (turn 1) does not hold a JSON array of messages;"
                            + " something else has written to it, delete it")
                    .hasNoCause();

            execute("UPDATE openai_chat_memory SET content = '[null]'");

            assertThatThrownBy(() -> memory.load("a")).isInstanceOf(ChatMemoryException.class);
        }

        @Test
        void ofAMissingDataSourceAreTold() {
            assertThatThrownBy(() -> new JdbcChatMemory().load("a"))
                    .isInstanceOf(ChatMemoryException.class)
                    .hasMessage("the chat memory has no data source; set dataSource of JdbcChatMemory");
        }

        @Test
        void leaveNoConnectionOpenAndNoTransaction() throws SQLException {
            CountingDataSource counting = new CountingDataSource(database);
            JdbcChatMemory counted = new JdbcChatMemory(counting);

            counted.append("a", turn("1"));
            counted.load("a");
            execute("DROP TABLE openai_chat_memory");
            assertThatThrownBy(() -> counted.append("a", turn("2"))).isInstanceOf(ChatMemoryException.class);
            assertThatThrownBy(() -> counted.load("a")).isInstanceOf(ChatMemoryException.class);

            assertThat(counting.opened()).isGreaterThanOrEqualTo(6);
            assertThat(counting.open()).isZero();
            assertThat(counting.closedWithoutAutoCommit()).isZero();
        }
    }

    @Test
    void commitsWhereThePoolDoesNot() {
        CountingDataSource manual = new CountingDataSource(database);
        manual.autoCommit(false);
        JdbcChatMemory counted = new JdbcChatMemory(manual);

        counted.append("a", turn("1"));

        assertThat(memory.load("a")).hasSize(2);
        assertThat(manual.closedWithoutAutoCommit()).isEqualTo(manual.opened());
    }
}
