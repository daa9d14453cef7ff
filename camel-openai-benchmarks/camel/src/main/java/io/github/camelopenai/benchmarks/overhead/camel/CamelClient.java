// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.benchmarks.overhead.camel;

import io.github.camelopenai.benchmarks.overhead.client.Client;
import io.github.camelopenai.benchmarks.overhead.client.ClientProcess;
import io.github.camelopenai.benchmarks.overhead.client.StreamForm;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.AsyncProducer;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;

/** Sends every call through a route of a Camel context with its defaults, and waits for the answer. Thread-safe. */
public final class CamelClient implements Client {
    private final CamelContext context = new DefaultCamelContext();
    private final ProducerTemplate template;
    private final Endpoint chat;
    private final AsyncProducer chatRoute;
    private final Endpoint embed;
    private final Endpoint transcribe;
    private final Endpoint speech;
    private final Map<StreamForm, Endpoint> streams = new EnumMap<>(StreamForm.class);

    /** Starts routes that call the server at this base URL. */
    public CamelClient(String baseUrl) throws Exception {
        context.addRoutes(new OverheadRoutes(baseUrl));
        context.start();
        template = context.createProducerTemplate();
        // Looked up once: a route does not look up its endpoints for every message either.
        chat = context.getEndpoint(OverheadRoutes.CHAT);
        chatRoute = chat.createAsyncProducer();
        chatRoute.start();
        embed = context.getEndpoint(OverheadRoutes.EMBED);
        transcribe = context.getEndpoint(OverheadRoutes.TRANSCRIBE);
        speech = context.getEndpoint(OverheadRoutes.SPEECH);
        for (StreamForm form : StreamForm.values()) {
            streams.put(form, context.getEndpoint(OverheadRoutes.STREAM + form));
        }
    }

    /** Runs as a process. */
    public static void main(String[] args) throws Exception {
        ClientProcess.run(args, CamelClient::new);
    }

    @Override
    public String chat(String prompt) {
        return template.requestBody(chat, prompt, String.class);
    }

    /** As a consumer that does not block gives an exchange to its route; a template would add a pool of threads of its own. */
    @Override
    public CompletableFuture<String> chatLater(String prompt) {
        CompletableFuture<String> answer = new CompletableFuture<>();
        Exchange exchange = chat.createExchange(ExchangePattern.InOut);
        exchange.getMessage().setBody(prompt);
        chatRoute.process(exchange, doneSync -> end(exchange, answer));
        return answer;
    }

    private static void end(Exchange exchange, CompletableFuture<String> answer) {
        if (exchange.getException() != null) {
            answer.completeExceptionally(exchange.getException());
        } else {
            answer.complete(exchange.getMessage().getBody(String.class));
        }
    }

    @Override
    public long embed(List<String> texts) {
        long numbers = 0;
        for (Object vector : template.requestBody(embed, texts, List.class)) {
            numbers += ((float[]) vector).length;
        }
        return numbers;
    }

    @Override
    public String transcribe(Path audio) {
        return template.requestBody(transcribe, audio.toFile(), String.class);
    }

    @Override
    public long speak(String text) {
        return template.requestBody(speech, text, Long.class);
    }

    @Override
    public long stream(String prompt, StreamForm form, Runnable first) throws Exception {
        Exchange answer = template.request(streams.get(form), exchange -> {
            exchange.getMessage().setBody(prompt);
            exchange.setProperty(OverheadRoutes.FIRST, first);
        });
        if (answer.getException() != null) {
            throw answer.getException();
        }
        return answer.getMessage().getBody(Long.class);
    }

    @Override
    public void close() throws Exception {
        chatRoute.close();
        context.close();
    }
}
