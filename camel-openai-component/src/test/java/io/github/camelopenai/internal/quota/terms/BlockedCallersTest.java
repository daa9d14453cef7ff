// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.quota.terms;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenai.internal.quota.terms.BlockedCallers.Kind;
import io.netty.util.concurrent.FastThreadLocalThread;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which threads a full queue may hold. */
class BlockedCallersTest {

    private static Kind on(Thread thread, CompletableFuture<Kind> seen) throws Exception {
        thread.setDaemon(true);
        thread.start();
        return seen.get(20, TimeUnit.SECONDS);
    }

    private static Kind onPlain(String name) throws Exception {
        CompletableFuture<Kind> seen = new CompletableFuture<>();
        return on(new Thread(() -> seen.complete(BlockedCallers.current()), name), seen);
    }

    private static Kind onNettys(String name) throws Exception {
        CompletableFuture<Kind> seen = new CompletableFuture<>();
        return on(new FastThreadLocalThread(() -> seen.complete(BlockedCallers.current()), name), seen);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "vert.x-eventloop-thread-3",
                "nioEventLoopGroup-2-1",
                "multiThreadIoEventLoopGroup-3-1",
                "lettuce-epollEventLoop-4-1",
                "reactor-http-nio-2",
                "Camel (camel-1) thread #4 - NettyServerTCPWorker",
                "XNIO-1 I/O-3",
                "grpc-default-worker-ELG-1-2",
                "HttpClient-1-SelectorManager"
            })
    void aThreadThatIsCalledAsAnEventLoopIsOne(String name) throws Exception {
        assertThat(onPlain(name)).isEqualTo(Kind.EVENT_LOOP);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "main",
                "Camel (camel-1) thread #2 - Split",
                "XNIO-1 task-3",
                "http-nio-8080-exec-1",
                "vert.x-worker-thread-2",
                "executor-thread-1"
            })
    void othersMayBeHeld(String name) throws Exception {
        assertThat(onPlain(name)).isEqualTo(Kind.ORDINARY);
    }

    @Test
    void aThreadOfNettysClassIsAnEventLoopUnlessItIsCalledAWorker() throws Exception {
        assertThat(onNettys("some-loop-1")).isEqualTo(Kind.EVENT_LOOP);
        assertThat(onNettys("vert.x-worker-thread-0")).isEqualTo(Kind.ORDINARY);
        assertThat(onNettys("vert.x-internal-blocking-0")).isEqualTo(Kind.ORDINARY);
        assertThat(onNettys("Camel (camel-1) thread #7 - NettyEventExecutorGroup"))
                .isEqualTo(Kind.ORDINARY);
    }

    @Test
    void oursIsOneOnlyWhileItRunsATaskOfOurs() {
        BlockedCallers.runAsOurs(() -> {
            assertThat(BlockedCallers.current()).isEqualTo(Kind.OURS);
            BlockedCallers.runAsOurs(() -> assertThat(BlockedCallers.current()).isEqualTo(Kind.OURS));
            assertThat(BlockedCallers.current()).isEqualTo(Kind.OURS);
        });

        assertThat(BlockedCallers.current()).isNotEqualTo(Kind.OURS);
    }
}
