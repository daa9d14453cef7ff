// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.scenario;

import io.github.camelopenai.test.Fault;
import io.github.camelopenai.test.FaultyServer;
import io.github.camelopenai.test.Framing;
import io.github.camelopenai.test.Phase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** What happens to connections, and to the form of an answer. */
final class FaultsOfTheWire {

    /** A connection that rested for less than 20 ms is used without a look at it. */
    private static final Duration LONGER_THAN_UNSEEN = Duration.ofMillis(50);

    private FaultsOfTheWire() {}

    /** Ends of a connection in each phase. */
    static List<FaultRow> transport() {
        List<FaultRow> rows = new ArrayList<>();
        for (Phase phase : Phase.values()) {
            if (phase != Phase.HANDSHAKE_BEGUN) {
                rows.add(FaultRow.of("closed " + name(phase), Fault.closeAfter(phase)));
                rows.add(FaultRow.of("reset " + name(phase), Fault.resetAfter(phase)));
                rows.add(stall(phase));
            }
        }
        rows.add(twice("closed while it rests", Fault.closeAfter(Phase.ANSWER_SENT)));
        rows.add(twice("reset while it rests", Fault.resetAfter(Phase.ANSWER_SENT)));
        rows.add(FaultRow.of("nobody listens", FaultsOfTheWire::closedServer, operation -> ""));
        return rows;
    }

    private static FaultRow stall(Phase phase) {
        Function<FaultOperation, String> options = operation -> phase == Phase.ANSWER_SENT
                ? ""
                : operation.isHandedOn(phase) ? "&streamIdleTimeout=2000" : "&requestTimeout=2000";
        return FaultRow.of(
                "silent " + name(phase), () -> FaultyServer.start().always(Fault.stallAfter(phase)), options);
    }

    /** The second call would go over the connection of the first. */
    private static FaultRow twice(String what, Fault fault) {
        return new FaultRow() {
            @Override
            public String what() {
                return what;
            }

            @Override
            public void play(FaultBench bench) throws Exception {
                List<FaultyServer> servers = new ArrayList<>();
                for (FaultOperation operation : FaultOperation.values()) {
                    FaultyServer server = FaultyServer.start().next(fault);
                    servers.add(server);
                    bench.call(operation, server, "");
                }
                bench.awaitAnswers();
                for (FaultyServer server : servers) {
                    server.awaitEnded(1, FaultBench.PATIENCE);
                }
                FaultBench.rest(LONGER_THAN_UNSEEN);
                for (FaultOperation operation : FaultOperation.values()) {
                    bench.call(operation, servers.get(operation.ordinal()), "");
                }
            }

            @Override
            public int preparing() {
                return 1;
            }
        };
    }

    private static FaultyServer closedServer() {
        FaultyServer server = FaultyServer.start();
        server.close();
        return server;
    }

    /** Wrong HTTP. */
    static List<FaultRow> framing() {
        List<FaultRow> rows = new ArrayList<>();
        for (Framing framing : Framing.values()) {
            rows.add(FaultRow.of(
                    framing.name()
                            .toLowerCase(Locale.ROOT)
                            .replace('_', ' ')
                            .replace("http 0 9", "HTTP/0.9")
                            .replace("http 1 0", "HTTP/1.0")
                            .replace("http 3 0", "HTTP/3.0"),
                    Fault.framing(framing)));
        }
        return rows;
    }

    private static String name(Phase phase) {
        return switch (phase) {
            case ACCEPTED -> "when it is accepted";
            case HANDSHAKE_BEGUN -> "in the handshake";
            case REQUEST_LINE_READ -> "after the request line";
            case HEADERS_READ -> "after the request's headers";
            case HALF_BODY_READ -> "after half the request";
            case REQUEST_READ -> "after the request";
            case STATUS_SENT -> "after the status line";
            case HEADERS_SENT -> "after the headers";
            case HALF_BODY_SENT -> "after half the body";
            case BETWEEN_EVENTS -> "between two events";
            case INSIDE_EVENT -> "inside an event";
            case INSIDE_CHARACTER -> "inside a character";
            case LAST_BYTE_MISSING -> "before the last byte";
            case ANSWER_SENT -> "after the answer";
        };
    }
}
