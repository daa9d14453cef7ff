// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.scenario;

import io.github.camelopenai.OpenAiComponent;
import io.github.camelopenai.test.Fault;
import io.github.camelopenai.test.FaultyServer;
import java.util.Optional;
import java.util.function.Function;
import org.apache.camel.impl.DefaultCamelContext;

/** One row of the fault table. */
interface FaultRow {

    /** What is done to the calls. */
    String what();

    /** Changes the context before the component is made. */
    default void prepare(DefaultCamelContext camel) {}

    /** Changes the component before it starts. */
    default void prepare(OpenAiComponent component) {}

    /** Begins the calls, and does it to them. */
    void play(FaultBench bench) throws Exception;

    /** Whether this system has what the row needs. */
    default boolean isPossible() {
        return true;
    }

    /** Plays it, and counts. */
    default FaultOutcome outcome() throws Exception {
        try (FaultBench bench = new FaultBench(this)) {
            play(bench);
            return bench.outcome();
        }
    }

    /** The answer of this row when all goes well; empty where it is the usual one. */
    default Optional<String> goodAnswer(FaultOperation operation) {
        return Optional.empty();
    }

    /** A rejection for the rate is sent again without being counted as an attempt. */
    default boolean rejects() {
        return false;
    }

    /** How many requests each server has answered well before the fault. */
    default int preparing() {
        return 0;
    }

    /** Every request of every operation meets this fault. */
    static FaultRow of(String what, Fault fault) {
        return of(what, fault, "");
    }

    /** The same with more options of the endpoint, such as "&maxRetries=0". */
    static FaultRow of(String what, Fault fault, String options) {
        return of(what, () -> FaultyServer.start().always(fault), operation -> options);
    }

    /** Every operation meets a server of its own. */
    static FaultRow of(String what, Server server, Function<FaultOperation, String> options) {
        return of(what, server, options, FaultyServer::baseUrl);
    }

    /** The same with another base URL than the server's own. */
    static FaultRow of(
            String what,
            Server server,
            Function<FaultOperation, String> options,
            Function<FaultyServer, String> baseUrl) {
        return new Simple(what, server, options, baseUrl, false);
    }

    /** A row of rejections for the rate. */
    static FaultRow rejecting(String what, Server server, String options) {
        return new Simple(what, server, operation -> options, FaultyServer::baseUrl, true);
    }

    /** Nothing is wrong. */
    final class Good implements FaultRow {
        @Override
        public String what() {
            return "nothing is wrong";
        }

        @Override
        public void play(FaultBench bench) throws Exception {
            of(what(), Fault.none()).play(bench);
        }
    }

    /** Starts the server of one operation. */
    interface Server {
        FaultyServer start() throws Exception;
    }

    /** The same for all operations. */
    record Simple(
            String what,
            Server server,
            Function<FaultOperation, String> options,
            Function<FaultyServer, String> baseUrl,
            boolean rejects)
            implements FaultRow {
        @Override
        public void play(FaultBench bench) throws Exception {
            for (FaultOperation operation : FaultOperation.values()) {
                FaultyServer started = server.start();
                String uri = "&baseUrl=" + baseUrl.apply(started) + options.apply(operation);
                bench.call(operation, started, uri, operation.body());
            }
        }
    }
}
