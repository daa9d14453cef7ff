// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.benchmarks.overhead.openaijava;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.HttpResponse;
import com.openai.core.http.StreamResponse;
import com.openai.models.audio.speech.SpeechCreateParams;
import com.openai.models.audio.transcriptions.TranscriptionCreateParams;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.embeddings.EmbeddingCreateParams;
import io.github.camelopenai.benchmarks.overhead.client.Client;
import io.github.camelopenai.benchmarks.overhead.client.ClientProcess;
import io.github.camelopenai.benchmarks.overhead.client.StreamForm;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;

/** Calls the API through the blocking client of openai-java, with its defaults. Thread-safe. */
public final class OpenAiJavaClient implements Client {
    private final OpenAIClient client;

    /** Prepares calls to the server at this base URL. */
    public OpenAiJavaClient(String baseUrl) {
        client = OpenAIOkHttpClient.builder()
                .baseUrl(baseUrl)
                .apiKey("sk-benchmark")
                .build();
    }

    /** Runs as a process. */
    public static void main(String[] args) throws Exception {
        ClientProcess.run(args, OpenAiJavaClient::new);
    }

    @Override
    public String chat(String prompt) {
        ChatCompletionCreateParams params = ChatCompletionCreateParams.builder()
                .model("gpt-4o-mini")
                .addUserMessage(prompt)
                .build();
        return client.chat()
                .completions()
                .create(params)
                .choices()
                .get(0)
                .message()
                .content()
                .orElseThrow();
    }

    @Override
    public long embed(List<String> texts) {
        EmbeddingCreateParams params = EmbeddingCreateParams.builder()
                .model("text-embedding-3-small")
                .inputOfArrayOfStrings(texts)
                .build();
        return client.embeddings().create(params).data().stream()
                .mapToLong(item -> item.embedding().size())
                .sum();
    }

    @Override
    public String transcribe(Path audio) {
        TranscriptionCreateParams params = TranscriptionCreateParams.builder()
                .model("whisper-1")
                .file(audio)
                .build();
        return client.audio().transcriptions().create(params).asTranscription().text();
    }

    @Override
    public long speak(String text) throws IOException {
        SpeechCreateParams params = SpeechCreateParams.builder()
                .model("tts-1")
                .voice("alloy")
                .input(text)
                .build();
        try (HttpResponse response = client.audio().speech().create(params)) {
            return response.body().transferTo(OutputStream.nullOutputStream());
        }
    }

    @Override
    public long stream(String prompt, StreamForm form, Runnable first) {
        if (form != StreamForm.TEXT) {
            throw new UnsupportedOperationException("has one form of stream only");
        }
        ChatCompletionCreateParams params = ChatCompletionCreateParams.builder()
                .model("gpt-4o-mini")
                .addUserMessage(prompt)
                .streamOptions(
                        ChatCompletionStreamOptions.builder().includeUsage(true).build())
                .build();
        long length = 0;
        try (StreamResponse<ChatCompletionChunk> answer =
                client.chat().completions().createStreaming(params)) {
            for (Iterator<ChatCompletionChunk> chunks = answer.stream().iterator(); chunks.hasNext(); ) {
                String piece = chunks.next().choices().stream()
                        .findFirst()
                        .flatMap(choice -> choice.delta().content())
                        .orElse("");
                if (length == 0 && !piece.isEmpty()) {
                    first.run();
                }
                length += piece.length();
            }
        }
        return length;
    }

    @Override
    public void close() {
        client.close();
    }
}
