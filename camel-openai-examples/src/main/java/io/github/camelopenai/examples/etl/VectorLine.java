// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.examples.etl;

import io.github.camelopenai.OpenAiHeaders;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** One line of {@code vectors.jsonl}. */
record VectorLine(String file, String model, int dimensions, List<?> vector) {

    static VectorLine of(Exchange exchange) {
        Message message = exchange.getMessage();
        List<?> vector = message.getBody(List.class);
        String model = message.getHeader(OpenAiHeaders.RESPONSE_MODEL, String.class);
        return new VectorLine(Batch.nameOf(exchange), model, vector.size(), vector);
    }
}
