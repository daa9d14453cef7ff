// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.benchmarks.quota.openaijava;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.Sleeper;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import io.github.camelopenai.benchmarks.quota.client.Setting;
import io.github.camelopenai.benchmarks.quota.work.Job;

/** Calls through the blocking client of openai-java, with its defaults but for the retries. Thread-safe. */
final class SdkCalls implements BlockingCalls {
    /** How often openai-java tries again unless it is told otherwise. */
    static final int DEFAULT_RETRIES = 2;

    private final OpenAIClient client;

    SdkCalls(Setting setting, int retries) {
        this(setting, retries, new ScaledSleeper(setting.scale()));
    }

    SdkCalls(Setting setting, int retries, Sleeper sleeper) {
        client = OpenAIOkHttpClient.builder()
                .baseUrl(setting.baseUrl())
                .apiKey(setting.apiKey())
                .maxRetries(retries)
                .sleeper(sleeper)
                .build();
    }

    @Override
    @SuppressWarnings("deprecation") // the limit that servers of every kind know
    public void call(Job job) {
        ChatCompletionCreateParams params = ChatCompletionCreateParams.builder()
                .model(Job.MODEL)
                .addUserMessage(job.prompt())
                .maxTokens(job.maxTokens())
                .build();
        if (client.chat().completions().create(params).choices().isEmpty()) {
            throw new IllegalStateException("the answer to job " + job.id() + " has no choice");
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
