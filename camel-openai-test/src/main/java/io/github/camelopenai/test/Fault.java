// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.test;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What {@link FaultyServer} does to one request. Immutable: each modifier returns a new fault.
 *
 * <p>A fault has an answer, the normal one unless {@link #reply}, {@link #status} or {@link #raw} give another; and it may have
 * a phase in which the connection is closed, reset, or left without another byte.
 */
public final class Fault {
    /** What becomes of a connection. */
    enum End {
        KEEP,
        CLOSE,
        RESET,
        STALL
    }

    private final String name;
    private final FaultyAnswer answer;
    private final List<String> headers;
    private final Phase phase;
    private final End end;

    private Fault(String name, FaultyAnswer answer, List<String> headers, Phase phase, End end) {
        this.name = name;
        this.answer = answer;
        this.headers = headers;
        this.phase = phase;
        this.end = end;
    }

    private static Fault of(String name, FaultyAnswer answer) {
        return new Fault(name, answer, List.of(), Phase.ANSWER_SENT, End.KEEP);
    }

    /** No fault: the normal answer, and the connection is kept. */
    public static Fault none() {
        return of("a good answer", new FaultyAnswer.Normal(Optional.empty()));
    }

    /** The connection is closed in this phase of a normal exchange. */
    public static Fault closeAfter(Phase phase) {
        return none().thenClose(phase);
    }

    /** The connection is reset in this phase of a normal exchange: the client gets a TCP packet with the flag RST. */
    public static Fault resetAfter(Phase phase) {
        return none().thenReset(phase);
    }

    /** From this phase of a normal exchange on the server neither reads nor sends, and leaves the connection open. */
    public static Fault stallAfter(Phase phase) {
        return none().thenStall(phase);
    }

    /** An answer with wrong HTTP; then the connection is closed. */
    public static Fault framing(Framing framing) {
        Objects.requireNonNull(framing, "framing");
        return of(framing.name(), new FaultyAnswer.Framed(framing)).thenClose(Phase.ANSWER_SENT);
    }

    /**
     * An answer with this status: from 400 on with the API's error body; below, with the normal body where HTTP allows one. After
     * an informational status, other than 101, the normal answer follows.
     */
    public static Fault status(int status) {
        if (status < 100 || status > 999) {
            throw new IllegalArgumentException("status must be between 100 and 999 but was " + status);
        }
        return of("status " + status, new FaultyAnswer.Normal(Optional.empty(), status));
    }

    /** A redirect with this status, without a body. */
    public static Fault redirect(int status, String location) {
        return of("redirect " + status, new FaultyAnswer.Bodiless(status)).header("Location", location);
    }

    /**
     * An answer that the simulator knows, such as {@link Reply#rateLimited} or {@link Reply#html}, with its headers. Changes of
     * its body, such as {@link Reply#over}, and broken connections are not for this server; use a phase.
     */
    public static Fault reply(Reply reply) {
        if (reply.step() instanceof Step.Broken) {
            throw new IllegalArgumentException("use resetAfter or closeAfter in place of " + reply);
        }
        Fault fault = of(reply.toString(), new FaultyAnswer.Normal(Optional.of(reply)));
        for (var header : reply.headers().entrySet()) {
            fault = fault.header(header.getKey(), header.getValue());
        }
        return fault;
    }

    /** These bytes as they are, in place of an answer; then the connection is closed. */
    public static Fault raw(byte[] bytes) {
        return of("raw " + bytes.length + " bytes", new FaultyAnswer.Raw(bytes.clone()))
                .thenClose(Phase.ANSWER_SENT);
    }

    /** This text in UTF-8, as it is, in place of an answer; then the connection is closed. */
    public static Fault raw(String text) {
        return raw(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Adds a header to the answer; the server's own headers stay. */
    public Fault header(String header, String value) {
        List<String> more = new ArrayList<>(headers);
        more.add(header + ": " + value);
        return new Fault(name, answer, List.copyOf(more), phase, end);
    }

    /** Closes the connection in this phase. */
    public Fault thenClose(Phase when) {
        return ending(when, End.CLOSE);
    }

    /** Resets the connection in this phase. */
    public Fault thenReset(Phase when) {
        return ending(when, End.RESET);
    }

    /** Neither reads nor sends from this phase on. */
    public Fault thenStall(Phase when) {
        return ending(when, End.STALL);
    }

    private Fault ending(Phase when, End what) {
        Objects.requireNonNull(when, "phase");
        return new Fault(name, answer, headers, when, what);
    }

    FaultyAnswer answer() {
        return answer;
    }

    List<String> headers() {
        return headers;
    }

    Phase phase() {
        return phase;
    }

    End end() {
        return end;
    }

    @Override
    public String toString() {
        return end == End.KEEP ? name : name + ", " + end + " after " + phase;
    }
}
