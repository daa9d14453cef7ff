// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.benchmarks.soak;

import io.github.camelopenai.test.OpenAiSimulator;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * The simulator in a process of its own. It prints its base URL and key, answers each line of its input with the number of
 * requests that it has read, and ends when its input does.
 */
public final class SoakServer {
    /** What a model with limits reports, so that a 429 comes with headers; more than the client can send. */
    private static final long REQUESTS_PER_MINUTE = 10_000_000;

    private static final long TOKENS_PER_MINUTE = 10_000_000_000L;

    private SoakServer() {}

    /** Arguments: the share of requests that fail, and the seed. */
    public static void main(String[] arguments) throws Exception {
        PrintStream answers = System.out;
        System.setOut(System.err);
        try (OpenAiSimulator simulator = OpenAiSimulator.builder()
                .limits(REQUESTS_PER_MINUTE, TOKENS_PER_MINUTE)
                .recordAtMost(1)
                .faults(Double.parseDouble(arguments[0]), Long.parseLong(arguments[1]))
                .start()) {
            simulator.chat().when(SoakWork.TOOL_PROMPT).callTool("weather", "{\"city\":\"Paris\"}");
            answers.println(simulator.baseUrl() + " " + simulator.apiKey());
            BufferedReader questions = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            while (questions.readLine() != null) {
                answers.println(simulator.requestCount());
            }
        }
    }
}
