// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.scenario;

import io.github.camelopenai.OpenAiComponent;
import io.github.camelopenai.OpenAiConfiguration;
import io.github.camelopenai.OpenAiHeaders;
import io.github.camelopenai.RecordedWaits;
import io.github.camelopenai.UnderWay;
import io.github.camelopenai.error.OpenAiException;
import io.github.camelopenai.test.FaultyServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;
import org.apache.camel.AsyncCallback;
import org.apache.camel.AsyncProducer;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.AsyncProcessorSupport;

/**
 * The world of one row of the fault table: a Camel context and the servers that its calls meet. It counts what goes in, what
 * comes out, and what is left. Belongs to one thread.
 */
final class FaultBench implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofSeconds(200);
    private static final Duration TO_SETTLE = Duration.ofSeconds(60);
    private static final Duration LONGEST_BACK_OFF = Duration.ofMillis(2);
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final String ANSWER = "FaultBenchAnswer";

    final DefaultCamelContext camel = new DefaultCamelContext();
    final OpenAiComponent component;
    final RecordedWaits waits = new RecordedWaits(LONGEST_BACK_OFF);
    private final List<FaultPeer> servers = new ArrayList<>();
    private final Map<FaultOperation, Call> calls = new EnumMap<>(FaultOperation.class);
    private final List<Call> all = new ArrayList<>();
    private final ProducerTemplate template;

    /** One exchange under way. */
    private static final class Call {
        final AtomicInteger signals = new AtomicInteger();
        FaultPeer server;
        CompletableFuture<Exchange> end;
    }

    FaultBench(FaultRow row) throws Exception {
        camel.disableJMX();
        row.prepare(camel);
        camel.getCamelContextExtension().setName("fault-" + NUMBER.incrementAndGet());
        camel.getShutdownStrategy().setTimeout(1);
        camel.getShutdownStrategy().setTimeUnit(TimeUnit.MILLISECONDS);
        component = waits.component(camel);
        camel.addComponent("openai", component);
        OpenAiConfiguration options = component.getConfiguration();
        options.setApiKey("sk-of-the-fault-table");
        options.setMaxRetries(1);
        options.setRetryInitialDelay(1);
        options.setRetryMaxDelay(LONGEST_BACK_OFF.toMillis());
        row.prepare(component);
        camel.start();
        template = camel.createProducerTemplate();
    }

    /** Sends one exchange to this server. */
    void call(FaultOperation operation, FaultyServer server, String options) throws Exception {
        call(operation, server, "&baseUrl=" + server.baseUrl() + options, operation.body());
    }

    /** Sends one exchange with this body; the options say where to. */
    void call(FaultOperation operation, FaultyServer server, String options, Object body) throws Exception {
        call(operation, FaultPeer.of(server), options, body);
    }

    void call(FaultOperation operation, FaultPeer server, String options, Object body) throws Exception {
        Call call = new Call();
        call.server = server;
        servers.add(server);
        all.add(call);
        calls.put(operation, call);
        String from = "direct:call-" + all.size();
        AsyncProducer producer =
                camel.getEndpoint("openai:" + operation.uri() + options).createAsyncProducer();
        camel.addService(producer);
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from(from)
                        .process(new Counted(producer, call.signals))
                        .process(exchange -> exchange.setProperty(ANSWER, operation.answer(exchange)));
            }
        });
        call.end = template.asyncSend(from, exchange -> exchange.getMessage().setBody(body));
    }

    /** Waits until all exchanges so far have ended, and wants them answered. */
    void awaitAnswers() throws Exception {
        for (Call call : all) {
            Exchange exchange = call.end.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            if (exchange.getException() != null) {
                throw new IllegalStateException(
                        "a call that should prepare the row has failed", exchange.getException());
            }
        }
    }

    /** Lets connections rest, for a fault that depends on how long they do. */
    static void rest(Duration time) {
        long begin = System.nanoTime();
        while (System.nanoTime() - begin < time.toNanos()) {
            LockSupport.parkNanos(time.toNanos());
        }
    }

    /** Exchanges that have gone in. */
    int sent() {
        return all.size();
    }

    /** Counts how often the producer says that it has finished. */
    private static final class Counted extends AsyncProcessorSupport {
        private final AsyncProducer producer;
        private final AtomicInteger signals;

        Counted(AsyncProducer producer, AtomicInteger signals) {
            this.producer = producer;
            this.signals = signals;
        }

        @Override
        public boolean process(Exchange exchange, AsyncCallback callback) {
            return producer.process(exchange, doneSync -> {
                signals.incrementAndGet();
                callback.done(doneSync);
            });
        }
    }

    /** Waits for all exchanges, and looks at what they leave behind. */
    FaultOutcome outcome() throws Exception {
        Map<FaultOperation, FaultOutcome.Cell> cells = new EnumMap<>(FaultOperation.class);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        for (Map.Entry<FaultOperation, Call> call : calls.entrySet()) {
            cells.put(call.getKey(), cell(call.getValue(), deadline - System.nanoTime()));
        }
        int permits = settled(
                () -> UnderWay.in(component).map(all -> all.left().size()).orElse(0));
        servers.forEach(FaultPeer::release);
        UnderWay.in(component).ifPresent(UnderWay::closeIdleConnections);
        int sockets = 0;
        for (FaultPeer server : servers) {
            sockets += server.awaitClosed(TO_SETTLE);
        }
        camel.close();
        String ours = "(" + camel.getName() + ")";
        int threads = settled(() -> (int) Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().contains(ours))
                .count());
        return new FaultOutcome(cells, waits.ran(), all.size(), permits, sockets, threads);
    }

    private static FaultOutcome.Cell cell(Call call, long nanosLeft) throws Exception {
        try {
            Exchange exchange = call.end.get(nanosLeft, TimeUnit.NANOSECONDS);
            Throwable failure = exchange.getException();
            int read = call.server.requestsRead();
            int attempts = failure == null
                    ? exchange.getMessage().getHeader(OpenAiHeaders.ATTEMPTS, 1, Integer.class)
                    : attempts(failure);
            String answer = failure == null ? exchange.getProperty(ANSWER, String.class) : null;
            return new FaultOutcome.Cell(answer, FaultOutcome.name(failure), attempts, read, call.signals.get());
        } catch (TimeoutException e) {
            return new FaultOutcome.Cell(null, null, 0, call.server.requestsRead(), call.signals.get());
        }
    }

    private static int attempts(Throwable failure) {
        return FaultOutcome.openAi(failure).map(OpenAiException::attempts).orElse(1);
    }

    /** What does not become 0 in time. */
    private static int settled(IntSupplier count) {
        long deadline = System.nanoTime() + TO_SETTLE.toNanos();
        int left = count.getAsInt();
        while (left > 0 && System.nanoTime() - deadline < 0) {
            LockSupport.parkNanos(5_000_000);
            left = count.getAsInt();
        }
        return left;
    }

    @Override
    public void close() {
        camel.stop();
        servers.forEach(FaultPeer::close);
    }
}
