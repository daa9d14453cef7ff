// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.examples.etl;

import io.github.camelopenai.OpenAiEndpoint;
import io.github.camelopenai.OpenAiOperation;
import java.io.PrintStream;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Exchange;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.spi.CamelEvent.ExchangeSendingEvent;
import org.apache.camel.spi.CamelEvent.ExchangeSentEvent;
import org.apache.camel.support.EventNotifierSupport;

/** Watches the steps from outside the routes: prints a line for each, and adds up what they cost. Thread-safe. */
final class Progress extends EventNotifierSupport {

    private final PrintStream out;
    private final Map<OpenAiOperation, Totals> totals = new ConcurrentHashMap<>();

    Progress(PrintStream out) {
        this.out = out;
    }

    @Override
    public boolean isEnabled(CamelEvent event) {
        // Camel tells of the end of a step, and of the time it took, only those who wanted to know of its beginning.
        return event instanceof ExchangeSendingEvent || event instanceof ExchangeSentEvent;
    }

    @Override
    public void notify(CamelEvent event) {
        if (event instanceof ExchangeSentEvent sent && sent.getEndpoint() instanceof OpenAiEndpoint endpoint) {
            Totals call = Totals.of(sent.getExchange());
            totals.merge(endpoint.getOperation(), call, Totals::plus);
            if (call.failed() == 0) {
                String step = endpoint.getOperation().name();
                print(sent.getExchange(), step + ", " + sent.getTimeTaken() + " ms" + waited(call));
            }
        }
    }

    /** A step of ours or of Camel's has failed. */
    void failed(Exchange exchange) {
        Throwable cause = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
        print(exchange, "FAILED in " + step(exchange) + ": " + cause.getMessage());
    }

    Totals totals(OpenAiOperation operation) {
        return totals.getOrDefault(operation, Totals.NONE);
    }

    private void print(Exchange exchange, String what) {
        LocalTime now = LocalTime.now(ZoneId.systemDefault()).truncatedTo(ChronoUnit.SECONDS);
        out.printf(Locale.ROOT, "%tT  %-26s -> %s%n", now, Batch.nameOf(exchange), what);
    }

    /** Such as {@code openai://image}; the options are of no interest here. */
    private static String step(Exchange exchange) {
        String uri = exchange.getProperty(Exchange.FAILURE_ENDPOINT, "a step without a URI", String.class);
        return uri.replaceFirst("[?].*", "");
    }

    private static String waited(Totals call) {
        return call.waitedMillis() == 0 ? "" : " (" + call.waitedMillis() + " of them in the quota queue)";
    }
}
