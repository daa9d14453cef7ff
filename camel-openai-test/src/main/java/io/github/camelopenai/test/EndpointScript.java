// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.test;

import java.util.Optional;

/** The script of one endpoint. Thread-safe. */
public final class EndpointScript {
    private final Script script;
    private final Endpoint endpoint;

    EndpointScript(Script script, Endpoint endpoint) {
        this.script = script;
        this.endpoint = endpoint;
    }

    /** Replies to the next requests of this endpoint, one each, in this order. */
    public EndpointScript next(Reply... replies) {
        script.add(Optional.of(endpoint), replies);
        return this;
    }
}
