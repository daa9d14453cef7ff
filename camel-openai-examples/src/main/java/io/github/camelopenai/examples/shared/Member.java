// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.examples.shared;

import io.github.camelopenai.OpenAiHeaders;
import io.github.camelopenai.quota.QuotaStore;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.main.Main;

/** One of those that share the tier: a Camel context that asks many short questions as fast as the quota lets it. */
final class Member {

    private final String name;
    private final Main camel = new Main();

    // tag::member[]
    Member(String name, Properties componentOptions, QuotaStore store) {
        this.name = name;
        camel.setInitialProperties(componentOptions);
        camel.bind("sharedQuota", store);
        camel.addInitialProperty("camel.component.openai.quota-store", "#bean:sharedQuota");
        camel.configure().addRoutesBuilder(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:ask").to("openai:chat?model=gpt-4o-mini&maxTokens=20");
            }
        });
    }
    // end::member[]

    /** Makes so many calls and prints what became of them. */
    void run(int calls, PrintStream out) {
        camel.start();
        try {
            Result result = Result.of(ask(calls));
            out.printf(
                    Locale.ROOT,
                    "%s: %d calls, %d tokens, waited %.1f s on average, %d rejected, %d failed%n",
                    name,
                    calls,
                    result.tokens(),
                    result.waitedMillis() / 1000.0 / calls,
                    result.rejected(),
                    result.failed());
        } finally {
            camel.stop();
        }
    }

    private List<Exchange> ask(int calls) {
        ProducerTemplate sender = camel.getCamelContext().createProducerTemplate();
        List<CompletableFuture<Exchange>> answers = new ArrayList<>();
        for (int number = 1; number <= calls; number++) {
            String question = name + " asks: what is " + number + " squared?";
            answers.add(sender.asyncSend(
                    "direct:ask", exchange -> exchange.getMessage().setBody(question)));
        }
        return answers.stream().map(CompletableFuture::join).toList();
    }

    /** What the headers of the answers say. */
    private record Result(long tokens, long waitedMillis, long rejected, long failed) {

        static Result of(List<Exchange> answers) {
            long failed = answers.stream().filter(Exchange::isFailed).count();
            return new Result(
                    sum(answers, OpenAiHeaders.TOTAL_TOKENS, 0),
                    sum(answers, OpenAiHeaders.QUEUED_MILLIS, 0),
                    sum(answers, OpenAiHeaders.ATTEMPTS, 1), // nothing but a full quota makes the simulator say no
                    failed);
        }

        private static long sum(List<Exchange> answers, String header, long less) {
            return answers.stream()
                    .map(answer -> answer.getMessage().getHeader(header, Long.class))
                    .filter(value -> value != null)
                    .mapToLong(value -> value - less)
                    .sum();
        }
    }
}
