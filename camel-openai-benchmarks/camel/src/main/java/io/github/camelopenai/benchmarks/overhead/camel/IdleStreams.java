// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.benchmarks.overhead.camel;

import java.io.BufferedReader;
import java.io.File;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;

/**
 * A process that opens so many streams as it is told on its input, waits until each has brought its first piece and nothing
 * more happens, and answers how many threads it has. A route reads each stream, and waits in it, on a virtual thread.
 */
public final class IdleStreams {
    private static final String ASK = "direct:ask";
    private static final long PATIENCE_SECONDS = 120;

    /** OkHttp keeps the threads on which it opens connections for a minute longer; an idle stream does not need them. */
    private static final long SETTLING_SECONDS = 70;

    private final CountDownLatch unheard;
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    private IdleStreams(int count) {
        unheard = new CountDownLatch(count);
    }

    /** Runs as a process, whose argument is the base URL of a server that falls silent. */
    public static void main(String[] args) throws Exception {
        PrintStream answers = System.out;
        System.setOut(System.err);
        System.setProperty("camel.threads.virtual.enabled", "true"); // read once, before there is a context
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        int count = Integer.parseInt(commands.readLine());
        try {
            answers.println(new IdleStreams(count).threads(args[0], count));
        } catch (Exception e) {
            System.err.println(e + ", because of " + e.getCause());
        } finally {
            answers.flush();
            Runtime.getRuntime().halt(0); // nobody is to read the streams to their ends, which never come
        }
    }

    private String threads(String baseUrl, int count) throws Exception {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        CamelContext context = new DefaultCamelContext();
        context.addRoutes(route(baseUrl, count));
        context.start();
        ProducerTemplate template = context.createProducerTemplate();
        for (int stream = 0; stream < count; stream++) {
            template.asyncSend(ASK, exchange -> exchange.getMessage().setBody("What is a fox?"))
                    .whenComplete(
                            (done, lost) -> failure.compareAndSet(null, lost == null ? done.getException() : lost));
        }
        if (!unheard.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException(unheard.getCount() + " streams have not begun", failure.get());
        }
        int opening = threads.getPeakThreadCount();
        TimeUnit.SECONDS.sleep(SETTLING_SECONDS);
        if (context.getInflightRepository().size() != count) {
            throw new IllegalStateException("not all streams are open any more", failure.get());
        }
        String[] systemThreads = new File("/proc/self/task").list(); // absent where the system is another one
        return threads.getThreadCount() + " while_opening=" + opening + " os_threads="
                + (systemThreads == null ? "-" : systemThreads.length);
    }

    private RouteBuilder route(String baseUrl, int count) {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from(ASK)
                        .to("openai:chat?model=gpt-4o-mini&streaming=true&apiKey=sk-benchmark&maxConcurrentRequests="
                                + count + "&baseUrl=" + baseUrl)
                        .process(IdleStreams.this::read);
            }
        };
    }

    private void read(Exchange exchange) {
        Iterator<?> pieces = exchange.getMessage().getBody(Iterator.class);
        pieces.next();
        unheard.countDown();
        while (pieces.hasNext()) {
            pieces.next();
        }
    }
}
