// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.quota.share;

import io.github.camelopenai.internal.time.Timer;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/** Checks a shared quota periodically, while there is anything to check. Guarded by the throttle's lock. */
public final class StoreWatch {
    private static final Duration EACH = Duration.ofSeconds(1);

    private final SharedQuota shared;
    private final Timer timer;
    private final BooleanSupplier waiting;
    private final Consumer<LongConsumer> look;
    private final Consumer<LongConsumer> change;
    private boolean closed;
    private boolean watching;
    private boolean listening;

    /**
     * @param waiting whether calls wait
     * @param look    runs a task under the lock
     * @param change  the same, and then serves waiting calls
     */
    public StoreWatch(
            SharedQuota shared,
            Timer timer,
            BooleanSupplier waiting,
            Consumer<LongConsumer> look,
            Consumer<LongConsumer> change) {
        this.shared = shared;
        this.timer = timer;
        this.waiting = waiting;
        this.look = look;
        this.change = change;
    }

    /** Returns unused leases to the store; checks each second while leases are held or the store fails. */
    public void begin() {
        if (!watching && !closed) {
            timer.schedule(() -> change.accept(this::lookAfter), EACH);
            watching = true;
        }
    }

    private void lookAfter(long now) {
        watching = false;
        if (!closed && !shared.lookAfter(waiting.getAsBoolean(), now)) {
            begin();
        }
    }

    /** Detects a store that hangs. Checks only while an answer is pending; serves no calls. */
    public void listen() {
        if (shared.isAsking() && !listening && !closed) {
            timer.schedule(() -> look.accept(this::lookForAnswers), EACH);
            listening = true;
        }
    }

    private void lookForAnswers(long now) {
        listening = false;
        if (shared.isOverdue(now)) {
            timer.schedule(() -> change.accept(this::giveUp), Duration.ZERO);
        } else {
            listen();
        }
    }

    private void giveUp(long now) {
        shared.giveUpOverdue(now);
        begin();
        listen();
    }

    /** Ends all periodic checks. */
    public void close() {
        closed = true;
    }
}
