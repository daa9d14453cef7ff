// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is half done when something is thrown. */
class TransactionTest {

    private final JdbcDataSource database = new JdbcDataSource();

    @BeforeEach
    void create() throws SQLException {
        database.setURL("jdbc:h2:mem:transaction;DB_CLOSE_DELAY=-1");
        Transaction.run(database, connection -> connection.createStatement().execute("drop table if exists t"));
        Transaction.run(database, connection -> connection.createStatement().execute("create table t(a int)"));
    }

    @Test
    void isNotCommittedAfterAnError() throws SQLException {
        NoSuchMethodError failure = new NoSuchMethodError("on purpose");

        assertThatThrownBy(() -> Transaction.run(database, connection -> {
                    connection.createStatement().execute("insert into t values (1)");
                    throw failure;
                }))
                .isSameAs(failure);

        boolean empty = Transaction.run(
                database, connection -> !connection.createStatement().executeQuery("select * from t").next());
        assertThat(empty).isTrue();
    }
}
