// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.benchmarks.overhead.client;

import io.github.camelopenai.benchmarks.overhead.server.Answers;
import io.github.camelopenai.benchmarks.overhead.server.Streams;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/** What is asked of every client. A call returns the size of what it got, so that none can leave out a part. */
public enum Work {
    /** A question answered with about a hundred words. */
    CHAT(32, Answers.CHAT_TEXT.length()),

    /** 256 texts become 256 vectors of 1536 dimensions. */
    EMBED(2, (long) Answers.VECTORS * Answers.DIMENSIONS),

    /** 24 MB of audio are sent, a sentence comes back. */
    UPLOAD(2, Answers.TRANSCRIPT.length()),

    /** A sentence is sent, 4 MB of audio come back; they are read to the end and dropped. */
    SPEECH(2, Answers.SPEECH_BYTES),

    /** A question answered in 500 pieces, which are read as text. One caller, so that nobody waits for the other's CPU. */
    STREAM(1, Streams.TEXT.length()),

    /** The same, read with everything that comes with a piece. */
    STREAM_EVENT(1, Streams.TEXT.length()),

    /** The same, handed on as server-sent events. */
    STREAM_SSE(1, Streams.PIECES);

    /** The length of the file that {@link #UPLOAD} sends; just under the 25 MiB that the API takes. */
    public static final int AUDIO_BYTES = 24_000_000;

    private static final String QUESTION = "What is a fox, in a hundred words?";

    private final int concurrency;
    private final long expected;

    Work(int concurrency, long expected) {
        this.concurrency = concurrency;
        this.expected = expected;
    }

    /** Finds a work by its {@link #label}. */
    public static Work of(String label) {
        return valueOf(label.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    /** The name on the command line and in the report. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The server's base URL for this work: what is streamed has one of its own, so that no request need be looked at. */
    public String baseUrl(String server) {
        return isStreamed() ? server.replace("/v1", Streams.PREFIX + "/v1") : server;
    }

    private boolean isStreamed() {
        return this == STREAM || this == STREAM_EVENT || this == STREAM_SSE;
    }

    /** How many callers do it at the same time. */
    public int concurrency() {
        return concurrency;
    }

    /**
     * Makes one call. Fails when the answer is not of the size that the server sent.
     *
     * @param first is run when the first piece of a streamed answer is there, else never
     */
    public void callOnce(Client client, Path audio, Runnable first) throws Exception {
        check(sizeOfAnswer(client, audio, first));
    }

    /** Begins one call of a client that does not block; null when it offers this work only to a caller that waits. */
    public CompletableFuture<Void> callLater(Client client) {
        CompletableFuture<String> answer = this == CHAT ? client.chatLater(QUESTION) : null;
        return answer == null ? null : answer.thenAccept(text -> check(text.length()));
    }

    private void check(long size) {
        if (size != expected) {
            throw new IllegalStateException(
                    "the answer to " + label() + " must have the size " + expected + " but had " + size);
        }
    }

    private long sizeOfAnswer(Client client, Path audio, Runnable first) throws Exception {
        return switch (this) {
            case CHAT -> client.chat(QUESTION).length();
            case EMBED -> client.embed(Texts.PASSAGES);
            case UPLOAD -> client.transcribe(audio).length();
            case SPEECH -> client.speak(Answers.TRANSCRIPT);
            case STREAM -> client.stream(QUESTION, StreamForm.TEXT, first);
            case STREAM_EVENT -> client.stream(QUESTION, StreamForm.EVENT, first);
            case STREAM_SSE -> client.stream(QUESTION, StreamForm.SSE, first);
        };
    }

    private static final class Texts {
        static final List<String> PASSAGES = IntStream.range(0, Answers.VECTORS)
                .mapToObj(n -> "Passage " + n + ": the quick brown fox jumps over the lazy dog near the old mill.")
                .toList();
    }
}
