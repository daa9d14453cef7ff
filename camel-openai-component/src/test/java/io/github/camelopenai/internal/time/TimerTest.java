// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The timer on a real executor. */
class TimerTest {

    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor();

    @AfterEach
    void stop() {
        executor.shutdownNow();
    }

    @Test
    void runsTheTask() throws Exception {
        CountDownLatch ran = new CountDownLatch(1);

        Timer.on(executor).schedule(ran::countDown, Duration.ofMillis(1));

        assertThat(ran.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void dropsACancelledTask() {
        ScheduledThreadPoolExecutor watched = new ScheduledThreadPoolExecutor(1);
        watched.setRemoveOnCancelPolicy(true);

        Timer.on(watched).schedule(() -> {}, Duration.ofHours(1)).cancel();

        assertThat(watched.getQueue()).isEmpty();
        watched.shutdownNow();
    }

    @Test
    void dropsTasksSilentlyOnceTheExecutorIsShutDown() {
        executor.shutdown();

        assertThatCode(() ->
                        Timer.on(executor).schedule(() -> {}, Duration.ZERO).cancel())
                .doesNotThrowAnyException();
    }
}
