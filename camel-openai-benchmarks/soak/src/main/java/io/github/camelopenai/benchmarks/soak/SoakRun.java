// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.benchmarks.soak;

import io.github.camelopenai.OpenAiComponent;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.camel.AsyncProducer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.impl.DefaultCamelContext;

/** Sends exchanges to the routes, so many at once, and counts what becomes of them. For one thread. */
final class SoakRun implements AutoCloseable {
    private static final int AT_ONCE = 64;
    private static final long LAST_ONES_SECONDS = 180;

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final Map<SoakWork, AsyncProducer> routes = new EnumMap<>(SoakWork.class);
    private final Map<SoakWork, Endpoint> endpoints = new EnumMap<>(SoakWork.class);
    private final Semaphore places = new Semaphore(AT_ONCE);
    private final Tally tally = new Tally();
    private final List<SoakWork> works;
    private final Random random;

    /**
     * Starts the routes.
     *
     * @param works what is sent, by its shares
     */
    SoakRun(String baseUrl, String apiKey, List<SoakWork> works, long seed) throws Exception {
        this.works = List.copyOf(works);
        random = new Random(seed);
        context.addRoutes(new SoakRoutes(baseUrl, apiKey));
        context.start();
        for (SoakWork work : SoakWork.values()) {
            Endpoint endpoint = context.getEndpoint(work.uri());
            AsyncProducer route = endpoint.createAsyncProducer();
            route.start();
            endpoints.put(work, endpoint);
            routes.put(work, route);
        }
    }

    /** Sends until there were so many, or the time is over, and waits for those under way. */
    void send(long most, long millis) throws InterruptedException {
        long begin = System.nanoTime();
        for (long number = 0; number < most; number++) {
            if (System.nanoTime() - begin > TimeUnit.MILLISECONDS.toNanos(millis)) {
                break;
            }
            places.acquire();
            sendOne(SoakWork.draw(works, random));
        }
        if (places.tryAcquire(AT_ONCE, LAST_ONES_SECONDS, TimeUnit.SECONDS)) {
            places.release(AT_ONCE);
        }
    }

    private void sendOne(SoakWork work) {
        Exchange exchange = endpoints.get(work).createExchange(ExchangePattern.InOut);
        exchange.getMessage().setBody(work.body());
        tally.enters(exchange);
        routes.get(work).process(exchange, doneSync -> {
            if (tally.ends(exchange)) {
                places.release();
            }
        });
    }

    Tally tally() {
        return tally;
    }

    /** Calls of the component that are queued or under way, and exchanges of the context. */
    String underWay() {
        OpenAiComponent component = context.getComponent("openai", OpenAiComponent.class);
        return "in_flight=%d queued=%d exchanges=%d"
                .formatted(
                        component.getInFlightCalls(),
                        component.getQueuedCalls(),
                        context.getInflightRepository().size());
    }

    @Override
    public void close() {
        context.stop();
    }
}
