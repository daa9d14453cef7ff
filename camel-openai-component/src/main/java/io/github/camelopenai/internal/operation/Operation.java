// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.operation;

import io.github.camelopenai.error.ErrorDetails;
import io.github.camelopenai.error.OpenAiException;
import io.github.camelopenai.error.OpenAiRequestException;
import io.github.camelopenai.internal.body.Bodies;
import io.github.camelopenai.internal.client.OpenAiClient;
import io.github.camelopenai.internal.client.call.HttpCall;
import io.github.camelopenai.internal.client.call.Reply;
import io.github.camelopenai.internal.option.HeaderOptions;
import io.github.camelopenai.internal.option.Option;
import io.github.camelopenai.internal.option.OptionLists;
import io.github.camelopenai.internal.option.Options;
import io.github.camelopenai.internal.option.ValueRules;
import io.github.camelopenai.internal.quota.terms.Lane;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.DefaultExchange;

/** One endpoint name: reads a message into a call, and its answer into the message. Thread-safe. */
public abstract class Operation {

    /** The options that every operation takes; it sends those that its part of the API knows. */
    public static final List<Option<?>> COMMON = Option.COMMON;

    private final OpenAiClient client;
    private final OperationSettings settings;
    private final Set<String> requestHeaders = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    private final HeaderOptions headerOptions;
    private final UnknownHeaders unknownHeaders;
    private final List<Option<?>> options;
    private final ValueRules rules;

    protected Operation(OpenAiClient client, OperationSettings settings, List<Option<?>> own) {
        this.client = client;
        this.settings = settings;
        this.options = OptionLists.concat(Option.COMMON, own);
        this.rules = ValueRules.of(settings.name(), settings.officialServer());
        options.forEach(option -> requestHeaders.add(option.header()));
        this.headerOptions = HeaderOptions.of(
                settings.configured().apply(HeaderOptions.NAME),
                settings.optionsOfAll().values());
        this.unknownHeaders = new UnknownHeaders(settings, requestHeaders, headerOptions);
    }

    /** What is to be done to a message once the answer is there. */
    @FunctionalInterface
    public interface Answer {

        /** Writes body and headers, and removes the request's own headers. */
        void writeTo(Exchange exchange);
    }

    /** A call, and how its answer is written. */
    public record Prepared<A>(HttpCall<A> call, Writer<A> writer) {}

    /** Writes body and headers of an answer. */
    @FunctionalInterface
    public interface Writer<A> {

        void write(Reply<A> reply, Exchange exchange);
    }

    /**
     * Looks at the options of the endpoint, when it starts.
     *
     * @throws IllegalArgumentException when no message can come that they fit
     */
    public final void check(CamelContext context) {
        try {
            Options configured = new Options(new DefaultExchange(context), settings.configured(), headerOptions, rules);
            options.forEach(configured::get);
            check(configured);
        } catch (OpenAiRequestException e) { // the same words, but it is an endpoint that is wrong and no call
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /** Refuses what contradicts itself; what a header may add is no matter of the endpoint. */
    protected void check(Options configured) {}

    /** Sends what the exchange asks for; never throws, never blocks. Completes on any thread. */
    public final CompletableFuture<Answer> run(Exchange exchange) {
        try {
            Options chosen = new Options(exchange, settings.configured(), headerOptions, rules);
            unknownHeaders.check(chosen.headers());
            chosen.checkHeaders(options);
            return ask(exchange, chosen, lane(chosen));
        } catch (OpenAiException e) {
            return CompletableFuture.failedFuture(e);
        } catch (StackOverflowError e) { // a text that quotes such a value, too, is made by recursion
            return CompletableFuture.failedFuture(new OpenAiRequestException(
                    "body, header or option of openai:" + settings.name() + " holds a value that is nested too"
                            + " deep, or holds itself; send a flatter one",
                    ErrorDetails.LOCAL,
                    e));
        } catch (Throwable e) { // checked ones too: beans in other languages throw them undeclared
            return CompletableFuture.failedFuture(Bodies.unreadable(e));
        }
    }

    /** Where the call waits for quota; the weight belongs to the endpoint. */
    private Lane lane(Options chosen) {
        String name = chosen.get(Option.LANE);
        Object weight = settings.configured().apply("laneWeight");
        if (name == null && weight == null) {
            return Lane.DEFAULT;
        }
        return new Lane(
                name == null ? Lane.DEFAULT.name() : name,
                weight instanceof Number number ? number.doubleValue() : Lane.DEFAULT.weight());
    }

    /** Sends one call whose answer is the message's. */
    protected final <A> CompletableFuture<Answer> send(Prepared<A> prepared, Lane lane) {
        return client.send(prepared.call(), lane).thenApply(reply -> answer(reply, prepared.writer()));
    }

    /** What a reply does to the message. */
    public final <A> Answer answer(Reply<A> reply, Writer<A> writer) {
        return exchange -> {
            boolean written = false;
            try {
                write(reply, writer, exchange);
                written = true;
            } finally {
                if (!written) {
                    reply.discard(); // nobody else knows of what it holds open
                }
            }
        };
    }

    private <A> void write(Reply<A> reply, Writer<A> writer, Exchange exchange) {
        Message message = exchange.getMessage();
        ResponseHeaders.clear(message); // those of an earlier step
        removeRequestHeaders(message);
        ResponseHeaders.write(reply, message);
        writer.write(reply, exchange);
    }

    /** They have done their work and must not steer the next step. */
    private void removeRequestHeaders(Message message) {
        if (message.hasHeaders()) {
            message.getHeaders().keySet().removeIf(name -> Option.isHeader(name) && requestHeaders.contains(name));
        }
    }

    /** Reads everything that the exchange asks for, and sends it; must not change the message. */
    protected abstract CompletableFuture<Answer> ask(Exchange exchange, Options chosen, Lane lane) throws IOException;

    protected final OpenAiClient client() {
        return client;
    }

    protected final OperationSettings settings() {
        return settings;
    }
}
