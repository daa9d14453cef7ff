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

/**
 * Takes leases for one throttle from a store that other processes use too. Guarded by the throttle's lock, except for
 * the store itself.
 */
public final class SharedQuota {
    /*
     * 1. A call leaves when both its leases and the throttle's own ledger allow it. The ledger sees in the headers the
     *    usage of all processes, so it covers usage that the store does not know.
     * 2. Each dimension has its own leases: units of one are kept while the other is pending. A lease is for the
     *    waiting calls, up to a quarter of a second of the limit, and goes back when nothing was sent for a second. A
     *    call that needs more collects it in such parts: if it waited for all at once, the small calls of others would
     *    keep taking the refill.
     * 3. A refused lease states when to ask again, but two seconds is the maximum, as the bucket may be corrected
     *    meanwhile; up to a tenth more at random keeps processes from asking together.
     * 4. Headers show how far the store's bucket is from the server's, and it is moved there; see StoreLevel. The
     *    server's charge rule is hard to detect where others send as well. But a store that stays lower although all
     *    missing units were put in shows that the server refunds what we do not.
     * 5. When the store fails, the policy decides; the store is asked again every second or two, with or without calls.
     *    When it is back, the usage meanwhile is charged, and leases start at zero.
     * 6. After the end, all units from calls or from the store go to the store at once. The end is complete when all
     *    questions to the store are answered, and all held units are back.
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
     * The parameters of a shared quota.
     *
     * @param store  where buckets are kept
     * @param policy what to do while the store fails
     * @param random keeps members apart; uniform in 0 (inclusive) to 1 (exclusive)
     */
    public record Sharing(QuotaStore store, StoreFailure policy, DoubleSupplier random) {}

    /**
     * @param threads   where answers of the store are handled; never its own
     * @param underLock runs a task under the throttle's lock and then serves waiting calls
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

    /** How a call was charged. */
    public record Taken(Part requests, Part tokens) {}

    /**
     * The charge of one dimension.
     *
     * @param leased whether it was taken from a lease
     * @param sample to be compared with the answer's header; null when it is not
     */
    record Part(boolean leased, StoreLevel.Sample sample) {}

    /** Nanoseconds until the leases may allow a call; 0 when they do now. Asks the store for the missing units. */
    public long nanosUntil(double tokens, double queuedTokens, int queued, long now) {
        usedAt = now;
        if (!failing) {
            levelOfRequests.beat(now);
            levelOfTokens.beat(now);
        }
        return Math.max(waitAtMost(requests, 1, queued, now), waitAtMost(this.tokens, tokens, queuedTokens, now));
    }

    /** A debt by a possibly wrong limit holds a call only until one may leave to test whether the limit still holds. */
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

    /** An answer of the store serves waiting calls by itself; a timer for it would only spin. */
    private static long untilNews(LeasedDimension dimension, long now) {
        return dimension.asked ? UNTIL_ANSWERED : Math.max(1, dimension.askAt - now);
    }

    /** The bucket never holds more than the limit; a larger amount, due to debts, is leased in several turns. */
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
        unanswered += dimension.asked ? 0 : 1; // an earlier question is given up
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

    /** The question was given up. Its granted lease goes back. */
    private void tooLate(LeasedDimension dimension, Object value) {
        if (value instanceof Lease lease && lease.isGranted()) {
            (dimension == requests ? levelOfRequests : levelOfTokens).giveBack(lease.granted());
        }
    }

    /** Whether an answer has been pending for so long that the store counts as hanging. */
    boolean isOverdue(long now) {
        return dimensions.stream().anyMatch(dimension -> dimension.isOverdue(now, PATIENCE));
    }

    /** A store that does not answer counts as failed. */
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

    /**
     * Settles each dimension with its own level in the store; the level that showed the store is back belongs to only
     * one.
     */
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

    /** The server has reported the level that it had when it accepted the call, or no level. */
    public void heard(Taken taken, ServerView view) {
        levelOfRequests.heard(taken.requests().sample(), view.requests());
        levelOfTokens.heard(taken.tokens().sample(), view.tokens());
        if (levelOfTokens.isInVain() && ledger.serverGivesBack(tokens.now())) {
            levelOfTokens.reset();
        }
    }

    /** The server has refused the call for its rate limit. The call still counts as a request. */
    public void refused(Taken taken, double amount, ServerView view) {
        levelOfRequests.heard(taken.requests().sample(), view.requests());
        levelOfTokens.heard(taken.tokens().sample(), null); // the server has counted no tokens
        refused(levelOfRequests, view.requests(), 1);
        refused(levelOfTokens, view.tokens(), amount);
    }

    private void refused(StoreLevel level, ServerView.Reading reading, double amount) {
        if (reading != null && reading.remaining() < amount && !failing && !closed) {
            level.refused(reading);
        }
    }

    /** A part of a call's charge was not used; negative when more was used. */
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
     * Gives back what has not been used for a second, and asks a failing store whether it is back; true when nothing
     * remains to check.
     *
     * @param isAnyoneWaiting whether calls wait; their leases are kept while the rest is pending
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

    /** Sends the questions noted under the lock. Not under the lock. */
    public void send() {
        calls.send();
    }

    /** Whether an answer of the store is pending. */
    boolean isAsking() {
        return unanswered > 0;
    }

    private boolean holdsNothing() {
        // Units of a limit that no longer exists have no bucket to go back to.
        return dimensions.stream().noneMatch(dimension -> dimension.limit() > 0 && dimension.balance >= 1);
    }

    /**
     * Gives back all held units now, and later ones when they arrive; completes when the store has the held units and
     * those of pending questions.
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

    /** How many members share the quota, by the last known number; at least 1. */
    private int members() {
        return Math.max(levelOfRequests.members(), levelOfTokens.members());
    }

    /** Whether nothing is held or pending, and the store does not fail. */
    public boolean isAtRest() {
        return !failing && unanswered == 0 && holdsNothing();
    }

    /** Whether the last question could not reach the store. */
    public boolean isFailing() {
        return failing;
    }
}
