// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.quota.share;

import io.github.camelopenai.internal.quota.ledger.Ledger;
import io.github.camelopenai.internal.quota.terms.ServerView;
import io.github.camelopenai.internal.quota.terms.StoreFailure;
import io.github.camelopenai.internal.time.Ticker;
import io.github.camelopenai.quota.Lease;
import io.github.camelopenai.quota.QuotaBucket;
import io.github.camelopenai.quota.QuotaStore;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes leases for one throttle from a store that other processes take from too. Guarded by the throttle's lock, but for the store itself. */
public final class SharedQuota {
    /*
     * 1. A call leaves when both its leases and the throttle's own ledger allow it. The ledger sees in the headers what all
     *    processes use, so it stays the guard against whatever the store does not know.
     * 2. Each dimension has leases of its own: what is taken of one is kept while the other is waited for. A lease is for
     *    the calls that wait, up to a quarter of a second of the limit, and goes back when nothing was sent for a second.
     *    A call that needs more gathers it in such parts: were it to wait until all is there at once, the small calls of
     *    others would go on taking what flows in.
     * 3. A refused lease says when to ask again, though two seconds are the most, as the bucket may be corrected meanwhile;
     *    a tenth of that at random keeps processes from asking together.
     * 4. Headers tell how far the store's bucket is from the server's, and it is moved there; see StoreLevel. The rule by which
     *    the server charges is hard to see where others send as well. But a store that has less though all was put in that was
     *    missing tells that the server gives back what we do not.
     * 5. When the store fails, the policy decides; it is asked again each second or two, whether anyone calls or not. What was
     *    used meanwhile is charged when it is back, and leases begin at nothing.
     * 6. After the end, whatever comes back from calls or from the store goes to the store at once. The end is over when all
     *    that was asked of the store has been answered, and what was held is back.
     */
    private static final Logger LOG = LoggerFactory.getLogger(SharedQuota.class);

    private static final long SECOND = 1_000_000_000L;
    private static final long PATIENCE = 2 * SECOND;
    private static final long UNTIL_ANSWERED = Long.MAX_VALUE / 4;

    private final QuotaStore store;
    private final StoreFailure policy;
    private final StoreCalls calls;
    private final DoubleSupplier random;
    private final Ledger ledger;
    private final LeasedDimension requests;
    private final LeasedDimension tokens;
    private final List<LeasedDimension> dimensions; // both
    private final StoreLevel levelOfRequests;
    private final StoreLevel levelOfTokens;
    private boolean failing;
    private boolean closed;
    private int unanswered;
    private CompletionStage<Void> givenAtEnd = CompletableFuture.completedFuture(null);
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private long usedAt;

    /**
     * What a shared quota needs.
     *
     * @param store     where buckets are kept
     * @param policy    what to do without it
     * @param random    keeps members apart; uniform in 0 (inclusive) to 1 (exclusive)
     */
    public record Sharing(QuotaStore store, StoreFailure policy, DoubleSupplier random) {}

    /**
     * @param threads   where answers of the store are dealt with; never its own
     * @param underLock runs something under the throttle's lock and then serves those that wait
     */
    public SharedQuota(
            Sharing sharing, String key, Ledger ledger, Executor threads, Consumer<Runnable> underLock, Ticker ticker) {
        this.store = sharing.store();
        this.policy = sharing.policy();
        this.calls = new StoreCalls(threads, underLock);
        this.random = sharing.random();
        this.ledger = ledger;
        this.requests = new LeasedDimension(key + " requests", ledger.requests(), ticker);
        this.tokens = new LeasedDimension(key + " tokens", ledger.tokens(), ticker);
        this.dimensions = List.of(requests, tokens);
        this.levelOfRequests = new StoreLevel(store, calls, requests);
        this.levelOfTokens = new StoreLevel(store, calls, tokens);
        ledger.requests().share();
        ledger.tokens().share();
        this.usedAt = ticker.nanos();
    }

    /** How a call was paid. */
    public record Taken(Part requests, Part tokens) {}

    /**
     * Of one dimension.
     *
     * @param leased whether it was taken from a lease
     * @param sample to be compared with the answer's header; null when it is not
     */
    record Part(boolean leased, StoreLevel.Sample sample) {}

    /** Nanoseconds until the leases may allow a call; 0 when they do now. Asks the store for what is missing. */
    public long nanosUntil(double tokens, double queuedTokens, int queued, long now) {
        usedAt = now;
        if (!failing) {
            levelOfRequests.beat(now);
            levelOfTokens.beat(now);
        }
        return Math.max(waitAtMost(requests, 1, queued, now), waitAtMost(this.tokens, tokens, queuedTokens, now));
    }

    /** A debt by a limit that may be odd holds a call at most until one may leave to hear whether the limit is still so. */
    private long waitAtMost(LeasedDimension dimension, double amount, double queued, long now) {
        long wait = wait(dimension, amount, queued, now);
        if (wait == 0 || !dimension.isLimitNamed() || failing && policy == StoreFailure.CLOSED) {
            return wait;
        }
        return Math.min(wait, ledger.nanosUntilDoubtOf(dimension.nanosInDebt(now), now));
    }

    private long wait(LeasedDimension dimension, double amount, double queued, long now) {
        if (dimension.limit() == 0 || amount <= 0) {
            return 0;
        }
        if (failing) {
            return waitWithoutStore(dimension, amount, now);
        }
        double missing = dimension.missing(amount);
        if (missing <= 0) {
            return 0;
        }
        if (!dimension.isAwaited(now)) {
            double part = Math.min(missing, dimension.portion());
            ask(dimension, part, Math.max(missing, Math.min(queued, dimension.portion())));
        }
        return untilNews(dimension, now);
    }

    private long waitWithoutStore(LeasedDimension dimension, double amount, long now) {
        probe(dimension, now);
        long wait =
                switch (policy) {
                    case OPEN -> 0;
                    case CLOSED -> UNTIL_ANSWERED;
                    case SHARE -> dimension.fallback(members(), now).nanosUntil(amount, now);
                };
        return Math.min(wait, untilNews(dimension, now));
    }

    /** An answer of the store serves those that wait by itself; a clock for it would only spin. */
    private static long untilNews(LeasedDimension dimension, long now) {
        return dimension.asked ? UNTIL_ANSWERED : Math.max(1, dimension.askAt - now);
    }

    /** The bucket never holds more than the limit; when debts make what is wanted larger, it is leased in turns. */
    private void ask(LeasedDimension dimension, double need, double want) {
        QuotaBucket bucket = dimension.bucket();
        long atLeast = Math.min(bucket.capacity(), Math.max(1, (long) Math.ceil(need)));
        long atMost = Math.max(atLeast, (long) Math.ceil(want));
        await(dimension, () -> store.lease(bucket, atLeast, atMost), lease -> {
            dimension.leased(lease, atLeast);
            if (!lease.isGranted()) {
                dimension.askAt = dimension.now() + jittered(lease.retryAfter());
            }
        });
    }

    private void probe(LeasedDimension dimension, long now) {
        if (!dimension.isAwaited(now)) {
            await(dimension, () -> store.available(dimension.bucket()), this::back);
        }
    }

    private <T> void await(LeasedDimension dimension, Supplier<CompletionStage<T>> call, Consumer<T> then) {
        unanswered += dimension.asked ? 0 : 1; // a question before this one is given up
        int question = dimension.ask();
        calls.ask(call, (value, failure) -> {
            if (!dimension.isAnswered(question)) {
                tooLate(dimension, value);
                return;
            }
            unanswered--;
            if (failure != null) {
                failed(dimension, failure);
            } else {
                then.accept(value);
            }
            if (closed) {
                giveBackAtEnd();
            }
        });
    }

    /** The question was given up. What was leased by it goes back. */
    private void tooLate(LeasedDimension dimension, Object value) {
        if (value instanceof Lease lease && lease.isGranted()) {
            (dimension == requests ? levelOfRequests : levelOfTokens).giveBack(lease.granted());
        }
    }

    /** Whether the store has not answered for so long that it must be thought to hang. */
    boolean isOverdue(long now) {
        return dimensions.stream().anyMatch(dimension -> dimension.isOverdue(now, PATIENCE));
    }

    /** A store that says nothing is one that fails. */
    void giveUpOverdue(long now) {
        for (LeasedDimension dimension : dimensions) {
            if (dimension.isOverdue(now, PATIENCE)) {
                dimension.asked = false;
                unanswered--;
                failed(dimension, new TimeoutException("no answer within " + PATIENCE / SECOND + " s"));
            }
        }
    }

    private void giveBackAtEnd() {
        givenAtEnd = givenAtEnd.thenCombine(giveBackAll(), (nothing, neither) -> null);
        if (unanswered == 0) {
            givenAtEnd.thenRun(() -> ended.complete(null));
        }
    }

    private void failed(LeasedDimension dimension, Throwable failure) {
        dimension.askAt = dimension.now() + SECOND;
        if (!failing && !closed) {
            failing = true;
            levelOfRequests.reset();
            levelOfTokens.reset();
            LOG.warn(
                    "The quota store does not answer ({}); until it does, storeFailure={} decides",
                    failure instanceof CompletionException && failure.getCause() != null
                            ? failure.getCause().toString()
                            : failure.toString(),
                    policy.name().toLowerCase(Locale.ROOT));
        }
    }

    /** Each dimension is settled with what the store has of it; the level that told us it is back is only of one. */
    private void back(long level) {
        if (!failing) {
            return;
        }
        failing = false;
        LOG.info("The quota store answers again");
        resume(requests, levelOfRequests);
        resume(tokens, levelOfTokens);
    }

    private void resume(LeasedDimension dimension, StoreLevel level) {
        level.reset();
        dimension.askAt = dimension.now();
        if (dimension.limit() > 0) {
            await(dimension, () -> store.available(dimension.bucket()), inStore -> settle(dimension, level, inStore));
        }
    }

    private void settle(LeasedDimension dimension, StoreLevel level, long inStore) {
        long used = dimension.settle(inStore, members());
        if (used > 0) {
            level.charge(used);
        } else if (used < 0) {
            level.giveBack(-used);
        }
    }

    private long jittered(Duration wait) {
        return (long) (Math.min(wait.toNanos(), PATIENCE) * (1 + 0.1 * random.getAsDouble()));
    }

    /** A call leaves. */
    public Taken take(double amount, long now) {
        return new Taken(take(requests, levelOfRequests, 1, now), take(tokens, levelOfTokens, amount, now));
    }

    private Part take(LeasedDimension dimension, StoreLevel level, double amount, long now) {
        boolean leased = dimension.take(amount, failing, members(), now);
        return new Part(leased, leased && !failing && !closed ? level.whenLeaving(amount, now) : null);
    }

    /** The server has said what it had when the call was let in, or that it says nothing of it. */
    public void heard(Taken taken, ServerView view) {
        levelOfRequests.heard(taken.requests().sample(), view.requests());
        levelOfTokens.heard(taken.tokens().sample(), view.tokens());
        if (levelOfTokens.isInVain() && ledger.serverGivesBack(tokens.now())) {
            levelOfTokens.reset();
        }
    }

    /** The server has refused the call for its rate. It counts as a request all the same. */
    public void refused(Taken taken, double amount, ServerView view) {
        levelOfRequests.heard(taken.requests().sample(), view.requests());
        levelOfTokens.heard(taken.tokens().sample(), null); // the server has counted none
        refused(levelOfRequests, view.requests(), 1);
        refused(levelOfTokens, view.tokens(), amount);
    }

    private void refused(StoreLevel level, ServerView.Reading reading, double amount) {
        if (reading != null && reading.remaining() < amount && !failing && !closed) {
            level.refused(reading);
        }
    }

    /** A part of what a call had taken was not used, or more was when negative. */
    public void returned(Taken taken, double ofRequests, double ofTokens) {
        requests.returned(taken.requests().leased() ? ofRequests : 0);
        tokens.returned(taken.tokens().leased() ? ofTokens : 0);
        if (closed) {
            giveBackAll();
        } else if (!failing) {
            giveBack(levelOfRequests, requests.takeSurplus());
            giveBack(levelOfTokens, tokens.takeSurplus());
        }
    }

    /**
     * Gives back what has not been used for a second, and asks a store that fails whether it is back; true when there is nothing
     * left to look after.
     *
     * @param isAnyoneWaiting whether calls wait; what they have leased already is kept while the rest is waited for
     */
    boolean lookAfter(boolean isAnyoneWaiting, long now) {
        if (failing) {
            dimensions.stream().filter(dimension -> dimension.limit() > 0).forEach(dimension -> probe(dimension, now));
            return false;
        }
        boolean kept = isAnyoneWaiting && dimensions.stream().anyMatch(dimension -> dimension.isAwaited(now));
        if (now - usedAt >= SECOND && !kept) {
            giveBackAll();
        }
        return holdsNothing();
    }

    /** Has the store asked what was noted under the lock, now that it has been given back. */
    public void send() {
        calls.send();
    }

    /** Whether an answer of the store is waited for. */
    boolean isAsking() {
        return unanswered > 0;
    }

    private boolean holdsNothing() {
        // What was held of a limit that is no more has no bucket to go back to.
        return dimensions.stream().noneMatch(dimension -> dimension.limit() > 0 && dimension.balance >= 1);
    }

    /**
     * Gives back all that is there, and what comes later when it comes; completes when the store has what was there and what it
     * was asked for.
     */
    public CompletionStage<Void> close() {
        closed = true;
        giveBackAtEnd();
        return ended;
    }

    private CompletionStage<Void> giveBackAll() {
        return giveBack(levelOfRequests, requests.takeAll())
                .thenCombine(giveBack(levelOfTokens, tokens.takeAll()), (nothing, neither) -> null);
    }

    private static CompletionStage<Void> giveBack(StoreLevel level, long amount) {
        return amount == 0 ? CompletableFuture.completedFuture(null) : level.giveBack(amount);
    }

    /** How many share the quota, as far as is known; at least 1. */
    private int members() {
        return Math.max(levelOfRequests.members(), levelOfTokens.members());
    }

    /** Whether nothing is held or asked for, and the store is thought to work. */
    public boolean isAtRest() {
        return !failing && unanswered == 0 && holdsNothing();
    }

    /** Whether the store could not be reached when it was last asked. */
    public boolean isFailing() {
        return failing;
    }
}
