// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.benchmarks.overhead.langchain4j;

import dev.langchain4j.data.audio.Audio;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.audio.AudioTranscriptionRequest;
import dev.langchain4j.model.audio.TextToSpeechRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.openai.OpenAiAudioTranscriptionModel;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiEmbeddingModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import dev.langchain4j.model.openai.OpenAiTextToSpeechModel;
import io.github.camelopenai.benchmarks.overhead.client.Client;
import io.github.camelopenai.benchmarks.overhead.client.ClientProcess;
import io.github.camelopenai.benchmarks.overhead.client.StreamForm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Calls the API through LangChain4j's models, with their defaults. Thread-safe. */
public final class Langchain4jClient implements Client {
    private static final String KEY = "sk-benchmark";

    private final OpenAiChatModel chat;
    private final OpenAiStreamingChatModel streaming;
    private final OpenAiEmbeddingModel embedding;
    private final OpenAiAudioTranscriptionModel transcription;
    private final OpenAiTextToSpeechModel speech;

    /** Prepares calls to the server at this base URL. */
    public Langchain4jClient(String baseUrl) {
        chat = OpenAiChatModel.builder()
                .baseUrl(baseUrl)
                .apiKey(KEY)
                .modelName("gpt-4o-mini")
                .build();
        streaming = OpenAiStreamingChatModel.builder()
                .baseUrl(baseUrl)
                .apiKey(KEY)
                .modelName("gpt-4o-mini")
                .build();
        embedding = OpenAiEmbeddingModel.builder()
                .baseUrl(baseUrl)
                .apiKey(KEY)
                .modelName("text-embedding-3-small")
                .build();
        transcription = OpenAiAudioTranscriptionModel.builder()
                .baseUrl(baseUrl)
                .apiKey(KEY)
                .modelName("whisper-1")
                .build();
        speech = OpenAiTextToSpeechModel.builder()
                .baseUrl(baseUrl)
                .apiKey(KEY)
                .modelName("tts-1")
                .voice("alloy")
                .build();
    }

    /** Runs as a process. */
    public static void main(String[] args) throws Exception {
        ClientProcess.run(args, Langchain4jClient::new);
    }

    @Override
    public String chat(String prompt) {
        return chat.chat(prompt);
    }

    @Override
    public long embed(List<String> texts) {
        List<TextSegment> segments = texts.stream().map(TextSegment::from).toList();
        return embedding.embedAll(segments).content().stream()
                .mapToLong(vector -> vector.vector().length)
                .sum();
    }

    /** Its API takes the recording as bytes only, so that reading the file is part of the call. */
    @Override
    public String transcribe(Path audio) throws IOException {
        Audio recording = Audio.builder()
                .binaryData(Files.readAllBytes(audio))
                .mimeType("audio/mpeg")
                .build();
        AudioTranscriptionRequest request =
                AudioTranscriptionRequest.builder().audio(recording).build();
        return transcription.transcribe(request).text();
    }

    /** Its API gives the audio as bytes only. */
    @Override
    public long speak(String text) {
        TextToSpeechRequest request = TextToSpeechRequest.builder().text(text).build();
        return speech.synthesize(request).audio().binaryData().length;
    }

    @Override
    public long stream(String prompt, StreamForm form, Runnable first) throws Exception {
        if (form != StreamForm.TEXT) {
            throw new UnsupportedOperationException("has one form of stream only");
        }
        CountedPieces pieces = new CountedPieces(first);
        streaming.chat(prompt, pieces);
        return pieces.length.get();
    }

    /** Counts what arrives, on the thread of its HTTP client. */
    private static final class CountedPieces implements StreamingChatResponseHandler {
        private final Runnable first;
        private final CompletableFuture<Long> length = new CompletableFuture<>();
        private long received;

        CountedPieces(Runnable first) {
            this.first = first;
        }

        @Override
        public void onPartialResponse(String piece) {
            if (received == 0) {
                first.run();
            }
            received += piece.length();
        }

        @Override
        public void onCompleteResponse(ChatResponse response) {
            length.complete(received);
        }

        @Override
        public void onError(Throwable failure) {
            length.completeExceptionally(failure);
        }
    }
}
