// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.quota.share;

import io.github.camelopenai.internal.time.Timer;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/** Looks after a shared quota by the clock, while there is something to look after. Guarded by the throttle's lock. */
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
     * @param look    does something under the lock
     * @param change  the same, and then serves those that wait
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

    /** Leases that nobody uses go back to the store; looked at each second while some are held or the store fails. */
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

    /** A store may hang. Whether it does is looked at while it is asked; nobody is served for that. */
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

    /** From now on nothing is looked after by the clock. */
    public void close() {
        closed = true;
    }
}
