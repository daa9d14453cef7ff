// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.benchmarks.quota.work;

/**
 * One request of a workload. The server takes its numbers from here, so no client can lie about them. Times are virtual.
 *
 * @param id its place in the workload
 * @param lane the route that it belongs to
 * @param promptTokens what the prompt is charged
 * @param outputTokens what the answer will turn out to be, at most {@code maxTokens}
 * @param maxTokens what the request allows the answer to be
 * @param latencyMillis how long the server takes to answer
 * @param notBeforeMillis when it arrives, counted from the start of the run
 */
public record Job(
        int id,
        String lane,
        long promptTokens,
        long outputTokens,
        long maxTokens,
        long latencyMillis,
        long notBeforeMillis) {
    /** The model that every request asks for. */
    public static final String MODEL = "bench-model";

    /** What stands before the id in the prompt; the server looks for it after a quotation mark. */
    public static final String PROMPT_START = "job ";

    private static final int BYTES_PER_TOKEN = 4;
    private static final String PADDING = "word";

    /** The text of the user message: names the job and is four bytes long for each token. */
    public String prompt() {
        StringBuilder text = new StringBuilder(PROMPT_START).append(id).append(' ');
        long length = Math.max(text.length(), promptTokens * BYTES_PER_TOKEN);
        while (text.length() < length) {
            text.append(PADDING);
        }
        text.setLength((int) length);
        return text.toString();
    }

    /** What is used in the end. */
    public long usedTokens() {
        return promptTokens + outputTokens;
    }

    /** What may be used at most. */
    public long reservedTokens() {
        return promptTokens + maxTokens;
    }
}
