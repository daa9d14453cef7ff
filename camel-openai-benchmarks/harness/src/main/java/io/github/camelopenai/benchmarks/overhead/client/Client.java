// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.benchmarks.overhead.client;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** One way to call the API. Used by many threads at once. A work that the client does not offer stays a default. */
public interface Client extends AutoCloseable {
    /** Asks a question and returns the answer's text. */
    default String chat(String prompt) throws Exception {
        throw new UnsupportedOperationException("has no chat");
    }

    /** The same for a client that does not block its caller; null for one that does. */
    default CompletableFuture<String> chatLater(String prompt) {
        return null;
    }

    /** Embeds all texts in one call and returns how many numbers came back, in the form the client gives them. */
    default long embed(List<String> texts) throws Exception {
        throw new UnsupportedOperationException("has no embeddings");
    }

    /** Sends a recording and returns its transcript. */
    default String transcribe(Path audio) throws Exception {
        throw new UnsupportedOperationException("has no transcription");
    }

    /** Has a text spoken, reads the audio to its end without keeping it and returns its length in bytes. */
    default long speak(String text) throws Exception {
        throw new UnsupportedOperationException("has no speech");
    }

    /**
     * Asks a question and reads the streamed answer to its end.
     *
     * @param form what the route is to make of it; a client that knows one form only refuses the others
     * @param first to be run when the first piece of text is there
     * @return the length of the text, or with {@link StreamForm#SSE} how many pieces it had
     */
    default long stream(String prompt, StreamForm form, Runnable first) throws Exception {
        throw new UnsupportedOperationException("has no stream");
    }

    @Override
    default void close() throws Exception {}
}
