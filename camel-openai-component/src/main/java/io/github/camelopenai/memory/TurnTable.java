// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.memory;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The statements on the table of turns, in the SQL that H2, PostgreSQL and MySQL have in common. The caller ends the
 * transaction. Immutable.
 */
final class TurnTable {

    private static final Pattern NAME = Pattern.compile("([A-Za-z_][A-Za-z0-9_]*\\.)?[A-Za-z_][A-Za-z0-9_]*");
    private static final int MAX_NAME = 48; // leaves room for the name of the index
    private static final int PURGED_AT_ONCE = 1_000;
    private static final String COLUMNS = "conversation_id, turn, messages, content, created_at";

    private final String name;

    TurnTable(String name) {
        if (name == null || name.length() > MAX_NAME || !NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("table must be letters, digits and underscores, at most " + MAX_NAME
                    + ", perhaps with a schema and a dot before it, but was " + name);
        }
        this.name = name;
    }

    /**
     * A row.
     *
     * @param number   of the turn in its conversation, from 1
     * @param messages how many there are in the JSON
     */
    record Turn(long number, int messages, String json, Instant at) {}

    /**
     * What to keep of a conversation.
     *
     * @param turns       how many at most
     * @param sinceMillis nothing, when its last turn was earlier
     */
    record Keep(int turns, long sinceMillis) {}

    /** The last turn of a conversation. */
    private record Last(long number, long atMillis) {}

    String name() {
        return name;
    }

    /** Fails where the table, or one of its columns, is missing. */
    Void look(Connection connection) throws SQLException {
        try (PreparedStatement select =
                        connection.prepareStatement("SELECT " + COLUMNS + " FROM " + name + " WHERE 1 = 0");
                ResultSet rows = select.executeQuery()) {
            rows.next();
            return null;
        }
    }

    Void create(Connection connection) throws SQLException {
        String product = connection.getMetaData().getDatabaseProductName().toLowerCase(Locale.ROOT);
        // The text type of MySQL ends at 64 KiB, and its usual collation treats anna and Anna as equal.
        boolean mySql = product.contains("mysql") || product.contains("mariadb");
        String text = mySql ? "LONGTEXT" : "TEXT";
        String id = mySql ? "VARCHAR(200) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin" : "VARCHAR(200)";
        String index = name.substring(name.indexOf('.') + 1) + "_age";
        execute(
                connection,
                "CREATE TABLE " + name + " (conversation_id " + id + " NOT NULL, turn BIGINT NOT NULL,"
                        + " messages INTEGER NOT NULL, content " + text + " NOT NULL, created_at BIGINT NOT NULL,"
                        + " PRIMARY KEY (conversation_id, turn))");
        execute(connection, "CREATE INDEX " + index + " ON " + name + " (created_at)");
        return null;
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.execute();
        }
    }

    /** The newest turns of a conversation, the newest first. */
    List<Turn> newest(Connection connection, String conversationId, int atMost) throws SQLException {
        List<Turn> turns = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT " + COLUMNS + " FROM " + name + " WHERE conversation_id = ? ORDER BY turn DESC")) {
            select.setMaxRows(atMost);
            select.setString(1, conversationId);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    // Where the database treats a and A as equal, one user must not read the conversation of another.
                    if (conversationId.equals(rows.getString(1))) {
                        turns.add(turn(rows));
                    }
                }
            }
        }
        return turns;
    }

    private static Turn turn(ResultSet row) throws SQLException {
        return new Turn(row.getLong(2), row.getInt(3), row.getString(4), Instant.ofEpochMilli(row.getLong(5)));
    }

    /** Adds a turn at the end, and deletes those before it that will never be read again. */
    Void append(Connection connection, String conversationId, Turn turn, Keep keep) throws SQLException {
        Last last = last(connection, conversationId);
        long number = last.number() + 1;
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO " + name + " (" + COLUMNS + ") VALUES (?, ?, ?, ?, ?)")) {
            insert.setString(1, conversationId);
            insert.setLong(2, number);
            insert.setInt(3, turn.messages());
            insert.setString(4, turn.json());
            insert.setLong(5, turn.at().toEpochMilli());
            insert.executeUpdate();
        }
        // A return to an expired conversation starts a new one.
        long kept = last.atMillis() < keep.sinceMillis() ? 1 : keep.turns();
        if (number > kept) {
            delete(connection, "turn <= ?", conversationId, number - kept);
        }
        return null;
    }

    private Last last(Connection connection, String conversationId) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT MAX(turn), MAX(created_at) FROM " + name + " WHERE conversation_id = ?")) {
            select.setString(1, conversationId);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? new Last(row.getLong(1), row.getLong(2)) : new Last(0, 0); // NULL is 0 too
            }
        }
    }

    /** Deletes conversations without a turn since then, up to a limit; returns how many. */
    int purge(Connection connection, long beforeMillis) throws SQLException {
        List<String> silent = new ArrayList<>();
        // In order, so that two concurrent purges do not deadlock.
        try (PreparedStatement select = connection.prepareStatement("SELECT DISTINCT o.conversation_id FROM " + name
                + " o WHERE o.created_at < ? AND NOT EXISTS (SELECT 1 FROM " + name
                + " n WHERE n.conversation_id = o.conversation_id AND n.created_at >= ?)"
                + " ORDER BY o.conversation_id")) {
            select.setMaxRows(PURGED_AT_ONCE);
            select.setLong(1, beforeMillis);
            select.setLong(2, beforeMillis);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    silent.add(rows.getString(1));
                }
            }
        }
        for (String conversationId : silent) {
            delete(connection, "created_at < ?", conversationId, beforeMillis); // a turn that arrived just now stays
        }
        return silent.size();
    }

    Void delete(Connection connection, String conversationId) throws SQLException {
        return delete(connection, "turn <= ?", conversationId, Long.MAX_VALUE);
    }

    private Void delete(Connection connection, String condition, String conversationId, long value)
            throws SQLException {
        try (PreparedStatement delete =
                connection.prepareStatement("DELETE FROM " + name + " WHERE conversation_id = ? AND " + condition)) {
            delete.setString(1, conversationId);
            delete.setLong(2, value);
            delete.executeUpdate();
        }
        return null;
    }
}
