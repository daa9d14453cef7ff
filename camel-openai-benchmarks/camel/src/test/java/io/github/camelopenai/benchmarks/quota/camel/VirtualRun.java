// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.benchmarks.quota.camel;

import io.github.camelopenai.benchmarks.quota.server.Bound;
import io.github.camelopenai.benchmarks.quota.server.Decision;
import io.github.camelopenai.benchmarks.quota.server.Decision.Outcome;
import io.github.camelopenai.benchmarks.quota.server.ServerModel;
import io.github.camelopenai.benchmarks.quota.server.ServerSetting;
import io.github.camelopenai.benchmarks.quota.work.Job;
import io.github.camelopenai.internal.quota.QuotaKey;
import io.github.camelopenai.internal.quota.Throttle;
import io.github.camelopenai.internal.quota.Throttles;
import io.github.camelopenai.internal.quota.share.SharedQuota;
import io.github.camelopenai.internal.quota.terms.Cost;
import io.github.camelopenai.internal.quota.terms.Lane;
import io.github.camelopenai.internal.quota.terms.Limits;
import io.github.camelopenai.internal.quota.terms.Permit;
import io.github.camelopenai.internal.quota.terms.QueuePolicy;
import io.github.camelopenai.internal.quota.terms.QueuePolicy.Patience;
import io.github.camelopenai.internal.quota.terms.QueuePolicy.WhenFull;
import io.github.camelopenai.internal.quota.terms.Rejection;
import io.github.camelopenai.internal.quota.terms.ServerView;
import io.github.camelopenai.internal.quota.terms.StoreFailure;
import io.github.camelopenai.internal.quota.terms.Used;
import io.github.camelopenai.quota.InMemoryQuotaStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.stream.Stream;

/**
 * The quota engine against a server of the benchmark, without HTTP and without a clock: events in virtual time, one after
 * the other, so that a run of ten minutes takes a moment and always ends the same way. Calls travel 5 to 35 ms each way.
 * Prompts are estimated as the component does it, which is too high by what stands around the text.
 */
final class VirtualRun {
    private static final long MILLI = 1_000_000L;
    private static final long COLD_FOR = 5_000 * MILLI;
    private static final Duration PATIENCE = Duration.ofHours(10);

    /** What a request has around its text, in tokens of four bytes: the component reckons by the bytes of all of it. */
    private static final long AROUND = 23;

    private final ServerSetting setting;
    private final List<Job> jobs;
    private final ServerModel server;
    private final List<Throttle> members;
    private final Random travel = new Random(99);
    private final Random scatter = new Random(77);
    private final Trouble trouble;
    private final Told told;
    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparingLong(Event::at).thenComparingLong(Event::order));
    private final Map<String, List<Double>> waits = new HashMap<>();
    private final Map<String, Double> weights;
    private long now;
    private long order;
    private long endedAt;
    private int answered;
    private int rejected;
    private int lost;

    /**
     * What makes it harder.
     *
     * @param scattered   how far estimates of prompts are off, as the standard deviation of their logarithm
     * @param coldSeconds how much longer calls may travel in the first five seconds, each way, as on a JVM that has just started
     */
    record Trouble(double scattered, double coldSeconds) {
        static final Trouble NONE = new Trouble(0, 0);
    }

    private record Event(long at, long order, Runnable work) {}

    /**
     * What the engine is told.
     *
     * @param limits   what the user, or the row of a tier, says that the server allows
     * @param queue    how the queue is bounded
     * @param patience how long a call may wait
     */
    record Told(Limits limits, QueuePolicy queue, Duration patience) {
        static Told theTruth(ServerSetting setting) {
            return new Told(
                    Limits.perMinute(setting.requestsPerMinute(), setting.tokensPerMinute()),
                    new QueuePolicy(256, 100_000),
                    PATIENCE);
        }
    }

    private VirtualRun(
            ServerSetting setting,
            List<Job> jobs,
            Map<String, Double> weights,
            Trouble trouble,
            boolean isShared,
            Told told) {
        this.told = told;
        this.trouble = trouble;
        this.setting = setting;
        this.jobs = jobs;
        this.weights = weights;
        this.server = new ServerModel(setting);
        this.members = isShared ? fourThatShare() : List.of(throttle(null));
    }

    private List<Throttle> fourThatShare() {
        InMemoryQuotaStore store = new InMemoryQuotaStore(() -> now);
        Random random = new Random(55);
        return Stream.generate(store::join)
                .limit(OurCluster.MEMBERS)
                .map(member -> throttle(new SharedQuota.Sharing(
                        new FarStore(member, this::schedule), StoreFailure.SHARE, random::nextDouble)))
                .toList();
    }

    private Throttle throttle(SharedQuota.Sharing sharing) {
        return new Throttles(() -> now, this::schedule, Runnable::run)
                .of(new QuotaKey("virtual", "model"), told.limits(), told.queue(), sharing);
    }

    /** Runs until every job has ended. */
    static VirtualRun of(ServerSetting setting, List<Job> jobs, Map<String, Double> weights) {
        return of(setting, jobs, weights, Trouble.NONE);
    }

    /** Runs until every job has ended, against odds. */
    static VirtualRun of(ServerSetting setting, List<Job> jobs, Map<String, Double> weights, Trouble trouble) {
        return new VirtualRun(setting, jobs, weights, trouble, false, Told.theTruth(setting)).toEnd();
    }

    /** The same where the engine is told something else than the truth. */
    static VirtualRun of(ServerSetting setting, List<Job> jobs, Told told) {
        return new VirtualRun(setting, jobs, Map.of(), Trouble.NONE, false, told).toEnd();
    }

    /** The same by four that share one quota over a store; the first has seven tenths of the jobs, the others one each. */
    static VirtualRun ofFour(ServerSetting setting, List<Job> jobs) {
        return new VirtualRun(setting, jobs, Map.of(), Trouble.NONE, true, Told.theTruth(setting)).toEnd();
    }

    private VirtualRun toEnd() {
        jobs.forEach(job -> {
            Cost cost = estimate(job);
            later(job.notBeforeMillis() * MILLI, () -> send(job, cost, WhenFull.FAIL));
        });
        while (answered + lost < jobs.size()) {
            Event next = events.remove();
            now = next.at();
            next.work().run();
        }
        return this;
    }

    /** The bound of the theory, divided by how long it took. */
    double efficiency() {
        return Bound.seconds(setting, jobs) / (endedAt / 1e9);
    }

    /** Rejected calls for each hundred jobs. */
    double rejectedPerHundred() {
        return 100.0 * rejected / jobs.size();
    }

    int lost() {
        return lost;
    }

    /** The wait in seconds that so many of a hundred calls of a lane do not exceed. */
    double wait(String lane, int percent) {
        List<Double> sorted = new ArrayList<>(waits.get(lane));
        sorted.sort(null);
        return sorted.get(Math.min(sorted.size() - 1, sorted.size() * percent / 100));
    }

    private io.github.camelopenai.internal.time.Timer.Scheduled schedule(Runnable task, Duration delay) {
        boolean[] dropped = {false};
        later(now + delay.toNanos(), () -> {
            if (!dropped[0]) {
                task.run();
            }
        });
        return () -> dropped[0] = true;
    }

    private void later(long at, Runnable work) {
        events.add(new Event(Math.max(at, now), order++, work));
    }

    private long way() {
        double late = now < COLD_FOR ? trouble.coldSeconds() * 1_000 : 0;
        return 5 * MILLI + (long) (travel.nextDouble() * (30 + late) * MILLI);
    }

    private Cost estimate(Job job) {
        double off = Math.exp(trouble.scattered() * scatter.nextGaussian());
        return new Cost(Math.round((job.promptTokens() + AROUND) * off), job.maxTokens(), true, 0);
    }

    private void send(Job job, Cost cost, WhenFull entry) {
        Lane lane = new Lane(job.lane(), weights.getOrDefault(job.lane(), 1.0));
        Throttle member = members.get(members.size() == 1 ? 0 : OurCluster.memberOf(job));
        member.acquire(cost, lane, new Patience(told.patience(), entry)).whenComplete((permit, failure) -> {
            if (failure == null) {
                later(now + way(), () -> arrive(job, cost, permit));
            } else {
                lost++;
            }
        });
    }

    private void arrive(Job job, Cost cost, Permit permit) {
        Decision decision = server.admit(job, now);
        ServerView view = setting.switches().headers()
                ? new ServerView(reading(decision.requests()), reading(decision.tokens()))
                : ServerView.NONE;
        if (decision.granted()) {
            waits.computeIfAbsent(job.lane(), any -> new ArrayList<>()).add(now / 1e9 - job.notBeforeMillis() / 1e3);
            later(now + job.latencyMillis() * MILLI, () -> complete(job, permit, view));
            return;
        }
        rejected++;
        boolean slowDown = decision.outcome() == Outcome.SLOW_DOWN;
        Duration wait = slowDown ? Duration.ofSeconds(1) : Duration.ofNanos(decision.waitNanos());
        later(now + way(), () -> {
            permit.rejected(new Rejection(wait, slowDown), view);
            later(
                    now + (long) (wait.toNanos() * (1 + 0.1 * travel.nextDouble())),
                    () -> send(job, cost, WhenFull.ENTER_AT_THE_HEAD));
        });
    }

    private void complete(Job job, Permit permit, ServerView view) {
        server.complete(job, now);
        later(now + way(), () -> {
            answered++;
            endedAt = now;
            permit.settle(new Used(job.usedTokens(), job.promptTokens()), view);
        });
    }

    private static ServerView.Reading reading(io.github.camelopenai.benchmarks.quota.server.Reading said) {
        long millis = (said.resetNanos() + MILLI - 1) / MILLI;
        return new ServerView.Reading(said.limit(), said.remaining(), millis * MILLI);
    }
}
