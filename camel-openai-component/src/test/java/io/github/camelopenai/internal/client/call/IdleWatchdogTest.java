// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.client.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenai.internal.time.ManualTicker;
import io.github.camelopenai.internal.time.ManualTimer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** When a silent server is given up. */
class IdleWatchdogTest {

    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final Duration SHORT = Duration.ofSeconds(59);
    private static final Duration REST = Duration.ofSeconds(1);

    private final AtomicInteger ended = new AtomicInteger();
    private final ManualTicker ticker = new ManualTicker();
    private final ManualTimer timer = new ManualTimer(ticker);
    private final IdleWatchdog watch = new IdleWatchdog(timer, ticker, LONGEST, ended::incrementAndGet);

    @Test
    void aServerThatSaysNothingIsGivenUpOnce() {
        watch.waiting();

        timer.advance(SHORT);
        assertThat(ended).hasValue(0);
        timer.advance(REST);

        assertThat(ended).hasValue(1);
        assertThat(watch.isOver()).isTrue();
        timer.advance(LONGEST.multipliedBy(3));
        assertThat(ended).hasValue(1);
    }

    @Test
    void aReaderThatRestsIsNoSilence() {
        watch.waiting();
        watch.heard();

        timer.advance(LONGEST.multipliedBy(10));

        assertThat(ended).hasValue(0);
        assertThat(watch.isOver()).isFalse();
    }

    @Test
    void eachWaitIsMeasuredFromItsOwnBeginning() {
        watch.waiting();
        timer.advance(SHORT);
        watch.heard();
        watch.waiting();

        timer.advance(SHORT);
        assertThat(ended).hasValue(0);
        timer.advance(REST);

        assertThat(ended).hasValue(1);
    }

    @Test
    void aBodyThatIsClosedIsNotWatched() {
        watch.waiting();

        watch.close();

        assertThat(timer.pending()).isZero();
        timer.advance(LONGEST.multipliedBy(2));
        assertThat(ended).hasValue(0);
    }

    @Test
    void oneTaskWaitsHoweverManyReadsThereAre() {
        for (int read = 0; read < 100; read++) {
            watch.waiting();
            watch.heard();
            timer.advance(REST);
        }

        assertThat(timer.pending()).isEqualTo(1);
    }
}
