// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.quota;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenai.internal.quota.OneOddAnswerTest.Answer;
import io.github.camelopenai.internal.quota.share.FakeQuotaStore;
import io.github.camelopenai.internal.quota.share.SharedQuota;
import io.github.camelopenai.internal.quota.terms.Cost;
import io.github.camelopenai.internal.quota.terms.Lane;
import io.github.camelopenai.internal.quota.terms.Limits;
import io.github.camelopenai.internal.quota.terms.Limits.Learning;
import io.github.camelopenai.internal.quota.terms.Limits.Limit;
import io.github.camelopenai.internal.quota.terms.Permit;
import io.github.camelopenai.internal.quota.terms.QueuePolicy;
import io.github.camelopenai.internal.quota.terms.QueuePolicy.Patience;
import io.github.camelopenai.internal.quota.terms.QueuePolicy.WhenFull;
import io.github.camelopenai.internal.quota.terms.ServerView;
import io.github.camelopenai.internal.quota.terms.ServerView.Reading;
import io.github.camelopenai.internal.quota.terms.StoreFailure;
import io.github.camelopenai.internal.quota.terms.Used;
import io.github.camelopenai.internal.time.InTurn;
import io.github.camelopenai.internal.time.ManualTicker;
import io.github.camelopenai.internal.time.ManualTimer;
import io.github.camelopenai.quota.InMemoryQuotaStore;
import io.github.camelopenai.quota.QuotaBucket;
import io.github.camelopenai.quota.QuotaStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** As {@link OneOddAnswerTest}, for processes that share the quota over a store: their leases go by what headers say, too. */
class OneOddAnswerSharedTest {

    private static final Patience PATIENT = new Patience(Duration.ofMinutes(10), WhenFull.FAIL);
    private static final ServerView SANE = OneOddAnswerTest.SANE;
    private static final Used USED = new Used(40, 20);

    private final ManualTicker ticker = new ManualTicker();
    private final ManualTimer timer = new ManualTimer(ticker);

    private Throttle member(QuotaStore store, Limits limits) {
        SharedQuota.Sharing sharing = new SharedQuota.Sharing(store, StoreFailure.SHARE, () -> 0.5);
        return new Throttle("key", limits, new QueuePolicy(20, 1000), sharing, ticker, timer, new InTurn());
    }

    private static CompletableFuture<Permit> ask(Throttle throttle, Cost cost) {
        return throttle.acquire(cost, Lane.DEFAULT, PATIENT);
    }

    /** One call a second at each; the answer to each comes after half a second. */
    private void go(List<Throttle> throttles, Cost cost, int seconds, String label) {
        for (int second = 0; second < seconds; second++) {
            List<CompletableFuture<Permit>> permits =
                    throttles.stream().map(throttle -> ask(throttle, cost)).toList();
            timer.advance(Duration.ofMillis(500));
            assertThat(permits).as("%s, %d seconds later", label, second).allMatch(OneOddAnswerSharedTest::isGranted);
            permits.forEach(permit -> permit.join().settle(USED, SANE));
            timer.advance(Duration.ofMillis(500));
        }
    }

    private static boolean isGranted(CompletableFuture<Permit> permit) {
        return permit.isDone() && !permit.isCompletedExceptionally();
    }

    static List<Answer> odd() {
        return OneOddAnswerTest.odd();
    }

    /** Whatever one of them hears once, from each a call leaves within a little more than a minute, and soon all is as before. */
    @ParameterizedTest
    @MethodSource("odd")
    void oneOddAnswerClosesNothing(Answer odd) {
        for (Cost cost : OneOddAnswerTest.costs()) {
            for (Limits limits : List.of(Limits.NONE, Limits.perMinute(600, 60_000), OneOddAnswerTest.numbers())) {
                for (int before : new int[] {0, 1, 12}) {
                    for (int others : new int[] {0, 1}) {
                        String label = "%s with %s after %d, %d others".formatted(odd, limits, before, others);
                        hearOnce(odd, cost, members(limits, 1 + others), before, label);
                    }
                }
            }
        }
    }

    private List<Throttle> members(Limits limits, int count) {
        InMemoryQuotaStore store = new InMemoryQuotaStore(ticker::nanos);
        return Stream.generate(() -> member(store.join(), limits)).limit(count).toList();
    }

    private void hearOnce(Answer odd, Cost cost, List<Throttle> members, int before, String label) {
        go(members, cost, before, label);
        CompletableFuture<Permit> first = ask(members.get(0), cost);
        timer.advance(Duration.ofMillis(500));
        first.join().settle(odd.used(), odd.view());

        List<CompletableFuture<Permit>> asked = new ArrayList<>();
        for (int minute = 0; minute < 4; minute++) {
            for (Throttle member : members) {
                CompletableFuture<Permit> permit = ask(member, cost);
                permit.thenAccept(granted -> granted.settle(USED, SANE));
                asked.add(permit);
            }
            timer.advance(Duration.ofSeconds(90));
            assertThat(asked).as("%s, minute %d", label, minute).allMatch(OneOddAnswerSharedTest::isGranted);
        }
        go(members, cost, 5, label);
        members.forEach(Throttle::close);
    }

    /** One who names a limit that allows nothing again and again is asked once a minute, also for leases. */
    @Test
    void aLimitThatLetsNothingLeaveIsAskedAboutOnceAMinute() {
        Throttle throttle = member(new InMemoryQuotaStore(ticker::nanos), Limits.NONE);
        Cost cost = new Cost(20, 256, false, 0);
        ServerView odd = OneOddAnswerTest.tokens(OneOddAnswerTest.reading(1, 0));
        int[] left = {0};
        Cost[] next = {cost};

        for (int minute = 0; minute < 20; minute++) {
            CompletableFuture<Permit> permit = ask(throttle, next[0]);
            timer.advance(Duration.ofSeconds(70));
            if (isGranted(permit)) {
                left[0]++;
                permit.join().settle(USED, odd);
            }
        }

        assertThat(left[0]).isBetween(17, 20);
        assertThat(throttle.snapshot().tokensPerMinute()).hasValue(1);
        CompletableFuture<Permit> probe = ask(throttle, cost);
        timer.advance(Duration.ofSeconds(70));
        probe.join().settle(USED, SANE);
        timer.advance(Duration.ofSeconds(2)); // what the probes used is paid
        go(List.of(throttle), cost, 20, "after the probe");
    }

    /** What somebody has set as a number is kept to for as long as it takes to pay what was used beyond it. */
    @Test
    void aNumberThatWasSetIsNotDoubted() {
        Limits set = new Limits(Limit.UNKNOWN, new Limit(OptionalLong.of(1_000), Learning.DOWN), Limit.UNKNOWN);
        Throttle throttle = member(new InMemoryQuotaStore(ticker::nanos), set);
        Cost cost = new Cost(500, 500, false, 0);
        CompletableFuture<Permit> first = ask(throttle, cost);
        timer.advance(Duration.ofMinutes(2));
        first.join().settle(new Used(5_000, 500), ServerView.NONE);

        CompletableFuture<Permit> next = ask(throttle, cost);
        timer.advance(Duration.ofMinutes(3));

        assertThat(next).isNotDone();
    }

    /** The store's bucket is in debt by five minutes. Only a limit that a header has named is asked about. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aDebtOfTheStoreHoldsCallsWhereTheNumberWasSet(boolean named) {
        InMemoryQuotaStore store = new InMemoryQuotaStore(ticker::nanos);
        Limits limits = named
                ? Limits.NONE
                : new Limits(Limit.UNKNOWN, new Limit(OptionalLong.of(60_000), Learning.NONE), Limit.UNKNOWN);
        Throttle throttle = member(store, limits);
        Cost cost = Cost.ofTokens(100);
        CompletableFuture<Permit> first = ask(throttle, cost);
        timer.advance(Duration.ofSeconds(1));
        first.join().settle(Used.ofTokens(100), SANE);
        store.charge(new QuotaBucket("key tokens", 60_000, 60_000), 300_000);
        timer.advance(Duration.ofSeconds(2)); // what is leased goes back

        CompletableFuture<Permit> next = ask(throttle, cost);
        timer.advance(Duration.ofSeconds(90));

        assertThat(next.isDone()).isEqualTo(named);
        throttle.close();
    }

    /** Whoever sends nothing without the store does not send to ask about a limit either. */
    @Test
    void aStoreThatFailsHoldsAllCallsWhereThatIsWanted() {
        FakeQuotaStore store = new FakeQuotaStore();
        SharedQuota.Sharing sharing = new SharedQuota.Sharing(store, StoreFailure.CLOSED, () -> 0.5);
        Throttle throttle = new Throttle(
                "key", Limits.perMinute(600, 60_000), new QueuePolicy(20, 1000), sharing, ticker, timer, new InTurn());
        CompletableFuture<Permit> first = ask(throttle, new Cost(20, 256, false, 0));
        store.grantAll();
        first.join()
                .settle(new Used(Long.MAX_VALUE, 20), SANE); // a debt of a minute, by limits that a header has named

        CompletableFuture<Permit> next = ask(throttle, new Cost(20, 256, false, 0));
        store.failAll();
        for (int second = 0; second < 200; second++) {
            timer.advance(Duration.ofSeconds(1));
            store.failAll();
        }

        assertThat(throttle.snapshot().storeFailing()).isTrue();
        assertThat(next).isNotDone();
    }

    /** Ten share three requests a minute. Each waits for minutes, and none of them asks whether that is so. */
    @Test
    void aSmallLimitThatManyShareIsNotDoubted() {
        InMemoryQuotaStore store = new InMemoryQuotaStore(ticker::nanos);
        List<CompletableFuture<Permit>> asked = new ArrayList<>();
        ServerView three = new ServerView(new Reading(3, 2, 20_000_000_000L), null);
        for (int member = 0; member < 10; member++) {
            Throttle throttle = member(store.join(), Limits.perMinute(3, 40_000));
            CompletableFuture<Permit> permit = ask(throttle, Cost.OF_ONE_REQUEST);
            permit.thenAccept(granted -> {
                granted.settle(Used.UNKNOWN, three);
                CompletableFuture<Permit> second = ask(throttle, Cost.OF_ONE_REQUEST);
                second.thenAccept(again -> again.settle(Used.UNKNOWN, three));
                asked.add(second);
            });
            asked.add(permit);
        }

        for (int minute = 1; minute <= 5; minute++) {
            timer.advance(Duration.ofMinutes(1));
            assertThat(asked.stream().filter(CompletableFuture::isDone))
                    .as("in %d minutes", minute)
                    .hasSizeLessThanOrEqualTo(1 + 3 * minute);
        }
    }

    /** A store that fails when the odd answer comes does not keep what each may use by itself as small as that limit. */
    @ParameterizedTest
    @MethodSource("odd")
    void withoutTheStoreOneOddAnswerClosesNothingEither(Answer odd) {
        for (Cost cost : OneOddAnswerTest.costs()) {
            for (Limits limits : List.of(Limits.NONE, Limits.perMinute(600, 60_000), OneOddAnswerTest.numbers())) {
                for (int before : new int[] {0, 12}) {
                    FakeQuotaStore store = new FakeQuotaStore();
                    store.throwFromNowOn();
                    hearOnce(
                            odd,
                            cost,
                            List.of(member(store, limits)),
                            before,
                            "%s with %s after %d".formatted(odd, limits, before));
                }
            }
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4})
    void whateverAServerSaysEachMemberSendsOneInTwoMinutes(long seed) {
        for (int world = 0; world < 20; world++) {
            goThrough(new Random(seed * 1_000 + world), "world " + world);
        }
    }

    private void goThrough(Random random, String world) {
        Limits limits = List.of(Limits.NONE, Limits.perMinute(600, 60_000), OneOddAnswerTest.numbers())
                .get(random.nextInt(3));
        Cost cost = OneOddAnswerTest.costs().get(random.nextInt(4));
        List<Throttle> members = members(limits, 1 + random.nextInt(3));
        int oddInHundred = List.of(3, 30, 100).get(random.nextInt(3));
        for (int step = 0; step < 40; step++) {
            List<CompletableFuture<Permit>> calls =
                    members.stream().map(member -> ask(member, cost)).toList();
            timer.advance(Duration.ofSeconds(random.nextInt(3)));
            if (!calls.stream().allMatch(CompletableFuture::isDone)) {
                timer.advance(Duration.ofSeconds(120));
            }
            assertThat(calls).as("%s, step %d", world, step).allMatch(CompletableFuture::isDone);
            for (CompletableFuture<Permit> call : calls) {
                if (isGranted(call)) { // else too large for a limit that was named three times
                    Answer said = random.nextInt(100) < oddInHundred
                            ? odd().get(random.nextInt(odd().size()))
                            : new Answer("sane", USED, SANE);
                    call.join().settle(said.used(), said.view());
                }
            }
        }
        members.forEach(Throttle::close);
    }
}
