// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.client.failure;

import io.github.camelopenai.fuzz.Pieces;
import io.github.camelopenai.fuzz.Promise;
import io.github.camelopenai.fuzz.Target;
import io.github.camelopenai.internal.client.call.Answered;
import io.github.camelopenai.internal.client.call.Payload;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A server's words about a request: the key is not among them wherever it stands, nor is a header of the user's own. */
public final class RedactionTarget implements Target {

    private static final int LONGEST = 2_000;

    private final Redaction redaction = new Redaction(Answered.KEY, List.of(Answered.HEADER));
    private final Payload payload =
            new Payload.Json(("{\"content\":\"" + Answered.PROMPT + "\"}").getBytes(StandardCharsets.UTF_8));

    @Override
    public void run(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        for (String secret : new String[] {Answered.KEY, Answered.HEADER, Answered.PROMPT}) {
            String said = redaction.apply(text.replace("$", secret), payload);
            Promise.holds(!said.contains(secret), "a secret is said: " + said);
            Promise.holds(said.length() <= LONGEST, "a text of " + said.length() + " characters is said");
            Promise.holds(said.indexOf('\n') < 0, "there is more than one line");
        }
        redaction.apply(Pieces.pumped(text), payload);
    }
}
