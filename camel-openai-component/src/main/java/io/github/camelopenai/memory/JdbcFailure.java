// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.memory;

import java.sql.SQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Failures of a database. Drivers quote statements and values in their messages, so parts of a conversation could
 * appear in a log. Only class, codes and stack of their exceptions are kept; the messages are logged at DEBUG only.
 * Stateless.
 */
final class JdbcFailure {

    static final Logger LOG = LoggerFactory.getLogger(JdbcChatMemory.class);

    private JdbcFailure() {}

    /** @param what the failed operation: read, write, delete from */
    static ChatMemoryException of(SQLException failure, String what, String table) {
        LOG.debug("the chat memory could not {} table {}", what, table, failure);
        return new ChatMemoryException(
                "the chat memory could not " + what + " table " + table + " (" + codes(failure)
                        + "); see that the database can be reached, that the table is there with the columns of"
                        + " docs/guide/conversations.md, and that the user may read and write it. At DEBUG the log of "
                        + JdbcChatMemory.class.getName() + " has the driver's words",
                withoutWords(failure));
    }

    /** A row with this key exists already, or the database has rolled back the transaction in favour of another. */
    static boolean isRace(SQLException failure) {
        String state = failure.getSQLState();
        return state != null && (state.startsWith("23") || state.startsWith("40"));
    }

    /** The database was reached, but the table or a right is missing. */
    static boolean isAboutTheTable(SQLException failure) {
        return failure.getSQLState() != null && failure.getSQLState().startsWith("42");
    }

    private static String codes(SQLException failure) {
        return failure.getClass().getSimpleName() + ", SQLState " + failure.getSQLState() + ", code "
                + failure.getErrorCode();
    }

    private static SQLException withoutWords(SQLException failure) {
        SQLException mute = new SQLException(codes(failure), failure.getSQLState(), failure.getErrorCode());
        mute.setStackTrace(failure.getStackTrace());
        return mute;
    }
}
