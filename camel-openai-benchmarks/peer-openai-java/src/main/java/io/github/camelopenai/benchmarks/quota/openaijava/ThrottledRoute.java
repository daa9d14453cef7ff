// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.benchmarks.quota.openaijava;

import io.github.camelopenai.benchmarks.quota.client.Setting;
import io.github.camelopenai.benchmarks.quota.work.Job;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;

/** A route that throttles requests per minute, in front of a client that calls. Thread-safe. */
final class ThrottledRoute implements BlockingCalls {
    private static final String START = "direct:job";
    private static final double MINUTE_MILLIS = 60_000;

    private final BlockingCalls inner;
    private final CamelContext context = new DefaultCamelContext();
    private final ProducerTemplate template;

    ThrottledRoute(Setting setting, BlockingCalls inner) throws Exception {
        this.inner = inner;
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(START)
                        .throttle(setting.requestsPerMinute())
                        .timePeriodMillis(Math.round(MINUTE_MILLIS / setting.scale()))
                        .totalRequestsMode()
                        .process(exchange -> inner.call(exchange.getMessage().getBody(Job.class)));
            }
        });
        context.getShutdownStrategy().setTimeout(1); // what is still under way when a run is over is not missed
        context.start();
        template = context.createProducerTemplate();
    }

    @Override
    public void call(Job job) {
        template.sendBody(START, job);
    }

    @Override
    public void close() throws Exception {
        context.close();
        inner.close();
    }
}
