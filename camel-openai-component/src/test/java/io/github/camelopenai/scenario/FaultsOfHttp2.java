// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.scenario;

import io.github.camelopenai.OpenAiComponent;
import io.github.camelopenai.internal.Http2Server;
import io.github.camelopenai.scenario.Http2Peer.Deed;
import io.github.camelopenai.scenario.Http2Peer.Deeds;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** What HTTP/2 can do to a request and its answer. */
final class FaultsOfHttp2 {

    private static final String REFUSED = "REFUSED_STREAM";
    private static final Map<String, Integer> REASONS = reasons();

    private FaultsOfHttp2() {}

    private static Map<String, Integer> reasons() {
        Map<String, Integer> reasons = new LinkedHashMap<>();
        reasons.put(REFUSED, 7);
        reasons.put("CANCEL", 8);
        reasons.put("INTERNAL_ERROR", 2);
        reasons.put("ENHANCE_YOUR_CALM", 11);
        return reasons;
    }

    static List<FaultRow> rows() throws Exception {
        Map<FaultOperation, Http2Answer> answers = Http2Answer.toAll();
        List<FaultRow> rows = new ArrayList<>();
        rows.add(new Row("nothing is wrong", answers, Deeds.always((stream, answer) -> answer.sendTo(stream)), ""));
        lengths(rows, answers);
        REASONS.forEach((name, reason) -> resets(rows, answers, name, reason));
        goAways(rows, answers);
        ends(rows, answers);
        rows.add(new Row("status 500", answers, Deeds.always((stream, answer) -> stream.failure()), ""));
        rows.add(new Row("status 500, once", answers, Deeds.once((stream, answer) -> stream.failure()), ""));
        return rows;
    }

    private static void lengths(List<FaultRow> rows, Map<FaultOperation, Http2Answer> answers) {
        Deed half = (stream, answer) -> answer.cutTo(stream, answer.body().length / 2);
        Deed last = (stream, answer) -> answer.cutTo(stream, 1);
        Deed longer = (stream, answer) -> {
            answer.headTo(stream, -1);
            stream.data(answer.body(), true);
        };
        rows.add(new Row("half the body, with the Content-Length of the whole", answers, Deeds.always(half), ""));
        rows.add(new Row("half the body, with the Content-Length of the whole, once", answers, Deeds.once(half), ""));
        rows.add(new Row(
                "the last byte is missing, with the Content-Length of the whole", answers, Deeds.always(last), ""));
        rows.add(new Row("one byte more than the Content-Length", answers, Deeds.always(longer), ""));
    }

    private static void resets(List<FaultRow> rows, Map<FaultOperation, Http2Answer> answers, String name, int reason) {
        Deed atOnce = (stream, answer) -> stream.reset(reason);
        Deeds always = Deeds.always(atOnce).refusing(name.equals(REFUSED));
        Deeds once = Deeds.once(atOnce).refusing(name.equals(REFUSED));
        rows.add(new Row(name + " after the request's headers", answers, always.beforeTheBody(), ""));
        rows.add(new Row(name + " after the request's headers, once", answers, once.beforeTheBody(), ""));
        rows.add(new Row(name + " after the request", answers, always, ""));
        rows.add(new Row(name + " after the request, once", answers, once, ""));
        rows.add(new Row(
                name + " after the headers",
                answers,
                Deeds.always((stream, answer) -> {
                    answer.headTo(stream);
                    stream.reset(reason);
                }),
                ""));
        rows.add(new Row(
                name + " after half the body",
                answers,
                Deeds.always((stream, answer) -> {
                    answer.halfTo(stream);
                    stream.reset(reason);
                }),
                ""));
    }

    private static void goAways(List<FaultRow> rows, Map<FaultOperation, Http2Answer> answers) {
        Deed refused = (stream, answer) -> stream.goAway(stream.id() - 2);
        rows.add(new Row(
                "GOAWAY below the stream",
                answers,
                Deeds.always(refused).refusing(true).beforeTheBody(),
                ""));
        rows.add(new Row(
                "GOAWAY below the stream, once",
                answers,
                Deeds.once(refused).refusing(true).beforeTheBody(),
                ""));
        rows.add(new Row(
                "GOAWAY, and the answer comes",
                answers,
                Deeds.always((stream, answer) -> {
                    stream.goAway(stream.id());
                    answer.sendTo(stream);
                }),
                ""));
        rows.add(new Row(
                "GOAWAY, and the connection closes after half the body",
                answers,
                Deeds.always((stream, answer) -> {
                    stream.goAway(stream.id());
                    answer.halfTo(stream);
                    stream.hangUp();
                }),
                ""));
    }

    /** The connection ends, or nothing comes any more. */
    private static void ends(List<FaultRow> rows, Map<FaultOperation, Http2Answer> answers) {
        Map<String, Deed> deeds = new LinkedHashMap<>();
        deeds.put("after the request", (stream, answer) -> {});
        deeds.put("after the headers", (stream, answer) -> answer.headTo(stream));
        deeds.put("after half the body", (stream, answer) -> answer.halfTo(stream));
        deeds.forEach((when, deed) -> {
            rows.add(new Row(
                    "closed " + when,
                    answers,
                    Deeds.always((stream, answer) -> {
                        deed.to(stream, answer);
                        stream.hangUp();
                    }),
                    ""));
            rows.add(new Row(
                    "silent " + when,
                    answers,
                    Deeds.always(deed),
                    operation ->
                            "&" + (isHandedOn(operation, when) ? "streamIdleTimeout" : "requestTimeout") + "=2000"));
        });
    }

    private static boolean isHandedOn(FaultOperation operation, String when) {
        return (operation == FaultOperation.STREAM && !when.endsWith("request"))
                || (operation == FaultOperation.SPEECH && when.endsWith("body"));
    }

    /** Every operation meets a server of its own, over a client that speaks HTTP/2 only. */
    private record Row(
            String what,
            Map<FaultOperation, Http2Answer> answers,
            Deeds deeds,
            Function<FaultOperation, String> options)
            implements FaultRow {

        Row(String what, Map<FaultOperation, Http2Answer> answers, Deeds deeds, String options) {
            this(what, answers, deeds, operation -> options);
        }

        @Override
        public void prepare(OpenAiComponent component) {
            component.setHttpClient(Http2Server.client());
        }

        @Override
        public void play(FaultBench bench) throws Exception {
            for (FaultOperation operation : FaultOperation.values()) {
                Http2Peer peer = new Http2Peer(answers.get(operation), deeds);
                String uri = "&baseUrl=" + peer.baseUrl() + options.apply(operation);
                bench.call(operation, peer, uri, operation.body());
            }
        }
    }
}
