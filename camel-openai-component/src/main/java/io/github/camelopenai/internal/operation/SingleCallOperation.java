// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.operation;

import io.github.camelopenai.internal.client.OpenAiClient;
import io.github.camelopenai.internal.option.Option;
import io.github.camelopenai.internal.option.Options;
import io.github.camelopenai.internal.quota.terms.Lane;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.Exchange;

/** An operation that is one call of the API. Thread-safe. */
public abstract class SingleCallOperation extends Operation {

    protected SingleCallOperation(OpenAiClient client, OperationSettings settings, List<Option<?>> own) {
        super(client, settings, own);
    }

    @Override
    protected final CompletableFuture<Answer> ask(Exchange exchange, Options chosen, Lane lane) throws IOException {
        return send(prepare(exchange, chosen), lane);
    }

    /** Reads everything that the call needs; must not change the message. */
    protected abstract Prepared<?> prepare(Exchange exchange, Options chosen) throws IOException;
}
