// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenai.OpenAiComponent;
import io.github.camelopenai.OpenAiConfiguration;
import io.github.camelopenai.model.QuotaLevel;
import io.github.camelopenai.quota.QuotaStore;
import io.github.camelopenai.test.OpenAiSimulator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.camel.AsyncProducer;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;

/** Camel contexts that share one account, each with a store of its own over the same buckets. */
final class Members implements AutoCloseable {

    private final OpenAiSimulator openAi;
    private final List<DefaultCamelContext> contexts = new ArrayList<>();
    private final List<QuotaStore> stores = new ArrayList<>();
    private Duration begun;

    Members(OpenAiSimulator openAi) {
        this.openAi = openAi;
    }

    void join(QuotaStore store, Consumer<OpenAiConfiguration> options) throws Exception {
        DefaultCamelContext context = new DefaultCamelContext();
        OpenAiConfiguration configuration =
                context.getComponent("openai", OpenAiComponent.class).getConfiguration();
        configuration.setBaseUrl(openAi.baseUrl());
        configuration.setApiKey(openAi.apiKey());
        configuration.setQuotaStore(store);
        options.accept(configuration);
        context.start();
        contexts.add(context);
        stores.add(store);
    }

    /** When the first calls were asked for, as time since the server's start or a little less. */
    Duration begun() {
        return begun;
    }

    /** So many calls of each member, at once. */
    List<CompletableFuture<Exchange>> sendAll(String uri, int each) throws Exception {
        long begunAt = System.nanoTime();
        List<CompletableFuture<Exchange>> calls = new ArrayList<>();
        for (DefaultCamelContext context : contexts) {
            AsyncProducer producer = context.getEndpoint(uri).createAsyncProducer();
            producer.start();
            Line.sendAll(producer, each).forEach(calls::add);
        }
        openAi.awaitRequests(1, Duration.ofSeconds(40));
        Duration since = Duration.ofNanos(System.nanoTime() - begunAt);
        begun = begun == null ? openAi.requests().get(0).arrival().minus(since) : begun;
        return calls;
    }

    /** All answered, none lost. */
    static void assertAnswered(List<CompletableFuture<Exchange>> calls) throws Exception {
        CompletableFuture.allOf(calls.toArray(CompletableFuture[]::new)).get(120, TimeUnit.SECONDS);
        assertThat(calls)
                .allSatisfy(call -> assertThat(call.join().getException()).isNull());
    }

    Stream<QuotaLevel> levels() {
        return contexts.stream()
                .flatMap(context -> context.getComponent("openai", OpenAiComponent.class).quotaLevels().stream());
    }

    void stopContexts() {
        contexts.forEach(DefaultCamelContext::stop);
    }

    @Override
    public void close() {
        stopContexts();
        stores.forEach(QuotaStore::close);
    }
}
