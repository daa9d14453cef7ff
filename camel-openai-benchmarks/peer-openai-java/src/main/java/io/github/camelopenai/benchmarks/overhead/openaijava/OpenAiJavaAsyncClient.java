// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.benchmarks.overhead.openaijava;

import com.openai.client.OpenAIClientAsync;
import com.openai.client.okhttp.OpenAIOkHttpClientAsync;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import io.github.camelopenai.benchmarks.overhead.client.Client;
import io.github.camelopenai.benchmarks.overhead.client.ClientProcess;
import java.util.concurrent.CompletableFuture;

/** Asks through the client of openai-java that does not block, with its defaults. Chat only. Thread-safe. */
public final class OpenAiJavaAsyncClient implements Client {
    private final OpenAIClientAsync client;

    /** Prepares calls to the server at this base URL. */
    public OpenAiJavaAsyncClient(String baseUrl) {
        client = OpenAIOkHttpClientAsync.builder()
                .baseUrl(baseUrl)
                .apiKey("sk-benchmark")
                .build();
    }

    /** Runs as a process. */
    public static void main(String[] args) throws Exception {
        ClientProcess.run(args, OpenAiJavaAsyncClient::new);
    }

    @Override
    public CompletableFuture<String> chatLater(String prompt) {
        ChatCompletionCreateParams params = ChatCompletionCreateParams.builder()
                .model("gpt-4o-mini")
                .addUserMessage(prompt)
                .build();
        return client.chat()
                .completions()
                .create(params)
                .thenApply(answer -> answer.choices().get(0).message().content().orElseThrow());
    }

    @Override
    public void close() {
        client.close();
    }
}
