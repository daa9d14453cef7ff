// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.benchmarks.quota.report;

import io.github.camelopenai.benchmarks.quota.server.Journal;
import io.github.camelopenai.benchmarks.quota.server.ServerSetting;
import java.util.ArrayDeque;
import java.util.List;

/** The most that a client offered in any minute, calls that were rejected included. */
final class Offered {
    private static final long MINUTE_NANOS = 60_000_000_000L;

    private Offered() {}

    /** The largest part of a limit, of either dimension; 1 is the limit itself. */
    static double mostInAMinute(ServerSetting setting, List<Journal.Entry> entries) {
        ArrayDeque<Journal.Entry> minute = new ArrayDeque<>();
        long tokens = 0;
        double most = 0;
        for (Journal.Entry entry : entries) {
            minute.addLast(entry);
            tokens += entry.tokens();
            while (minute.peekFirst().atNanos() <= entry.atNanos() - MINUTE_NANOS) {
                tokens -= minute.pollFirst().tokens();
            }
            double share = Math.max(
                    (double) minute.size() / setting.requestsPerMinute(), (double) tokens / setting.tokensPerMinute());
            most = Math.max(most, share);
        }
        return most;
    }
}
