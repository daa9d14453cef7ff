// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.it;

import io.github.camelopenai.test.OpenAiSimulator;
import java.io.IOException;

/**
 * The server that a consumer project talks to. It runs in a process of its own, so that its libraries stay off the consumer's
 * class path. It prints base URL and key, and ends with its standard input.
 */
public final class SimulatedServer {

    private SimulatedServer() {}

    /** Takes no arguments. */
    public static void main(String[] arguments) throws IOException {
        try (OpenAiSimulator openAi = OpenAiSimulator.start()) {
            openAi.chat().when("weather").callTool("get_weather", "{\"city\":\"Rome\",\"day\":\"2026-01-02\"}");
            openAi.chat()
                    .when(request ->
                            request.path("metadata").path("team").asText().equals("etl"))
                    .answer("The metadata arrived.");
            System.out.println(openAi.baseUrl() + " " + openAi.apiKey());
            while (System.in.read() >= 0) {
                // the consumer lives
            }
        }
    }
}
