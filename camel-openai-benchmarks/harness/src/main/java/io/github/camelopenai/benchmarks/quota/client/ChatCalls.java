// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.benchmarks.quota.client;

import io.github.camelopenai.benchmarks.quota.work.Job;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sends chat requests with the JDK's client, once each and without waiting for anything. Thread-safe. */
final class ChatCalls implements AutoCloseable {
    private static final Pattern CODE = Pattern.compile("\"code\":\"([^\"]*)\"");

    private final ExecutorService threads = Executors.newFixedThreadPool(2);
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .executor(threads)
            .build();
    private final URI address;
    private final String key;

    ChatCalls(Setting setting) {
        address = URI.create(setting.baseUrl() + "/chat/completions");
        key = setting.apiKey();
    }

    /** Calls once; a refusal is an answer, not a failure. */
    CompletableFuture<Answer> call(Job job) {
        String body = "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}],\"max_tokens\":%d}"
                .formatted(Job.MODEL, job.prompt(), job.maxTokens());
        HttpRequest request = HttpRequest.newBuilder(address)
                .header("authorization", "Bearer " + key)
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return http.sendAsync(request, HttpResponse.BodyHandlers.ofString())
                .thenApply(response -> new Answer(response.statusCode(), codeOf(response.body())));
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    private static String codeOf(String body) {
        Matcher code = CODE.matcher(body);
        return code.find() ? code.group(1) : "";
    }

    /**
     * What came back.
     *
     * @param status the HTTP status
     * @param errorCode the error's code, or an empty text
     */
    record Answer(int status, String errorCode) {
        boolean good() {
            return status == 200;
        }

        boolean throttled() {
            return status == 429 || status == 503;
        }
    }
}
