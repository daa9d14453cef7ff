// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.quota.share;

import io.github.camelopenai.internal.quota.terms.ServerView.Reading;
import io.github.camelopenai.quota.QuotaBucket;
import io.github.camelopenai.quota.QuotaMembers;
import io.github.camelopenai.quota.QuotaStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the store's bucket of one dimension at the level of the server's. Guarded by the throttle's lock. */
final class StoreLevel {
    /*
     * 1. Levels are compared as of one moment. Once a second, when a call leaves, the store is asked for its level; the
     *    header of that call reports the server's. Calls sent while the answer is in flight are in neither.
     * 2. Units that members have leased and not sent are missing from the store, but the server still has them. Each
     *    member reports what it holds, once a second and when a large call leaves, and receives the sum; so a lease
     *    that is collected over a long time does not count as missing.
     * 3. The store is asked when no change of ours is in flight to it: a change takes two messages and a question one,
     *    so the question would overtake the change.
     * 4. A correction ends all our pending comparisons, and an answer ends those of calls that left before: they would
     *    find the same difference again. When eight are pending, the youngest makes room after ten seconds.
     * 5. When the server has refused a call for this very limit, the present levels are compared, and the refused
     *    member takes out the whole surplus, but no more than the bucket holds: others may have been refused at the
     *    same moment.
     */
    private static final int AT_ONCE = 8;
    private static final long SECOND = 1_000_000_000L;
    private static final long LONG = 10 * SECOND;
    private static final Logger LOG = LoggerFactory.getLogger(StoreLevel.class);

    private final QuotaStore store;
    private final StoreCalls calls;
    private final LeasedDimension leased;
    private final StoreCorrection drift = new StoreCorrection();
    private final List<Sample> underway = new ArrayList<>();
    private final AtomicInteger telling = new AtomicInteger();
    private CompletionStage<Void> told = CompletableFuture.completedFuture(null);
    private int generation;
    private boolean asking; // after a refusal
    private long sampledAt;
    private long countedAt;
    private int members = 1;
    private double othersHold;
    private long said; // what we reported to hold
    private boolean warned;
    private double fraction; // of a unit, still to be moved

    /** The levels when a call left. */
    static final class Sample {
        private final long at;
        private final long limit;
        private final double ours;
        private Double inAll; // null until the store has answered
        private Reading reading; // null until the server has reported

        private Sample(long at, long limit, double ours) {
            this.at = at;
            this.limit = limit;
            this.ours = ours;
        }
    }

    StoreLevel(QuotaStore store, StoreCalls calls, LeasedDimension leased) {
        this.store = store;
        this.calls = calls;
        this.leased = leased;
        this.sampledAt = leased.now() - SECOND;
        this.countedAt = sampledAt;
    }

    /** How many members there are, by the last known number; at least 1. */
    int members() {
        return members;
    }

    /** Reports once a second that this member is alive, and what it holds. */
    void beat(long now) {
        if (leased.limit() > 0 && now - countedAt >= SECOND) {
            countedAt = now;
            say();
        }
    }

    private void say() {
        if (leased.limit() > 0) {
            calls.ask(beat(), this::learn);
        }
    }

    /** Reports what this member holds; returns the number of members and what the others hold. */
    private Supplier<CompletionStage<QuotaMembers>> beat() {
        QuotaBucket bucket = leased.bucket();
        long ours = held();
        said = ours;
        return () -> store.members(bucket, ours)
                .thenApply(all -> new QuotaMembers(all.count(), Math.max(0, all.held() - ours)));
    }

    private void learn(QuotaMembers others, Throwable failure) {
        if (others != null) {
            members = others.count();
            othersHold = others.held();
        } else if (!warned) {
            warned = true;
            LOG.warn(
                    "The quota store does not say who shares the quota ({}); calls may be rejected until it does",
                    String.valueOf(failure));
        }
    }

    private long held() {
        return Math.max(0, (long) leased.balance);
    }

    private double secondsWorth() {
        return 4 * leased.portion();
    }

    /** A call leaves that has leased this amount; null when it is not to be compared. */
    Sample whenLeaving(double amount, long now) {
        boolean isCompared = !asking
                && !leased.asked
                && telling.get() == 0
                && now - sampledAt >= SECOND
                && (underway.size() < AT_ONCE || now - underway.get(AT_ONCE - 1).at >= LONG);
        if (isCompared) {
            return sample(now);
        }
        if (amount > secondsWorth()) {
            say(); // others include it in their comparison
        }
        return null;
    }

    private Sample sample(long now) {
        sampledAt = now;
        Sample sample = new Sample(now, leased.limit(), leased.balance);
        if (underway.size() == AT_ONCE) {
            underway.remove(AT_ONCE - 1);
        }
        underway.add(sample);
        ask(sample);
        return sample;
    }

    /** Both at once: the units held by others and the store's level must be of the same moment. */
    private void ask(Sample sample) {
        QuotaBucket bucket = leased.bucket();
        Supplier<CompletionStage<QuotaMembers>> beat = beat();
        calls.ask(() -> beat.get().thenCombine(store.available(bucket), There::new), (there, failure) -> {
            learn(there == null ? null : there.others(), failure);
            if (there == null) {
                underway.remove(sample);
            } else {
                sample.inAll = there.level() + sample.ours + othersHold;
                compareWhenBothAreThere(sample);
            }
        });
    }

    private record There(QuotaMembers others, long level) {}

    /**
     * The server has reported the level that it had when it accepted the call.
     *
     * @param sample  of that call; null when it is not to be compared
     * @param reading null when the server reports nothing
     */
    void heard(Sample sample, Reading reading) {
        if (reading == null) {
            underway.remove(sample);
        } else if (underway.contains(sample)) {
            sample.reading = reading;
            compareWhenBothAreThere(sample);
        }
    }

    private void compareWhenBothAreThere(Sample sample) {
        int index = underway.indexOf(sample);
        if (index >= 0 && sample.inAll != null && sample.reading != null) {
            underway.subList(0, index + 1).clear();
            if (leased.isMeant(sample.reading) && leased.limit() == sample.limit) {
                compare(sample.inAll, sample.reading);
            }
        }
    }

    private void compare(double inAll, Reading reading) {
        double gain = drift.observe(more(inAll, reading), full(), members);
        if (gain > 0 && leased.meter().isLimitOurOwn()) {
            drift.reset(); // the server's level is not ours
        } else if (gain != 0) {
            move(gain);
        }
    }

    /**
     * How much more there is than the server has. Both round down, so they may be equal when they differ by less than
     * one. A server in debt reports that nothing is left.
     */
    private static double more(double inAll, Reading reading) {
        double apart = inAll - reading.remaining();
        boolean mayBeSame = Math.abs(apart) < 1 || apart < 0 && reading.remaining() == 0;
        return mayBeSame ? 0 : apart - Math.signum(apart);
    }

    private double full() {
        return leased.meter().mostAtOnce();
    }

    /** The server has refused a call for this limit. */
    void refused(Reading reading) {
        if (asking || leased.limit() == 0) {
            return; // without a limit there is no bucket
        }
        asking = true;
        underway.clear();
        int asked = generation;
        CompletionStage<Void> before = told;
        QuotaBucket bucket = leased.bucket();
        calls.ask(() -> before.thenCompose(nothing -> store.available(bucket)), (level, failure) -> {
            if (asked == generation) {
                asking = false;
                takeOut(level, reading);
            }
        });
    }

    private void takeOut(Long level, Reading reading) {
        if (level == null || !leased.isMeant(reading)) {
            return;
        }
        long surplus = (long) StoreCorrection.surplus(more(level + leased.balance + othersHold, reading), full());
        if (surplus > 0) {
            // An unused lease, as it leaves no debt.
            tell(() -> store.lease(leased.bucket(), 1, surplus).thenApply(lease -> null));
        }
    }

    private void move(double amount) {
        underway.clear();
        double all = fraction + amount;
        long whole = (long) all;
        fraction = all - whole;
        if (whole > 0) {
            giveBack(whole);
        } else if (whole < 0) {
            charge(-whole);
        }
    }

    /** Takes out units that were used without a lease, or do not exist. */
    void charge(long amount) {
        tell(() -> store.charge(leased.bucket(), amount));
    }

    /** Gives units back, or adds them. */
    CompletionStage<Void> giveBack(long amount) {
        CompletionStage<Void> taken = tell(() -> store.giveBack(leased.bucket(), amount));
        if (said - held() > secondsWorth() || said > 0 && held() == 0) {
            say(); // or the others would count it twice
        }
        return taken;
    }

    private CompletionStage<Void> tell(Supplier<CompletionStage<Void>> call) {
        boolean isAlone = telling.getAndIncrement() == 0;
        CompletionStage<Void> done = calls.tell(call).whenComplete((nothing, never) -> telling.decrementAndGet());
        told = isAlone ? done : told.thenCombine(done, (before, now) -> null);
        return done;
    }

    /** See {@link StoreCorrection#isInVain}. */
    boolean isInVain() {
        return drift.isInVain();
    }

    /** Forgets the differences so far; the levels are set by other means, or estimated by another rule from now on. */
    void reset() {
        generation++;
        asking = false;
        underway.clear();
        drift.reset();
    }
}
