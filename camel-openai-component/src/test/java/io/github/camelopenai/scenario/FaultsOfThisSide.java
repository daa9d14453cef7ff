// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.scenario;

import io.github.camelopenai.test.Fault;
import io.github.camelopenai.test.FaultyServer;
import io.github.camelopenai.test.Phase;
import io.github.camelopenai.test.Reply;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.function.Supplier;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultThreadPoolFactory;

/** What goes wrong in the process that calls: bodies, threads, the life of a context, and tools. */
final class FaultsOfThisSide {

    private FaultsOfThisSide() {}

    /** Plays a row that needs more than a server. */
    @FunctionalInterface
    private interface Play {
        void on(FaultBench bench, List<FaultyServer> servers) throws Exception;
    }

    private static FaultRow row(String what, Fault fault, Play play) {
        return row(what, fault, 0, play);
    }

    /** A row whose servers read more requests than the exceptions count. */
    private static FaultRow row(String what, Fault fault, int uncounted, Play play) {
        return new FaultRow() {
            @Override
            public String what() {
                return what;
            }

            @Override
            public void play(FaultBench bench) throws Exception {
                List<FaultyServer> servers = new ArrayList<>();
                for (int count = 0; count < FaultOperation.values().length; count++) {
                    servers.add(FaultyServer.start().always(fault));
                }
                play.on(bench, servers);
            }

            @Override
            public int preparing() {
                return uncounted;
            }
        };
    }

    static List<FaultRow> process() {
        List<FaultRow> rows = new ArrayList<>();
        rows.add(new Threadless());
        rows.add(row(
                "the context stops while servers are silent",
                Fault.stallAfter(Phase.REQUEST_READ),
                1,
                (bench, servers) -> {
                    callAll(bench, servers);
                    for (FaultyServer server : servers) {
                        server.awaitStalled(1, FaultBench.PATIENCE);
                    }
                    bench.camel.stop();
                }));
        rows.add(row("the component stops and starts again before", Fault.none(), (bench, servers) -> {
            callAll(bench, servers);
            bench.awaitAnswers();
            bench.component.stop();
            bench.component.start();
            for (FaultOperation operation : FaultOperation.values()) {
                bench.call(operation, FaultyServer.start(), "");
            }
        }));
        rows.add(row("the context is suspended and resumed before", Fault.none(), (bench, servers) -> {
            bench.camel.suspend();
            bench.camel.resume();
            callAll(bench, servers);
        }));
        rows.add(body("the body is null", () -> null));
        rows.add(body("the body is empty", () -> ""));
        rows.add(
                body("the body throws an exception when it is read", () -> new Failing(new IOException("on purpose"))));
        rows.add(body(
                "the body throws an Error when it is read, without stream caching",
                () -> new Failing(new NoSuchMethodError("on purpose"))));
        rows.add(body(
                "the body overflows the stack when it is read, without stream caching",
                () -> new Failing(new StackOverflowError("on purpose"))));
        return rows;
    }

    private static void callAll(FaultBench bench, List<FaultyServer> servers) throws Exception {
        for (FaultOperation operation : FaultOperation.values()) {
            bench.call(operation, servers.get(operation.ordinal()), "");
        }
    }

    private static FaultRow body(String what, Supplier<Object> body) {
        return row(what, Fault.none(), (bench, servers) -> {
            bench.camel.setStreamCaching(false); // else Camel reads the body before the component does
            for (FaultOperation operation : FaultOperation.values()) {
                FaultyServer server = servers.get(operation.ordinal());
                bench.call(operation, server, "&baseUrl=" + server.baseUrl(), body.get());
            }
        });
    }

    /** A body that fails whoever reads it. */
    private static final class Failing extends InputStream {
        private final Throwable failure;

        Failing(Throwable failure) {
            this.failure = failure;
        }

        @Override
        public int read() throws IOException {
            if (failure instanceof Error error) {
                throw error;
            }
            throw (IOException) failure;
        }
    }

    /** The operating system gives no thread any more. */
    private static final class Threadless implements FaultRow {
        @Override
        public String what() {
            return "the system has no thread left";
        }

        @Override
        public void prepare(DefaultCamelContext camel) {
            camel.getExecutorServiceManager().setThreadPoolFactory(new DefaultThreadPoolFactory() {
                @Override
                public ExecutorService newCachedThreadPool(ThreadFactory factory) {
                    return super.newCachedThreadPool(work -> {
                        throw new OutOfMemoryError("unable to create native thread");
                    });
                }
            });
        }

        @Override
        public void play(FaultBench bench) throws Exception {
            FaultRow.of(what(), Fault.none()).play(bench);
        }
    }

    static List<FaultRow> tools() {
        Fault call = Fault.reply(Reply.toolCall("weather", "{\"city\":\"Rome\"}"));
        Processor sunny = exchange -> exchange.getMessage().setBody("sunny");
        return List.of(
                new Tool("nothing is wrong", sunny, call, Fault.none()),
                new Tool(
                        "the tool's route throws an exception",
                        throwing(new IllegalStateException()),
                        call,
                        Fault.none()),
                new Tool("the tool's route throws an Error", throwing(new NoSuchMethodError()), call, Fault.none()),
                new Tool(
                        "the model invents a tool", sunny, Fault.reply(Reply.toolCall("invented", "{}")), Fault.none()),
                new Tool("the arguments are no JSON", sunny, Fault.reply(Reply.toolCall("weather", "{")), Fault.none()),
                new Tool("reset after the results were sent", sunny, call, Fault.resetAfter(Phase.REQUEST_READ)),
                new Tool(
                        "closed in the middle of the answer to the results",
                        sunny,
                        call,
                        Fault.closeAfter(Phase.HALF_BODY_SENT)),
                new Tool("status 500 to the results", sunny, call, Fault.status(500)),
                new Tool("status 400 to the results", sunny, call, Fault.status(400)),
                new Tool("the model calls tools without end", sunny, call, call));
    }

    private static Processor throwing(Throwable failure) {
        return exchange -> {
            if (failure instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) failure;
        };
    }

    /** A chat whose model calls a tool first; then every request meets the fault. */
    private record Tool(String what, Processor route, Fault first, Fault then) implements FaultRow {
        @Override
        public void play(FaultBench bench) throws Exception {
            bench.camel.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("openai:tool?name=weather&description=d&parameter.city=string")
                            .process(route);
                }
            });
            for (FaultOperation operation : List.of(FaultOperation.CHAT, FaultOperation.STREAM)) {
                FaultyServer server = FaultyServer.start().next(first).always(then);
                bench.call(operation, server, "&tools=weather&maxToolRounds=3");
            }
        }

        @Override
        public int preparing() {
            return first == then ? 4 : 1;
        }
    }
}
