// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.memory;

import io.github.camelopenai.model.ChatMessage;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Remembers conversations in this JVM, within bounds: the number of conversations, the messages in each, the bytes of
 * all of them, and the time since their last turn. What exceeds a bound is forgotten, the oldest first. Lost with the
 * process. Thread-safe; the setters too, though they are meant for before the first use.
 */
public final class InMemoryChatMemory implements ChatMemory {
    /*
     * 1. A turn is the unit: it is added and dropped as a whole, so no tool call loses its result here.
     * 2. Conversations are in the order of their last turn. That is the order in which they expire, and in which they
     *    make room, so both look at the head of the map only.
     * 3. There is no background work: the next use of the memory drops what has expired.
     */

    private static final int OVERHEAD = 128; // of the objects around a turn, in bytes; approximate

    private final LongSupplier nanoClock;
    private final Object lock = new Object();
    private final Map<String, Conversation> conversations = new LinkedHashMap<>(); // guarded by lock, like all below
    private long bytes;
    private int maxConversations = 1_000;
    private int maxMessages = 200;
    private long maxBytes = 64L << 20;
    private long timeToLiveNanos = Duration.ofHours(1).toNanos();

    /** A memory with the default bounds. */
    public InMemoryChatMemory() {
        this(System::nanoTime);
    }

    /**
     * @param nanoClock nanoseconds since an arbitrary origin; never goes back
     */
    InMemoryChatMemory(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
    }

    /** How many conversations are kept, at least 1; 1,000 unless set. The one whose last turn is oldest makes room. */
    public void setMaxConversations(int maxConversations) {
        synchronized (lock) {
            this.maxConversations = (int) Bound.positive("maxConversations", maxConversations);
        }
    }

    /**
     * How many messages of a conversation are kept, at least 1; 200 unless set. Whole turns make room, the oldest
     * first; the newest is kept even if it alone has more.
     */
    public void setMaxMessages(int maxMessages) {
        synchronized (lock) {
            this.maxMessages = (int) Bound.positive("maxMessages", maxMessages);
        }
    }

    /**
     * How many bytes all conversations may take together, at least 1; 67,108,864 (64 MiB) unless set. They are counted
     * as JSON, with an allowance for the objects around it. Conversations make room first, then turns of the only one
     * left. A turn that alone is larger is refused.
     */
    public void setMaxBytes(long maxBytes) {
        synchronized (lock) {
            this.maxBytes = Bound.positive("maxBytes", maxBytes);
        }
    }

    /** How long a conversation is kept after its last turn, above zero; 1 hour unless set. */
    public void setTimeToLive(Duration timeToLive) {
        synchronized (lock) {
            this.timeToLiveNanos = Bound.positive("timeToLive", timeToLive).toNanos();
        }
    }

    @Override
    public List<ChatMessage> load(String conversationId) {
        List<Turn> turns;
        synchronized (lock) {
            forgetWhatHasExpired();
            Conversation found = conversations.get(conversationId);
            turns = found == null ? List.of() : List.copyOf(found.turns);
        }
        List<ChatMessage> messages = new ArrayList<>();
        turns.forEach(turn -> messages.addAll(TurnJson.read(turn.json(), "a turn of the memory")));
        return messages;
    }

    /**
     * {@inheritDoc}
     *
     * @throws ChatMemoryException when the turn alone is larger than {@code maxBytes}; nothing has changed then
     */
    @Override
    public void append(String conversationId, List<ChatMessage> messages) {
        String json = TurnJson.write(messages);
        Turn turn = new Turn(json, messages.size(), json.length() + 2L * conversationId.length() + OVERHEAD);
        synchronized (lock) {
            if (turn.bytes() > maxBytes) {
                throw new ChatMemoryException("the turn has " + turn.bytes() + " bytes, but the memory keeps at most "
                        + maxBytes + "; raise maxBytes, or send large files without a memory");
            }
            forgetWhatHasExpired();
            Conversation conversation = conversations.remove(conversationId);
            conversation = conversation == null ? new Conversation() : conversation;
            conversations.put(conversationId, conversation); // at the end
            conversation.lastTurnNanos = nanoClock.getAsLong();
            conversation.add(turn);
            bytes += turn.bytes();
            makeRoomBefore(conversation);
        }
    }

    /** Forgets a conversation, for example on a user's request. An unknown one is no error. */
    public void forget(String conversationId) {
        synchronized (lock) {
            Conversation found = conversations.remove(conversationId);
            bytes -= found == null ? 0 : found.bytes;
        }
    }

    /** The present numbers of conversations and bytes, for tests. */
    long[] kept() {
        synchronized (lock) {
            return new long[] {conversations.size(), bytes};
        }
    }

    private void forgetWhatHasExpired() {
        long now = nanoClock.getAsLong();
        Iterator<Conversation> oldestFirst = conversations.values().iterator();
        while (oldestFirst.hasNext()) {
            Conversation oldest = oldestFirst.next();
            if (now - oldest.lastTurnNanos < timeToLiveNanos) {
                return;
            }
            bytes -= oldest.bytes;
            oldestFirst.remove();
        }
    }

    private void makeRoomBefore(Conversation newest) {
        while (newest.messages > maxMessages && newest.turns.size() > 1) {
            bytes -= newest.dropOldest();
        }
        Iterator<Conversation> oldestFirst = conversations.values().iterator();
        while (conversations.size() > maxConversations || bytes > maxBytes && conversations.size() > 1) {
            bytes -= oldestFirst.next().bytes;
            oldestFirst.remove();
        }
        while (bytes > maxBytes) {
            bytes -= newest.dropOldest();
        }
    }

    /**
     * One turn. Immutable.
     *
     * @param bytes its size in the memory
     */
    private record Turn(String json, int messages, long bytes) {}

    /** The turns of one conversation. Guarded by the lock of the memory. */
    private static final class Conversation {

        private final Deque<Turn> turns = new ArrayDeque<>();
        private int messages;
        private long bytes;
        private long lastTurnNanos;

        void add(Turn turn) {
            turns.addLast(turn);
            messages += turn.messages();
            bytes += turn.bytes();
        }

        /** Returns its size in bytes. */
        long dropOldest() {
            Turn oldest = turns.removeFirst();
            messages -= oldest.messages();
            bytes -= oldest.bytes();
            return oldest.bytes();
        }
    }
}
