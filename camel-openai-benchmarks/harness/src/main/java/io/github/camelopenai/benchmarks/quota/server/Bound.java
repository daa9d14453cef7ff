// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.benchmarks.quota.server;

import io.github.camelopenai.benchmarks.quota.work.Job;
import java.util.List;

/** The shortest time in which any client could have all jobs answered. */
public final class Bound {
    /*
     * 1. By time t a bucket has let through at most its capacity and what was refilled, whoever asked. The last job is
     *    admitted when that covers the sum of all charges, in both dimensions, and is answered a latency later.
     * 2. A window lets through its limit. The last job is admitted at the start of the window in which the limits so far
     *    cover the sum. A sliding log is at its best when it is used as windows that start with the run.
     * 3. Others take their mean share of a window and their momentary share of a refill. A limit that is halved counts
     *    from the halving for a refill, and from the next window on for windows.
     *    This is what a fair server would leave, not a bound: whoever is quicker than the others takes more of a window.
     * 4. No job is answered before it has arrived and its own latency has passed.
     */
    private final ServerSetting setting;

    private Bound(ServerSetting setting) {
        this.setting = setting;
    }

    /** The bound in virtual seconds. */
    public static double seconds(ServerSetting setting, List<Job> jobs) {
        Bound bound = new Bound(setting);
        double tokens = jobs.stream().mapToLong(setting.rule()::inTheEnd).sum();
        double admitted = Math.max(
                bound.secondsFor(jobs.size(), setting.requestsPerMinute(), bound.requestCapacity()),
                bound.secondsFor(tokens, setting.tokensPerMinute(), bound.tokenCapacity()));
        double shortest = jobs.stream().mapToLong(Job::latencyMillis).min().orElse(0) / 1e3;
        double lastAnswer = jobs.stream()
                        .mapToLong(job -> job.notBeforeMillis() + job.latencyMillis())
                        .max()
                        .orElse(0)
                / 1e3;
        return Math.max(admitted + shortest, lastAnswer);
    }

    /** The most tokens that a server can have granted by a time, in the end, whoever asked. */
    public static double tokensBy(ServerSetting setting, double seconds) {
        return new Bound(setting).tokensBy((long) (seconds * 1e9));
    }

    private double tokensBy(long nanos) {
        return switch (setting.kind()) {
            case BUCKET, SLICES -> tokenCapacity() + refilledBy(nanos);
            case FIXED -> windowsBy(nanos, ServerKind.PHASE_NANOS);
            case SLIDING -> windowsBy(nanos, 0);
        };
    }

    private double refilledBy(long nanos) {
        double sum = 0;
        long now = 0;
        while (now < nanos) {
            long next = Math.min(nanos, nextChangeAfter(now));
            sum += perNano(setting.tokensPerMinute(), now) * (next - now);
            now = next;
        }
        return sum;
    }

    private double windowsBy(long nanos, long phaseNanos) {
        double sum = 0;
        long end = ServerKind.MINUTE_NANOS - phaseNanos;
        for (long start = 0; start <= nanos; start = end, end += ServerKind.MINUTE_NANOS) {
            sum += setting.tokensPerMinute()
                    * factorAt(start)
                    * (1 - setting.foreign().meanShare());
        }
        return sum;
    }

    private double perNano(double perMinute, long nowNanos) {
        return perMinute * factorAt(nowNanos) * (1 - setting.foreign().shareAt(nowNanos)) / ServerKind.MINUTE_NANOS;
    }

    private double requestCapacity() {
        return setting.kind().requestCapacity(setting.requestsPerMinute());
    }

    private double tokenCapacity() {
        return setting.kind().tokenCapacity(setting.tokensPerMinute());
    }

    private double secondsFor(double sum, long perMinute, double capacity) {
        long nanos =
                switch (setting.kind()) {
                    case BUCKET, SLICES -> refilledAfter(sum - capacity, perMinute);
                    case FIXED -> windowThatCovers(sum, perMinute, ServerKind.PHASE_NANOS);
                    case SLIDING -> windowThatCovers(sum, perMinute, 0);
                };
        return nanos / 1e9;
    }

    private long refilledAfter(double missing, long perMinute) {
        long now = 0;
        double left = missing;
        while (left > 0) {
            long next = nextChangeAfter(now);
            double perNano = perNano(perMinute, now);
            if (left <= perNano * (next - now)) {
                return now + (long) Math.ceil(left / perNano);
            }
            left -= perNano * (next - now);
            now = next;
        }
        return 0;
    }

    private long windowThatCovers(double sum, long perMinute, long phaseNanos) {
        long start = 0;
        long end = ServerKind.MINUTE_NANOS - phaseNanos;
        double left = sum;
        while (true) {
            left -= perMinute * factorAt(start) * (1 - setting.foreign().meanShare());
            if (left <= 0) {
                return start;
            }
            start = end;
            end += ServerKind.MINUTE_NANOS;
        }
    }

    private long nextChangeAfter(long nowNanos) {
        long half = ForeignTraffic.HALF_PERIOD_NANOS;
        long next = (nowNanos / half + 1) * half;
        long halved = setting.switches().halvedAtNanos().orElse(Long.MAX_VALUE);
        return nowNanos < halved ? Math.min(next, halved) : next;
    }

    private double factorAt(long nowNanos) {
        return nowNanos >= setting.switches().halvedAtNanos().orElse(Long.MAX_VALUE) ? 0.5 : 1;
    }
}
