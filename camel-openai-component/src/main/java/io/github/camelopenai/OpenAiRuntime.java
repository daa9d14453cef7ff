// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai;

import io.github.camelopenai.internal.catalog.ModelCatalog;
import io.github.camelopenai.internal.client.OpenAiClient;
import io.github.camelopenai.internal.client.call.CallRegistry;
import io.github.camelopenai.internal.client.call.ClientServices;
import io.github.camelopenai.internal.client.call.ClientSettings;
import io.github.camelopenai.internal.client.http.HttpStack;
import io.github.camelopenai.internal.operation.Models;
import io.github.camelopenai.internal.option.ByteSize;
import io.github.camelopenai.internal.quota.Throttles;
import io.github.camelopenai.internal.quota.share.SharedQuota;
import io.github.camelopenai.internal.quota.terms.Limits;
import io.github.camelopenai.internal.quota.terms.QueuePolicy;
import io.github.camelopenai.internal.quota.terms.QueuePolicy.Patience;
import io.github.camelopenai.internal.quota.terms.QueuePolicy.WhenFull;
import io.github.camelopenai.internal.quota.terms.StoreFailure;
import io.github.camelopenai.internal.retry.RetryBudget;
import io.github.camelopenai.internal.retry.RetryPolicy;
import io.github.camelopenai.internal.thread.Threads;
import io.github.camelopenai.internal.thread.Workers;
import io.github.camelopenai.internal.time.Ticker;
import io.github.camelopenai.internal.time.Timer;
import io.github.camelopenai.internal.tool.ToolServices;
import io.github.camelopenai.model.QuotaLevel;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.ShutdownStrategy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a started component shares among its endpoints: connections, queues, threads. Thread-safe. */
final class OpenAiRuntime implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(OpenAiRuntime.class);

    private static final int MAX_BUDGETS = 256;

    /**
     * The time source of queue and retries.
     *
     * @param timer wraps the timer of the component's thread
     */
    record Clock(Ticker ticker, UnaryOperator<Timer> timer) {

        /** Real time. */
        static final Clock SYSTEM = new Clock(Ticker.system(), UnaryOperator.identity());
    }

    private final Threads threads;
    private final HttpStack http;
    private final ModelCatalog catalog;
    private final Models models;
    private final Ticker ticker;
    private final Timer timer;
    private final Throttles throttles;
    private final CallRegistry calls = new CallRegistry();
    private final Map<String, RetryBudget> budgets = new ConcurrentHashMap<>();
    private volatile boolean ended;

    OpenAiRuntime(Threads threads, HttpStack http, ModelCatalog catalog, Clock clock) {
        this.threads = threads;
        this.http = http;
        this.catalog = catalog;
        this.models = new Models(catalog, InstantSource.system());
        this.ticker = clock.ticker();
        this.timer = clock.timer().apply(threads.timer());
        this.throttles = new Throttles(ticker, timer, threads.workers().others());
    }

    /** A client for one endpoint, whose options were checked. */
    OpenAiClient client(Connection connection, OpenAiConfiguration options, Network network) throws Exception {
        WhenFull whenFull = options.getWhenQueueFull().equalsIgnoreCase("fail") ? WhenFull.FAIL : WhenFull.BLOCK;
        ClientSettings settings = new ClientSettings(
                connection.baseUrl(),
                connection.credentials(),
                texts(options.getAdditionalHeader()),
                Duration.ofMillis(options.getRequestTimeout()),
                Duration.ofMillis(options.getStreamIdleTimeout()),
                limits(options),
                new QueuePolicy(options.getMaxConcurrentRequests(), options.getMaxQueued()),
                new Patience(Duration.ofMillis(options.getQueueTimeout()), whenFull),
                retryPolicy(options),
                sharing(options),
                ByteSize.parse(options.getMaxResponseSize(), "maxResponseSize"));
        ClientServices shared = new ClientServices(
                throttles, budget(connection.baseUrl()), calls, timer, ticker, InstantSource.system(), threads.http());
        return OpenAiClient.create(http.transport(network.settings(options), settings, shared), settings, shared);
    }

    ToolServices tools() {
        return new ToolServices(threads.workers().others(), timer, ticker);
    }

    Workers workers() {
        return threads.workers();
    }

    Models models() {
        return models;
    }

    List<QuotaLevel> quotas() {
        return throttles.snapshots();
    }

    /** Closes the runtime; Camel's consumers would log each exchange that ends now with a stack trace. */
    void end(CamelContext context) {
        tellWhatIsEnded(context.isStopping() ? "The Camel context" : "The component");
        ShutdownStrategy strategy = context.getShutdownStrategy();
        boolean usual = strategy.isSuppressLoggingOnTimeout();
        strategy.setSuppressLoggingOnTimeout(usual || isBusy());
        try {
            close();
        } finally {
            strategy.setSuppressLoggingOnTimeout(usual);
        }
    }

    /** Ends every call with an exception, and lets their exchanges end before the threads stop. */
    @Override
    public void close() {
        ended = true;
        // If one fails to close, the others still close. Connections are last: until then answers release them.
        try (HttpStack fourth = http;
                Threads third = threads;
                CallRegistry second = calls) {
            throttles.close();
        }
    }

    /** Whether it has been closed; its users then get exceptions. */
    boolean hasEnded() {
        return ended;
    }

    /** Logs one line for all: each exchange only reports that it was stopped. */
    private void tellWhatIsEnded(String who) {
        int unanswered = calls.size();
        int open = calls.bodies();
        if (unanswered + open > 0) { // counted once: some may end later
            int waiting = quotas().stream().mapToInt(QuotaLevel::queued).sum();
            LOG.warn(
                    "{} stops before {} calls are answered and {} streams are read to their end; {} of the"
                            + " calls wait for quota and were not sent. Their exchanges end with an"
                            + " OpenAiTransportException",
                    who,
                    unanswered,
                    open,
                    waiting);
        }
    }

    /** Whether there are calls, or answers that are still read, that have not ended. */
    private boolean isBusy() {
        return calls.size() + calls.bodies() > 0;
    }

    private RetryBudget budget(String baseUrl) {
        String key = budgets.containsKey(baseUrl) || budgets.size() < MAX_BUDGETS ? baseUrl : "";
        return budgets.computeIfAbsent(key, any -> new RetryBudget(ticker));
    }

    private Function<String, Limits> limits(OpenAiConfiguration options) {
        String tier = options.getTier() == null ? null : options.getTier().toLowerCase(Locale.ROOT);
        Long requests = options.getRequestsPerMinute();
        Long tokens = options.getTokensPerMinute();
        if (tier == null) {
            Limits own = Limits.NONE.overriddenBy(requests, tokens);
            Limits kept = options.isLearnLimits() ? own : own.fixed();
            return pool -> kept;
        }
        catalog.limits(tier, "*"); // fails now when there is no such tier
        return pool -> {
            Limits known = catalog.limits(tier, pool).overriddenBy(requests, tokens);
            return options.isLearnLimits() ? known : known.fixed();
        };
    }

    private static SharedQuota.Sharing sharing(OpenAiConfiguration options) {
        StoreFailure policy = StoreFailure.valueOf(options.getStoreFailure().toUpperCase(Locale.ROOT));
        return options.getQuotaStore() == null
                ? null
                : new SharedQuota.Sharing(options.getQuotaStore(), policy, () -> ThreadLocalRandom.current()
                        .nextDouble());
    }

    private static RetryPolicy retryPolicy(OpenAiConfiguration options) {
        return new RetryPolicy(
                options.getMaxRetries(),
                Duration.ofMillis(options.getRetryInitialDelay()),
                Duration.ofMillis(options.getRetryMaxDelay()),
                Duration.ofMillis(options.getRetryTimeout()),
                () -> ThreadLocalRandom.current().nextDouble());
    }

    private static Map<String, String> texts(Map<String, Object> headers) {
        Map<String, String> texts = new LinkedHashMap<>();
        headers.forEach((name, value) -> texts.put(name, String.valueOf(value)));
        return texts;
    }
}
