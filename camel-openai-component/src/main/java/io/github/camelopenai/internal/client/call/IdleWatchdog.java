// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.client.call;

import io.github.camelopenai.internal.time.Ticker;
import io.github.camelopenai.internal.time.Timer;
import java.lang.ref.Reference;
import java.time.Duration;

/**
 * Ends a body when its server sends nothing for too long while a reader waits for it; a reader's own pause does not
 * count. One timer task per body and two writes per read: OkHttp's read timeout sets a timer for each read instead,
 * which took a sixth of a stream's cost. For one reader; may be closed by another thread.
 */
public final class IdleWatchdog implements AutoCloseable {

    private static final long NOBODY_WAITS = Long.MIN_VALUE;

    private final Timer timer;
    private final Ticker ticker;
    private final long longestNanos;
    private final Runnable end;
    private volatile long waitingSince = NOBODY_WAITS;
    private volatile boolean over;
    private volatile boolean closed;
    private volatile Timer.Scheduled look;
    private volatile Forgotten forgotten; // null where nobody asks

    /**
     * Begins to watch.
     *
     * @param end closes the connection, on the timer's thread
     */
    public IdleWatchdog(Timer timer, Ticker ticker, Duration longest, Runnable end) {
        this.timer = timer;
        this.ticker = ticker;
        this.longestNanos = longest.toNanos();
        this.end = end;
        this.look = timer.schedule(this::look, longest);
    }

    /** What is to be done once nobody holds the body; neither may hold it. */
    private record Forgotten(Reference<?> body, Runnable release) {}

    /**
     * From now on each look also sees whether anybody can still read the body. Camel drops some exchanges without saying so.
     *
     * @param release closes what the body has open, on the timer's thread; it must not lead to the body
     */
    public void releases(Reference<?> body, Runnable release) {
        forgotten = new Forgotten(body, release);
    }

    /** Somebody waits for the server from now on. */
    void waiting() {
        waitingSince = ticker.nanos();
    }

    /** The reader does not wait any more. */
    void heard() {
        waitingSince = NOBODY_WAITS;
    }

    /** Whether it has ended the body. */
    boolean isOver() {
        return over;
    }

    private void look() {
        long since = waitingSince;
        long silent = since == NOBODY_WAITS ? 0 : ticker.nanos() - since;
        if (closed) {
            return;
        }
        Forgotten asked = forgotten;
        if (asked != null && asked.body().refersTo(null)) {
            closed = true;
            asked.release().run();
            return;
        }
        if (silent >= longestNanos) {
            over = true;
            end.run();
            return;
        }
        look = timer.schedule(this::look, Duration.ofNanos(longestNanos - silent));
        if (closed) {
            look.cancel(); // it was closed while the next check was scheduled
        }
    }

    @Override
    public void close() {
        closed = true;
        look.cancel();
    }
}
