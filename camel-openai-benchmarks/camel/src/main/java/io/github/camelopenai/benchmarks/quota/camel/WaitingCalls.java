// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.benchmarks.quota.camel;

import io.github.camelopenai.benchmarks.quota.client.Setting;
import io.github.camelopenai.benchmarks.quota.server.ChargeRule;
import io.github.camelopenai.benchmarks.quota.server.QuotaServer;
import io.github.camelopenai.benchmarks.quota.server.ServerKind;
import io.github.camelopenai.benchmarks.quota.server.ServerSetting;
import io.github.camelopenai.benchmarks.quota.server.VirtualClock;
import io.github.camelopenai.benchmarks.quota.work.Job;
import io.github.camelopenai.benchmarks.quota.work.Workload;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** What calls cost while they wait for quota: heap, the exchange included, and threads. Started by {@code bench waiting}. */
public final class WaitingCalls {
    private static final int MANY = 10_000;
    private static final int FIRST = 1_000;
    private static final int THREADS = 4;
    private static final int BYTES = 4_096;

    private WaitingCalls() {}

    /** Exits with 1 when a call costs more than promised. */
    public static void main(String[] args) throws Exception {
        ServerSetting setting =
                ServerSetting.tierOne(ServerKind.BUCKET, ChargeRule.SETTLE).withLimits(1, 200_000);
        List<Job> jobs = Workload.draw("W2", MANY + 1, 7).jobs();
        VirtualClock clock = new VirtualClock(1);
        try (QuotaServer server = QuotaServer.start(setting, jobs, clock, 1);
                OurClient client =
                        new OurClient(new Setting(server.baseUrl(), "sk-bench", 1, 1, 200_000, true, Map.of()), null)) {
            clock.start();
            client.send(jobs.get(0)).get(); // the only request of this minute
            System.exit(measure(client, jobs.subList(1, jobs.size())) ? 0 : 1);
        }
    }

    private static boolean measure(OurClient client, List<Job> jobs) {
        int threads = Thread.activeCount();
        List<CompletableFuture<Void>> waiting = new ArrayList<>(MANY);
        jobs.subList(0, FIRST).forEach(job -> waiting.add(client.send(job))); // loads all classes
        long before = heap();
        jobs.subList(FIRST, MANY).forEach(job -> waiting.add(client.send(job)));
        long each = (heap() - before) / (MANY - FIRST);
        long stillWaiting = waiting.stream().filter(call -> !call.isDone()).count();
        if (stillWaiting < MANY - 1) { // a second one may leave when a minute is over
            throw new IllegalStateException("only " + stillWaiting + " of " + MANY + " calls wait");
        }
        int more = Thread.activeCount() - threads;
        System.out.println("RESULT work=waiting client=ours waiting=" + MANY + " heap_b=" + each + " threads=" + more);
        return promised("heap_b", BYTES, each) & promised("threads", THREADS, more);
    }

    private static boolean promised(String figure, long atMost, long measured) {
        boolean met = measured <= atMost;
        System.out.println("TARGET work=waiting figure=" + figure + " at_most=" + atMost + " measured=" + measured
                + (met ? " PASS" : " FAIL"));
        return met;
    }

    private static long heap() {
        for (int time = 0; time < 3; time++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
