// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.github.camelopenai.model.ChatDelta;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a streamed answer costs in memory, so that a step back fails the build and not only a benchmark that somebody runs. */
@Timeout(120)
class StreamAllocationTest extends Scenario {

    private static final int PIECES = 500;

    /** What OkHttp, lines by hand and a Jackson parser allocated for such a stream when the promise was made: 1.5 MiB. */
    private static final long BY_HAND = 3 << 19;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final List<Long> allocated = new ArrayList<>();

    @Test
    void aStreamOfFiveHundredPiecesAllocatesAtMostAThirdMoreThanReadingByHand() throws Exception {
        try (StreamServer server = new StreamServer()) {
            routes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:read")
                            .to("openai:chat?streaming=true&streamFormat=event&maxRetries=0&baseUrl="
                                    + server.baseUrl())
                            .process(StreamAllocationTest.this::measure);
                }
            });

            // The first streams load classes, and run code that is not compiled yet.
            for (int stream = 0; stream < 30; stream++) {
                server.sendRaw(answer()).end();
                assertThat(call("direct:read", "hi").getException()).isNull();
            }
        }

        assertThat(Collections.min(allocated)).isPositive().isLessThan(BY_HAND * 13 / 10);
    }

    /** Runs where a route reads, so that all of its reading is on this thread. */
    private void measure(Exchange exchange) {
        Iterator<?> deltas = exchange.getMessage().getBody(Iterator.class);
        int pieces = 0;
        long before = threads.getCurrentThreadAllocatedBytes();
        while (deltas.hasNext()) {
            pieces += ((ChatDelta) deltas.next()).text().isEmpty() ? 0 : 1;
        }
        allocated.add(threads.getCurrentThreadAllocatedBytes() - before);
        assertThat(pieces).isEqualTo(PIECES);
    }

    private static String answer() {
        return IntStream.range(0, PIECES)
                        .mapToObj(number -> event(StreamServer.delta("word" + number + " ")))
                        .collect(Collectors.joining())
                + event(StreamServer.finish("stop"))
                + event(StreamServer.usage(7, PIECES))
                + event("[DONE]");
    }

    private static String event(String data) {
        return "data: " + data + "\n\n";
    }
}
