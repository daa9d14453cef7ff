// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenai.OpenAiToolConsumer;
import io.github.camelopenai.internal.tool.ToolOutcome;
import io.github.camelopenai.internal.tool.ToolResult;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.support.AsyncProcessorSupport;
import org.apache.camel.support.SynchronizationAdapter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A tool whose route takes long, or never ends: the chat does not wait for ever, and each exchange ends once. */
@Timeout(60)
class SlowToolsTest extends ToolScenario {

    private static final String PARIS = "{\"city\":\"Paris\"}";
    private final CompletableFuture<AsyncCallback> callback = new CompletableFuture<>();
    private final CompletableFuture<Exchange> exchange = new CompletableFuture<>();
    private final AtomicInteger results = new AtomicInteger();

    private CompletableFuture<ToolResult> beginWithoutEnd() throws Exception {
        routes(new RouteBuilder() {
            @Override
            public void configure() {
                from(WEATHER).routeId("get_weather").process(new AsyncProcessorSupport() {
                    @Override
                    public boolean process(Exchange entered, AsyncCallback end) {
                        exchange.complete(entered);
                        callback.complete(end);
                        return false;
                    }
                });
            }
        });
        CompletableFuture<ToolResult> call = begin(select("weather"), "get_weather", PARIS);
        call.thenRun(results::incrementAndGet);
        callback.get(20, TimeUnit.SECONDS);
        return call;
    }

    @Test
    void nobodyWaitsBeyondTheTimeout() throws Exception {
        CompletableFuture<ToolResult> call = beginWithoutEnd();
        assertThat(timer.nextDelay()).isEqualTo(TIMEOUT);
        assertThat(call).isNotDone();

        timer.runNext();

        ToolResult result = call.get(20, TimeUnit.SECONDS);
        assertThat(result.outcome()).isEqualTo(ToolOutcome.TIMED_OUT);
        assertThat(result.text()).isEqualTo("tool get_weather did not answer within 60000 ms");
        assertThat(result.failure()).get().isInstanceOf(TimeoutException.class);
        assertThat(result.milliseconds()).isEqualTo(60_000);
        callback.get().done(false);
    }

    @Test
    void anAnswerAfterTheTimeoutIsForNobodyButEndsTheExchange() throws Exception {
        CompletableFuture<ToolResult> call = beginWithoutEnd();
        CountDownLatch ended = new CountDownLatch(1);
        exchange.get().getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
            @Override
            public void onDone(Exchange done) {
                ended.countDown();
            }
        });
        timer.runNext();
        call.get(20, TimeUnit.SECONDS);

        exchange.get().getMessage().setBody("late");
        callback.get().done(false);

        assertThat(ended.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(call.get().outcome()).isEqualTo(ToolOutcome.TIMED_OUT);
        assertThat(results).hasValue(1);
    }

    @Test
    void anAnswerInTimeCancelsTheTimeout() throws Exception {
        CompletableFuture<ToolResult> call = beginWithoutEnd();

        exchange.get().getMessage().setBody("in time");
        callback.get().done(false);

        assertThat(call.get(20, TimeUnit.SECONDS).text()).isEqualTo("in time");
        assertThat(timer.pending()).isZero();
    }

    @Test
    void aStoppedContextDoesNotHang() throws Exception {
        camel.getShutdownStrategy().setTimeout(1);
        CompletableFuture<ToolResult> call = beginWithoutEnd();

        camel.stop();

        ToolResult result = call.get(20, TimeUnit.SECONDS);
        assertThat(result.outcome()).isEqualTo(ToolOutcome.STOPPED);
        assertThat(result.text()).isEqualTo("tool get_weather is not available at the moment; go on without it");
        assertThat(timer.pending()).isZero();
    }

    @Test
    void aRouteThatIsRemovedMeanwhileIsNotWaitedFor() throws Exception {
        camel.getShutdownStrategy().setTimeout(1);
        CompletableFuture<ToolResult> call = beginWithoutEnd();

        camel.getRouteController().stopRoute("get_weather");
        camel.removeRoute("get_weather");

        assertThat(call.get(20, TimeUnit.SECONDS).outcome()).isEqualTo(ToolOutcome.STOPPED);
    }

    @Test
    void aCallUnderWayMayEndAfterItsConsumerWasSuspended() throws Exception {
        CompletableFuture<ToolResult> call = beginWithoutEnd();
        ((OpenAiToolConsumer) camel.getRoute("get_weather").getConsumer()).suspend();
        assertThat(callWeather(PARIS).outcome()).isEqualTo(ToolOutcome.STOPPED);
        assertThat(call).isNotDone();

        exchange.get().getMessage().setBody("in time");
        callback.get().done(false);

        assertThat(call.get(20, TimeUnit.SECONDS).text()).isEqualTo("in time");
    }
}
