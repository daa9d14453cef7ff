// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenai.internal.time.ManualTicker;
import io.github.camelopenai.internal.time.ManualTimer;
import io.github.camelopenai.internal.tool.ToolResult;
import io.github.camelopenai.internal.tool.ToolRoutes;
import io.github.camelopenai.internal.tool.Toolbox;
import io.github.camelopenai.model.ToolCall;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Tool routes that are called as a chat calls them, but without one. */
abstract class ToolScenario extends Scenario {

    static final String WEATHER = "openai:tool?name=get_weather&description=Current weather of a city"
            + "&parameter.city=string&parameter.city.description=Name of the city"
            + "&parameter.unit=string&parameter.unit.enum=celsius,fahrenheit&required=city&tags=weather,outdoors";
    static final Duration TIMEOUT = Duration.ofSeconds(60);

    final ManualTicker ticker = new ManualTicker();
    final ManualTimer timer = new ManualTimer(ticker);
    private ExecutorService workers;
    Exchange caller;

    @BeforeEach
    void hire() {
        workers = Executors.newCachedThreadPool();
        caller = new DefaultExchange(camel);
    }

    @AfterEach
    void dismiss() throws InterruptedException {
        workers.shutdown();
        assertThat(workers.awaitTermination(20, TimeUnit.SECONDS))
                .as("workers end")
                .isTrue();
        assertThat(timer.pending()).as("deadlines left over").isZero();
    }

    void tool(String uri, Processor work) throws Exception {
        tool(uri, uri.replaceAll(".*[?&]name=([^&]*).*", "$1"), work);
    }

    void tool(String uri, String routeId, Processor work) throws Exception {
        routes(new RouteBuilder() {
            @Override
            public void configure() {
                from(uri).routeId(routeId).process(work);
            }
        });
    }

    Toolbox select(String... namesOrTags) {
        return ToolRoutes.of(camel).select(List.of(namesOrTags), workers, timer, ticker);
    }

    CompletableFuture<ToolResult> begin(Toolbox tools, String name, String arguments) {
        return tools.call(new ToolCall("call_1", name, arguments), caller, TIMEOUT);
    }

    ToolResult call(Toolbox tools, String name, String arguments) throws Exception {
        return begin(tools, name, arguments).get(20, TimeUnit.SECONDS);
    }

    ToolResult callWeather(String arguments) throws Exception {
        return call(select("get_weather"), "get_weather", arguments);
    }
}
