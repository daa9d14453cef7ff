// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelopenai.model.ChatMessage;
import java.lang.reflect.Proxy;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is half done when something is thrown. */
class TransactionTest {

    private final JdbcDataSource database = new JdbcDataSource();
    private int failFrom = Integer.MAX_VALUE; // which connection

    @BeforeEach
    void create() throws SQLException {
        database.setURL("jdbc:h2:mem:transaction;DB_CLOSE_DELAY=-1");
        Transaction.run(database, connection -> connection.createStatement().execute("drop table if exists t"));
        Transaction.run(database, connection -> connection.createStatement().execute("create table t(a int)"));
    }

    /** Its route would ask again, and pay again. */
    @Test
    void aTurnThatIsWrittenIsRememberedThoughTheCleaningAfterItThrows() {
        AtomicInteger connections = new AtomicInteger();
        DataSource failing = (DataSource) Proxy.newProxyInstance(
                DataSource.class.getClassLoader(), new Class<?>[] {DataSource.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("getConnection") && purges(connections.incrementAndGet())) {
                        throw new NoSuchMethodError("on purpose");
                    }
                    return method.invoke(database, arguments);
                });
        JdbcChatMemory memory = new JdbcChatMemory();
        memory.setDataSource(failing);
        memory.load("c1"); // makes the table
        failFrom = connections.get() + 2;

        memory.append("c1", List.of(ChatMessage.user("hello")));

        assertThat(connections.get()).isEqualTo(failFrom);
        failFrom = Integer.MAX_VALUE;
        assertThat(memory.load("c1")).hasSize(1);
    }

    private boolean purges(int connection) {
        return connection >= failFrom;
    }

    @Test
    void isNotCommittedAfterAnError() throws SQLException {
        NoSuchMethodError failure = new NoSuchMethodError("on purpose");

        assertThatThrownBy(() -> Transaction.run(database, connection -> {
                    connection.createStatement().execute("insert into t values (1)");
                    throw failure;
                }))
                .isSameAs(failure);

        boolean empty = Transaction.run(database, connection -> !connection
                .createStatement()
                .executeQuery("select * from t")
                .next());
        assertThat(empty).isTrue();
    }
}
