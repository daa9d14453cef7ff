// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.quota;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every quota store does. The clock stands still until a test moves it. */
abstract class QuotaStoreContract {

    /** Ten a second, holds a minute's worth, begins with ten. */
    static final QuotaBucket BUCKET = new QuotaBucket("account/gpt/tokens", 600, 600);

    final AtomicLong nanos = new AtomicLong(Duration.ofDays(20_000).toNanos());
    private final List<QuotaStore> opened = new ArrayList<>();
    QuotaStore store;

    /** A store over the same buckets as the others of the test, on the clock of the test. */
    abstract QuotaStore newStore();

    final QuotaStore open() {
        QuotaStore another = newStore();
        opened.add(another);
        return another;
    }

    @BeforeEach
    void openTheFirst() {
        store = open();
    }

    @AfterEach
    void closeAll() {
        opened.forEach(QuotaStore::close);
    }

    void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    static <T> T get(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(20, SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException failure) {
            throw new AssertionError(failure);
        }
    }

    void fill() {
        store.available(BUCKET).toCompletableFuture().join();
        pass(Duration.ofMinutes(1));
        assertThat(get(store.available(BUCKET))).isEqualTo(600);
    }

    @Test
    void beginsWithASixtiethOfTheCapacity() {
        assertThat(get(store.available(BUCKET))).isEqualTo(10);
    }

    @Test
    void beginsWithOneUnitWhenTheCapacityIsSmall() {
        assertThat(get(store.available(new QuotaBucket("small", 3, 2)))).isEqualTo(1);
    }

    @Test
    void grantsAllThatIsWantedWhenItIsThere() {
        fill();

        assertThat(get(store.lease(BUCKET, 5, 200))).isEqualTo(Lease.of(200));
        assertThat(get(store.available(BUCKET))).isEqualTo(400);
    }

    @Test
    void grantsWhatThereIsBetweenNeedAndWant() {
        assertThat(get(store.lease(BUCKET, 5, 200))).isEqualTo(Lease.of(10));
        assertThat(get(store.available(BUCKET))).isZero();
    }

    @Test
    void neverGrantsMoreThanTheCapacity() {
        fill();

        assertThat(get(store.lease(BUCKET, 600, Long.MAX_VALUE))).isEqualTo(Lease.of(600));
    }

    @Test
    void takesNothingWhenThereIsLessThanNeeded() {
        assertThat(get(store.lease(BUCKET, 11, 200)).isGranted()).isFalse();
        assertThat(get(store.available(BUCKET))).isEqualTo(10);
    }

    @Test
    void saysWhenTheNeedWillBeThere() {
        Lease refused = get(store.lease(BUCKET, 25, 200));

        assertThat(refused.retryAfter()).isBetween(Duration.ofMillis(1500), Duration.ofMillis(1501));
        pass(refused.retryAfter().minusMillis(2));
        assertThat(get(store.lease(BUCKET, 25, 200)).isGranted()).isFalse();
        pass(Duration.ofMillis(2));
        assertThat(get(store.lease(BUCKET, 25, 200))).isEqualTo(Lease.of(25));
    }

    @Test
    void countsTheFractionOfAUnitThatIsThereAlready() {
        QuotaBucket slow = new QuotaBucket("slow", 3, 3);
        get(store.lease(slow, 1, 1));
        pass(Duration.ofSeconds(15));

        assertThat(get(store.lease(slow, 1, 3)).retryAfter()).isBetween(Duration.ofSeconds(5), Duration.ofMillis(5001));
    }

    @Test
    void refillsEvenlyUpToTheCapacity() {
        get(store.available(BUCKET));

        pass(Duration.ofSeconds(3));
        assertThat(get(store.available(BUCKET))).isEqualTo(40);
        pass(Duration.ofHours(3));
        assertThat(get(store.available(BUCKET))).isEqualTo(600);
    }

    @Test
    void takesBackWhatWasNotUsed() {
        get(store.lease(BUCKET, 10, 10));

        get(store.giveBack(BUCKET, 4));

        assertThat(get(store.available(BUCKET))).isEqualTo(4);
    }

    @Test
    void dropsWhatDoesNotFit() {
        fill();

        get(store.giveBack(BUCKET, 4));

        assertThat(get(store.available(BUCKET))).isEqualTo(600);
    }

    @Test
    void goesIntoDebtThatALeaseWaitsFor() {
        get(store.charge(BUCKET, 30));

        assertThat(get(store.available(BUCKET))).isEqualTo(-20);
        assertThat(get(store.lease(BUCKET, 10, 100)).retryAfter())
                .isBetween(Duration.ofSeconds(3), Duration.ofMillis(3001));
        pass(Duration.ofSeconds(3));
        assertThat(get(store.lease(BUCKET, 10, 100))).isEqualTo(Lease.of(10));
    }

    @Test
    void ignoresAnAmountOfZero() {
        get(store.charge(BUCKET, 0));
        get(store.giveBack(BUCKET, 0));

        assertThat(get(store.available(BUCKET))).isEqualTo(10);
    }

    @Test
    void keepsTheLevelWhenTheLimitIsRaised() {
        get(store.available(BUCKET));
        QuotaBucket raised = new QuotaBucket(BUCKET.name(), 6_000, 6_000);

        assertThat(get(store.available(raised))).isEqualTo(10);
        pass(Duration.ofSeconds(1));
        assertThat(get(store.available(raised))).isEqualTo(110);
    }

    @Test
    void cutsTheLevelWhenTheCapacityIsLowered() {
        fill();
        QuotaBucket lowered = new QuotaBucket(BUCKET.name(), 60, 60);

        assertThat(get(store.available(lowered))).isEqualTo(60);
        get(store.charge(lowered, 60));
        pass(Duration.ofSeconds(1));
        assertThat(get(store.available(lowered))).isEqualTo(1);
    }

    @Test
    void keepsADebtWhenTheLimitChanges() {
        get(store.charge(BUCKET, 30));

        assertThat(get(store.available(new QuotaBucket(BUCKET.name(), 60, 60)))).isEqualTo(-20);
    }

    @Test
    void refillsByTheOldLimitUntilTheNewOneIsStated() {
        get(store.available(BUCKET));
        pass(Duration.ofSeconds(10));

        assertThat(get(store.available(new QuotaBucket(BUCKET.name(), 6_000, 6_000))))
                .isEqualTo(110);
    }

    @Test
    void sharesABucketWithOtherStores() {
        QuotaStore other = open();
        get(store.lease(BUCKET, 7, 7));

        assertThat(get(other.available(BUCKET))).isEqualTo(3);
    }

    @Test
    void keepsBucketsApart() {
        get(store.lease(BUCKET, 7, 7));

        assertThat(get(store.available(new QuotaBucket("account/gpt/requests", 600, 600))))
                .isEqualTo(10);
    }

    @Test
    void countsTheMembersThatAsk() {
        QuotaStore other = open();

        assertThat(get(store.members(BUCKET, 0)).count()).isEqualTo(1);
        assertThat(get(other.members(BUCKET, 0)).count()).isEqualTo(2);
        assertThat(get(store.members(BUCKET, 0)).count()).isEqualTo(2);
    }

    @Test
    void addsUpWhatTheMembersHold() {
        QuotaStore other = open();
        get(store.members(BUCKET, 30));

        assertThat(get(other.members(BUCKET, 12)).held()).isEqualTo(42);
        assertThat(get(store.members(BUCKET, 5)).held()).isEqualTo(17);
        other.close();
        assertThat(get(store.members(BUCKET, 5)).held()).isEqualTo(5);
    }

    @Test
    void refusesToHoldLessThanNothing() {
        assertThatThrownBy(() -> store.members(BUCKET, -1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("-1");
    }

    @Test
    void doesNotCountAMemberThatHasLeft() {
        QuotaStore other = open();
        get(other.members(BUCKET, 0));

        other.close();

        assertThat(get(store.members(BUCKET, 0)).count()).isEqualTo(1);
    }

    @Test
    void failsAfterItIsClosed() {
        store.close();

        assertThatThrownBy(() -> store.lease(BUCKET, 1, 1).toCompletableFuture().get())
                .cause()
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the quota store is closed");
    }

    @Test
    void mayBeClosedTwice() {
        store.close();
        store.close();
    }

    @Test
    void refusesANeedThatNeverFits() {
        assertThatThrownBy(() -> store.lease(BUCKET, 601, 700))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("need must be between 1 and the capacity of bucket account/gpt/tokens, 600, but was 601;"
                        + " lease the capacity and charge the rest");
    }

    @Test
    void refusesToWantLessThanNeeded() {
        assertThatThrownBy(() -> store.lease(BUCKET, 5, 4))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("want must be at least need, 5, but was 4");
    }

    @Test
    void refusesNegativeAmounts() {
        assertThatThrownBy(() -> store.charge(BUCKET, -1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store.giveBack(BUCKET, -1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("amount must not be negative but was -1");
    }

    @Test
    void fourThreadsAndTwoStoresGetExactlyWhatThereIs() throws Exception {
        fill();
        List<QuotaStore> stores = List.of(store, open());
        CyclicBarrier start = new CyclicBarrier(4);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        AtomicLong granted = new AtomicLong();

        List<Future<?>> done = new ArrayList<>();
        for (int thread = 0; thread < 4; thread++) {
            QuotaStore mine = stores.get(thread % 2);
            done.add(threads.submit(() -> {
                start.await();
                // A refusal alone does not say that it is empty: there may be a crowd.
                while (get(mine.available(BUCKET)) > 0) {
                    granted.addAndGet(get(mine.lease(BUCKET, 1, 7)).granted());
                }
                return null;
            }));
        }
        for (Future<?> thread : done) {
            thread.get(30, SECONDS);
        }
        threads.shutdown();

        assertThat(granted).hasValue(600);
        assertThat(get(store.available(BUCKET))).isZero();
    }
}
