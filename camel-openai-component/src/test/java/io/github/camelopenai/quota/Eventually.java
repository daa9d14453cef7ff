// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.quota;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** Repeats a question to a real server, which needs real time, until it has an answer; for ten seconds at most. */
final class Eventually {

    private Eventually() {}

    /** The first answer that is not null and not a failure. */
    static <T> T get(Callable<T> question) {
        long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        Exception last = null;
        while (System.nanoTime() < end) {
            try {
                T answer = question.call();
                if (answer != null) {
                    return answer;
                }
            } catch (Exception notYet) {
                last = notYet;
            }
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
        }
        throw new AssertionError("no answer within ten seconds", last);
    }
}
