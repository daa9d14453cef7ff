// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.scenario;

import io.github.camelopenai.OpenAiConfiguration;
import io.github.camelopenai.internal.RawServer;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A scenario whose server is made of bare sockets, so that a test decides what becomes of each connection; retries come at once. */
abstract class RawServerScenario extends Scenario {

    RawServer server;

    @BeforeEach
    final void listen() throws IOException {
        server = new RawServer(RawServer.answering(200, "", RawServer.HELLO));
        component.getConfiguration().setBaseUrl(server.baseUrl());
    }

    @AfterEach
    final void hangUp() throws IOException {
        server.close();
    }

    @Override
    void configure(OpenAiConfiguration options) {
        options.setRetryInitialDelay(1);
        options.setRetryMaxDelay(2);
    }
}
