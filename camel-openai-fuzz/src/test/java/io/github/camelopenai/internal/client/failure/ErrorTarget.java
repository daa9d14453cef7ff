// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.client.failure;

import io.github.camelopenai.fuzz.Target;
import io.github.camelopenai.internal.client.call.Answered;
import io.github.camelopenai.internal.client.call.Head;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** The body of a failed answer: it becomes one of the exceptions, whose words are no secrets and not too many. */
public final class ErrorTarget implements Target {

    private static final String[] WRITTEN = {Answered.KEY, Answered.HEADER, Answered.PROMPT};

    @Override
    public void run(byte[] input) {
        for (String type : new String[] {"application/json", "text/html", "text/plain"}) {
            // Whatever the server writes in place of a $, it may be a secret of ours.
            for (String secret : WRITTEN) {
                String text = new String(input, StandardCharsets.UTF_8).replace("$", secret);
                Answered.told(new Head(400, Map.of("content-type", type)), text.getBytes(StandardCharsets.UTF_8));
            }
        }
    }
}
