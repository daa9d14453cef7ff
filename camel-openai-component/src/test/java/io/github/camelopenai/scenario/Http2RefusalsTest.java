// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenai.internal.Http2Server;
import io.github.camelopenai.internal.RawServer;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What an HTTP/2 server says it has not processed has not been sent: it goes over a new connection, as the same attempt. */
@Timeout(20)
class Http2RefusalsTest extends Scenario {

    private static final int FIRST_STREAM = 3;
    private static final int REFUSED_STREAM = 7;

    private enum Way {
        GO_AWAY_BELOW_THE_STREAM,
        REFUSED_STREAM
    }

    private final AtomicInteger served = new AtomicInteger();
    private Http2Server server;
    private volatile Way way;

    @BeforeEach
    void listen() throws IOException {
        server = new Http2Server(new Refusing());
        component.setHttpClient(Http2Server.client());
        component.getConfiguration().setBaseUrl(server.baseUrl());
    }

    @AfterEach
    void hangUp() throws IOException {
        server.close();
    }

    /** The first connection processes its first stream only. */
    private final class Refusing implements Http2Server.Behaviour {

        @Override
        public void begin(Http2Server.Stream stream) throws IOException {
            if (isRefused(stream) && way == Way.REFUSED_STREAM) {
                stream.reset(REFUSED_STREAM);
            } else if (isRefused(stream)) {
                stream.goAway(FIRST_STREAM);
            }
        }

        @Override
        public void answer(Http2Server.Stream stream) throws IOException {
            if (!isRefused(stream)) {
                served.incrementAndGet();
                stream.head();
                stream.data(RawServer.HELLO, true);
            }
        }

        private static boolean isRefused(Http2Server.Stream stream) {
            return stream.connection() == 1 && stream.id() > FIRST_STREAM;
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void isSentOverANewConnection(Way refusal) throws Exception {
        way = refusal;

        Object first = bodyOf(call("openai:chat?maxRetries=0", "one"));
        var second = call("openai:chat?maxRetries=0", "two");

        assertThat(first).isEqualTo("hello");
        assertThat(bodyOf(second)).isEqualTo("hello");
        assertThat(second.getMessage().getHeader("CamelOpenAIAttempts")).isEqualTo(1);
        assertThat(served).hasValue(2);
    }
}
