// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.benchmarks.overhead.camel;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.builder.RouteBuilder;

/** One route for each work, as a user would write it. */
final class OverheadRoutes extends RouteBuilder {
    static final String CHAT = "direct:chat";
    static final String EMBED = "direct:embed";
    static final String TRANSCRIBE = "direct:transcribe";
    static final String SPEECH = "direct:speech";

    private final String connection;

    OverheadRoutes(String baseUrl) {
        connection = "&apiKey=sk-benchmark&baseUrl=" + baseUrl;
    }

    @Override
    public void configure() {
        from(CHAT).to("openai:chat?model=gpt-4o-mini" + connection);
        from(EMBED).to("openai:embed?model=text-embedding-3-small" + connection);
        from(TRANSCRIBE).to("openai:transcribe?model=whisper-1" + connection);
        // The audio is read inside the route, where it is still open.
        from(SPEECH).to("openai:speech?model=tts-1" + connection).process(OverheadRoutes::drain);
    }

    private static void drain(Exchange exchange) throws IOException, InvalidPayloadException {
        try (InputStream audio = exchange.getMessage().getMandatoryBody(InputStream.class)) {
            exchange.getMessage().setBody(audio.transferTo(OutputStream.nullOutputStream()));
        }
    }
}
