// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.examples.tools;

import io.github.camelopenai.test.ChatRules;
import java.util.Map;

/** The weather of a few cities, and what the simulator says of it. Stateless. */
final class Weather {

    static final String QUESTION = "What is the weather in Hangzhou?";

    private static final Map<String, Integer> CELSIUS = Map.of("hangzhou", 24, "paris", 17, "ulm", 9);

    private Weather() {}

    /** What a weather service would answer; a city that it does not know is an exception. */
    static Map<String, Object> of(String city, String unit) {
        Integer celsius = CELSIUS.get(city.toLowerCase(java.util.Locale.ROOT));
        if (celsius == null) {
            throw new IllegalArgumentException("no station in " + city);
        }
        boolean fahrenheit = "fahrenheit".equals(unit);
        return Map.of("city", city, "degrees", fahrenheit ? celsius * 9 / 5 + 32 : celsius);
    }

    /** As a model would: first it asks for the tool, then it says what the tool said. */
    static void teach(ChatRules rules) {
        rules.when("Hangzhou")
                .callTool("get_weather", "{\"city\":\"Hangzhou\",\"unit\":\"celsius\"}")
                .when("Hangzhou")
                .answer(request -> "The station says: "
                        + request.path("messages")
                                .path(request.path("messages").size() - 1)
                                .path("content")
                                .asText());
    }
}
