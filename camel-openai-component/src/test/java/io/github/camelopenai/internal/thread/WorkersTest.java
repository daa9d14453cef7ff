// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.thread;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenai.internal.time.ManualTicker;
import io.github.camelopenai.internal.time.ManualTimer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which thread does what is handed over, and when. */
@Timeout(20)
class WorkersTest {

    private static final Duration LOOK = Duration.ofMillis(1);

    private final ManualTimer timer = new ManualTimer(new ManualTicker());
    private final ExecutorService pool = Executors.newCachedThreadPool();
    private final Workers workers = new Workers(pool, timer);
    private final List<String> done = new CopyOnWriteArrayList<>();

    @AfterEach
    void stop() throws InterruptedException {
        pool.shutdownNow();
        assertThat(pool.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }

    /** Does something on a worker; completes with what that gives. */
    private <T> CompletableFuture<T> onWorker(Supplier<T> work) {
        return CompletableFuture.supplyAsync(work, workers);
    }

    private static Thread me() {
        return Thread.currentThread();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void whatAWorkerGoesOnWithIsDoneAtOnce() throws Exception {
        List<String> order = onWorker(() -> {
                    workers.execute(() -> done.add("the next step"));
                    done.add("what called it");
                    return done;
                })
                .get();

        assertThat(order).containsExactly("the next step", "what called it");
    }

    @Test
    void othersAreNeverTheCurrentThread() throws Exception {
        CompletableFuture<Thread> other = new CompletableFuture<>();

        Thread mine = onWorker(() -> {
                    workers.others().execute(() -> other.complete(me()));
                    other.join(); // waits for it
                    return me();
                })
                .get();

        assertThat(other.get()).isNotSameAs(mine);
    }

    @Nested
    class Afterwards {

        private final CompletableFuture<Thread> kept = new CompletableFuture<>();
        private final CompletableFuture<Thread> second = new CompletableFuture<>();
        private final CountDownLatch goOn = new CountDownLatch(1);

        @Test
        void theSameThreadDoesItOnceItIsThrough() throws Exception {
            Thread mine = onWorker(() -> {
                        workers.afterwards().execute(() -> {
                            done.add("kept");
                            kept.complete(me());
                        });
                        done.add("first");
                        return me();
                    })
                    .get();

            assertThat(kept.get()).isSameAs(mine);
            assertThat(done).containsExactly("first", "kept");
        }

        @Test
        void oneAfterAnotherOnOneThread() throws Exception {
            chain(100);

            Thread one = kept.get();
            assertThat(done).hasSize(100).containsOnly(one.getName());
        }

        private void chain(int left) {
            workers.afterwards().execute(() -> {
                done.add(me().getName());
                if (left > 1) {
                    chain(left - 1);
                } else {
                    kept.complete(me());
                }
            });
        }

        @Test
        void aThreadThatIsNoWorkerGivesItToOne() throws Exception {
            workers.afterwards().execute(() -> kept.complete(me()));

            assertThat(kept.get()).isNotSameAs(me());
        }

        @Test
        void oneIsKeptAndTheOthersGoElsewhere() throws Exception {
            Thread mine = onWorker(() -> {
                        workers.afterwards().execute(() -> kept.complete(me()));
                        workers.afterwards().execute(() -> second.complete(me()));
                        second.join(); // another thread does it, while this one waits
                        return me();
                    })
                    .get();

            assertThat(second.get()).isNotSameAs(mine);
            assertThat(kept.get()).isSameAs(mine);
        }

        @Test
        void aWorkerThatBlocksLosesItAtTheSecondLook() throws Exception {
            CountDownLatch handed = new CountDownLatch(1);
            CompletableFuture<Thread> mine = onWorker(() -> {
                workers.afterwards().execute(() -> kept.complete(me()));
                handed.countDown();
                kept.join(); // what a step does that calls and waits
                return me();
            });
            await(handed);

            timer.advance(LOOK);
            assertThat(kept).isNotDone();
            timer.advance(LOOK);

            assertThat(kept.get()).isNotSameAs(mine.get());
        }

        @Test
        void theLookingEndsWithTheNeed() throws Exception {
            onWorker(() -> {
                        workers.afterwards().execute(() -> kept.complete(me()));
                        return null;
                    })
                    .get();
            kept.get();

            timer.advance(LOOK);

            assertThat(timer.pending()).isZero();
        }

        @Test
        void theLookingBeginsAnewWithTheNextNeed() throws Exception {
            theLookingEndsWithTheNeed();
            CountDownLatch handed = new CountDownLatch(1);
            onWorker(() -> {
                workers.afterwards().execute(() -> second.complete(me()));
                handed.countDown();
                return second.join();
            });
            await(handed);

            timer.advance(LOOK.multipliedBy(2));

            assertThat(second).succeedsWithin(Duration.ofSeconds(10));
        }

        @Test
        void aTaskThatThrowsLosesNothing() throws Exception {
            pool.execute(() -> {}); // a thread that is free
            workers.others().execute(() -> {
                workers.afterwards().execute(() -> kept.complete(me()));
                await(goOn);
                throw new ThreadDeath(); // ends the thread without a word
            });
            goOn.countDown();

            assertThat(kept).succeedsWithin(Duration.ofSeconds(10));
        }
    }

    @Test
    void whatComesAfterTheStopIsDoneByWhoeverBringsIt() {
        pool.shutdown();

        workers.others().execute(() -> done.add(me().getName()));
        workers.afterwards().execute(() -> done.add(me().getName()));

        assertThat(done).containsExactly(me().getName(), me().getName());
    }
}
