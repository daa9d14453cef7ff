// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai;

import java.time.Duration;
import org.apache.camel.CamelContext;

/** Makes components whose queue and retries live in a time that runs faster, as the benchmark's server does. */
public final class FastClock {
    private FastClock() {}

    /** A component for which so many seconds pass in a real one. */
    public static OpenAiComponent component(CamelContext context, double scale) {
        long start = System.nanoTime();
        return new OpenAiComponent(
                context,
                name -> null,
                new OpenAiRuntime.Clock(
                        () -> (long) ((System.nanoTime() - start) * scale),
                        timer -> (task, delay) ->
                                timer.schedule(task, Duration.ofNanos((long) (delay.toNanos() / scale)))));
    }
}
