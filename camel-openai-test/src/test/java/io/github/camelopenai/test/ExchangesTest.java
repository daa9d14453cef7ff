// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import wiremock.org.eclipse.jetty.server.Request;

/** What is under way, told by what Jetty says of it. */
class ExchangesTest {

    private final TrackedHttpServer.Exchanges exchanges = new TrackedHttpServer.Exchanges();
    private final Request request = new Request(null, null);

    @Test
    void anExchangeIsUnderWayUntilItIsComplete() throws InterruptedException {
        exchanges.onRequestBegin(request);
        assertThat(exchanges.open()).isEqualTo(1);
        assertThat(exchanges.awaitIdle(Duration.ZERO)).isEqualTo(1);

        exchanges.onComplete(request);
        assertThat(exchanges.awaitIdle(Duration.ZERO)).isZero();
    }

    /** Seen when a connection is closed between two writes: the completion never comes. */
    @Test
    void anAnswerThatFailedIsOverToo() {
        exchanges.onRequestBegin(request);

        exchanges.onResponseFailure(request, new IllegalStateException("closed"));

        assertThat(exchanges.open()).isZero();
    }

    @Test
    void anEndThatIsToldTwiceCountsOnce() {
        Request other = new Request(null, null);
        exchanges.onRequestBegin(request);
        exchanges.onRequestBegin(other);

        exchanges.onResponseFailure(request, new IllegalStateException("closed"));
        exchanges.onComplete(request);

        assertThat(exchanges.open()).isEqualTo(1);
    }
}
