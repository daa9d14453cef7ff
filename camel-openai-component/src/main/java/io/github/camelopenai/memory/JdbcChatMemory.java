// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.memory;

import io.github.camelopenai.memory.TurnTable.Keep;
import io.github.camelopenai.memory.TurnTable.Turn;
import io.github.camelopenai.model.ChatMessage;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;

/**
 * Remembers conversations in a database table, so that they outlast the process and several processes may share them.
 * It takes a connection from the data source for each call and returns it; the connection must not belong to another
 * transaction, as it is committed here. Thread-safe; the setters are for before the first use.
 */
public final class JdbcChatMemory implements ChatMemory {
    /*
     * 1. A turn is one row, so it is written whole or not at all, and no other turn can come between its messages.
     * 2. The primary key is the conversation and the number of the turn in it: one more than the highest. Two writers
     *    may find the same number; the key lets one of them win, and the other tries again. Writers of one process run
     *    in the order of arrival, so that none of them loses every race.
     * 3. Time is the clock of the process, in milliseconds. A conversation is forgotten as a whole, by its last turn.
     */

    /** Races are against other processes only; there is no sleep between attempts. */
    private static final int ATTEMPTS = 64;

    private static final int STRIPES = 64;

    private static final int MAX_ID = 200;
    private static final long MILLIS_BETWEEN_PURGES = Duration.ofMinutes(1).toMillis();

    private final InstantSource clock;
    private final ReentrantLock[] writers = new ReentrantLock[STRIPES]; // chosen by conversation
    private final AtomicLong lastPurge = new AtomicLong(Long.MIN_VALUE);
    private volatile DataSource dataSource;
    private volatile TurnTable table = new TurnTable("openai_chat_memory");
    private volatile boolean createTable = true;
    private volatile int maxMessages = 200;
    private volatile Duration timeToLive = Duration.ofDays(30);
    private volatile boolean tableSeen;

    /** A memory whose data source is set later, as for beans in YAML. */
    public JdbcChatMemory() {
        this(InstantSource.system());
    }

    /** A memory in the default table of a database. */
    public JdbcChatMemory(DataSource dataSource) {
        this(dataSource, InstantSource.system());
    }

    private JdbcChatMemory(InstantSource clock) {
        this.clock = clock;
        Arrays.setAll(writers, stripe -> new ReentrantLock(true));
    }

    JdbcChatMemory(DataSource dataSource, InstantSource clock) {
        this(clock);
        this.dataSource = Objects.requireNonNull(dataSource, "dataSource");
    }

    /** The source of connections; usually a pool. It must be set. */
    public void setDataSource(DataSource dataSource) {
        this.dataSource = Objects.requireNonNull(dataSource, "dataSource");
    }

    /**
     * The table, with its schema if needed ({@code app.chat_memory}); {@code openai_chat_memory} unless set.
     *
     * @throws IllegalArgumentException when it is not letters, digits and underscores, at most 48 of them
     */
    public void setTable(String table) {
        this.table = new TurnTable(table);
        this.tableSeen = false;
    }

    /**
     * Whether the first use creates the table where it does not exist; true unless set. The database user needs the
     * right to create tables only in that case.
     */
    public void setCreateTable(boolean createTable) {
        this.createTable = createTable;
    }

    /**
     * How many messages of a conversation are read, the newest ones, and how many of its turns are kept; at least 1,
     * 200 unless set. The oldest turn that is read is read whole.
     */
    public void setMaxMessages(int maxMessages) {
        this.maxMessages = (int) Bound.positive("maxMessages", maxMessages);
    }

    /** How long a conversation is kept after its last turn, above zero; 30 days unless set. */
    public void setTimeToLive(Duration timeToLive) {
        this.timeToLive = Bound.positive("timeToLive", timeToLive);
    }

    /**
     * {@inheritDoc}
     *
     * @throws ChatMemoryException when the database fails, or the id is longer than 200 characters
     */
    @Override
    public List<ChatMessage> load(String conversationId) {
        check(conversationId);
        TurnTable from = table;
        int wanted = maxMessages;
        Instant alive = clock.instant().minus(timeToLive);
        List<Turn> newestFirst = run(
                "read",
                source -> Transaction.run(source, connection -> from.newest(connection, conversationId, wanted)));
        if (newestFirst.isEmpty() || newestFirst.get(0).at().isBefore(alive)) {
            return List.of();
        }
        List<Turn> turns = new ArrayList<>();
        int messages = 0;
        for (Turn turn : newestFirst) {
            if (messages >= wanted) {
                break;
            }
            turns.add(turn);
            messages += turn.messages();
        }
        Collections.reverse(turns);
        List<ChatMessage> conversation = new ArrayList<>(messages);
        turns.forEach(turn -> conversation.addAll(
                TurnJson.read(turn.json(), "a row of table " + from.name() + " (turn " + turn.number() + ")")));
        return conversation;
    }

    /**
     * {@inheritDoc} Once a minute it also deletes expired conversations.
     *
     * @throws ChatMemoryException when the database fails, or the id is longer than 200 characters
     */
    @Override
    public void append(String conversationId, List<ChatMessage> messages) {
        check(conversationId);
        Turn turn = new Turn(0, messages.size(), TurnJson.write(messages), clock.instant());
        TurnTable to = table;
        Keep keep = new Keep(maxMessages, turn.at().minus(timeToLive).toEpochMilli());
        ReentrantLock writer = writers[Math.floorMod(conversationId.hashCode(), STRIPES)];
        writer.lock();
        try {
            run("write", source -> raced(source, connection -> to.append(connection, conversationId, turn, keep)));
        } finally {
            writer.unlock();
        }
        purgeNowAndThen();
    }

    /** Tries again when another process was faster. */
    private static Void raced(DataSource source, Transaction.Work<Void> work) throws SQLException {
        for (int made = 1; ; made++) {
            try {
                return Transaction.run(source, work);
            } catch (SQLException e) {
                if (made == ATTEMPTS || !JdbcFailure.isRace(e)) {
                    throw e;
                }
            }
        }
    }

    /** Deletes a conversation, for example on a user's request. An unknown one is no error. */
    public void forget(String conversationId) {
        check(conversationId);
        TurnTable from = table;
        run("delete from", source -> Transaction.run(source, connection -> from.delete(connection, conversationId)));
    }

    /**
     * Deletes conversations whose last turn is older than this, at most 1,000 per call. The memory calls it
     * periodically with the time to live; call it yourself to delete earlier.
     *
     * @return how many conversations were deleted
     */
    public int purge(Duration age) {
        long before = clock.instant().minus(age).toEpochMilli();
        TurnTable from = table;
        return run("delete from", source -> Transaction.run(source, connection -> from.purge(connection, before)));
    }

    private void purgeNowAndThen() {
        long now = clock.millis();
        long last = lastPurge.get();
        if ((last == Long.MIN_VALUE || now - last >= MILLIS_BETWEEN_PURGES) && lastPurge.compareAndSet(last, now)) {
            try {
                purge(timeToLive);
            } catch (Throwable e) { // from the pool or the driver, too
                // The turn is safe. Conversations not deleted now are not read, and are deleted later.
                String why = e instanceof ChatMemoryException
                        ? e.getMessage()
                        : e.getClass().getName();
                JdbcFailure.LOG.warn("{}; old conversations stay until the next attempt", why);
            }
        }
    }

    private static void check(String conversationId) {
        if (conversationId.length() > MAX_ID) {
            throw new ChatMemoryException("the conversation id has " + conversationId.length()
                    + " characters, but the memory takes at most " + MAX_ID + "; use a shorter id, or a hash of it");
        }
    }

    private <T> T run(String what, Work<T> work) {
        DataSource source = dataSource;
        if (source == null) {
            throw new ChatMemoryException("the chat memory has no data source; set dataSource of JdbcChatMemory");
        }
        TurnTable used = table;
        try {
            if (!tableSeen) {
                prepare(source, used);
                tableSeen = true;
            }
            return work.on(source);
        } catch (SQLException e) {
            throw JdbcFailure.of(e, what, used.name());
        }
    }

    /** Checks before it creates, so that no right is needed without a reason. */
    private void prepare(DataSource source, TurnTable used) throws SQLException {
        try {
            Transaction.run(source, used::look);
        } catch (SQLException missing) {
            if (!createTable || !JdbcFailure.isAboutTheTable(missing)) {
                throw missing;
            }
            create(source, used);
        }
    }

    private static void create(DataSource source, TurnTable used) throws SQLException {
        try {
            Transaction.run(source, used::create);
        } catch (SQLException e) {
            try {
                Transaction.run(source, used::look); // another process may have been faster
            } catch (SQLException stillMissing) {
                throw e;
            }
        }
    }

    /** One or more transactions. */
    @FunctionalInterface
    private interface Work<T> {

        T on(DataSource source) throws SQLException;
    }
}
