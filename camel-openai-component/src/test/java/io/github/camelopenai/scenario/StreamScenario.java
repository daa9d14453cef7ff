// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.scenario;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A server that streams what a test tells it, byte by byte if need be, and a route that reads the answer. */
abstract class StreamScenario extends Scenario {

    StreamServer server;

    @BeforeEach
    final void serve() throws Exception {
        server = new StreamServer();
    }

    @AfterEach
    final void stopServing() {
        server.close();
    }

    String uri(String options) {
        return "openai:chat?streaming=true&maxRetries=0&baseUrl=" + server.baseUrl() + options;
    }

    /** Calls a route that reads the answer with the given reader, and gives the exchange. */
    Exchange read(String options, Processor reader) throws Exception {
        return read(options, "hi", reader);
    }

    Exchange read(String options, Object body, Processor reader) throws Exception {
        routes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:read").to(uri(options)).process(reader);
            }
        });
        return call("direct:read", body);
    }

    /** Everything that the iterator in the body brings. */
    static List<Object> all(Exchange exchange) {
        List<Object> items = new ArrayList<>();
        exchange.getMessage().getBody(Iterator.class).forEachRemaining(items::add);
        return items;
    }
}
