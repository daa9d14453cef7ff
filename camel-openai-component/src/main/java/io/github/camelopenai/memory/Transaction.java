// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.memory;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Work that succeeds as a whole or not at all, on a separate connection. Stateless. */
final class Transaction {

    private Transaction() {}

    /** The work on the connection. */
    @FunctionalInterface
    interface Work<T> {

        T on(Connection connection) throws SQLException;
    }

    static <T> T run(DataSource source, Work<T> work) throws SQLException {
        try (Connection connection = source.getConnection()) {
            boolean automatic = connection.getAutoCommit();
            if (automatic) {
                connection.setAutoCommit(false);
            }
            try {
                T result = work.on(connection);
                connection.commit();
                return result;
            } catch (Throwable e) { // half-finished work must not be committed when the connection is returned
                rollback(connection);
                throw e;
            } finally {
                if (automatic) {
                    restore(connection);
                }
            }
        }
    }

    private static void rollback(Connection connection) {
        try {
            connection.rollback();
        } catch (SQLException | RuntimeException e) {
            JdbcFailure.LOG.debug("rollback failed too", e); // the first failure is more informative
        }
    }

    /** Not every pool restores the connection. A failure here, after the commit, must not look like one of the work. */
    private static void restore(Connection connection) {
        try {
            connection.setAutoCommit(true);
        } catch (SQLException e) {
            JdbcFailure.LOG.debug("auto-commit could not be switched on again", e);
        }
    }
}
