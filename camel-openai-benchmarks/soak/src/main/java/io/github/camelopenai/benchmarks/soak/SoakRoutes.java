// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.benchmarks.soak;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Iterator;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.builder.RouteBuilder;

/** One route for each work, and the tool. */
final class SoakRoutes extends RouteBuilder {
    /** Shorter than the server's stalls. */
    private static final String TIMEOUTS = "&requestTimeout=2000&streamIdleTimeout=2000";

    private final String options;

    SoakRoutes(String baseUrl, String apiKey) {
        options = TIMEOUTS + "&apiKey=" + apiKey + "&baseUrl=" + baseUrl;
    }

    @Override
    public void configure() {
        from(SoakWork.CHAT.uri()).to("openai:chat?model=gpt-4o-mini" + options);
        from(SoakWork.STREAM.uri())
                .to("openai:chat?model=gpt-4o-mini&streaming=true" + options)
                .threads(8, 16)
                .process(SoakRoutes::readPieces);
        from(SoakWork.STREAM_CLOSED_EARLY.uri())
                .to("openai:chat?model=gpt-4o-mini&streaming=true" + options)
                .threads(2, 4)
                .process(SoakRoutes::readOnePiece);
        from(SoakWork.TOOLS.uri()).to("openai:chat?model=gpt-4o-mini&tools=weather" + options);
        from("openai:tool?name=weather&description=Weather of a city&parameter.city=string")
                .setBody(constant("sunny"));
        from(SoakWork.EMBED.uri()).to("openai:embed?model=text-embedding-3-small&dimensions=64" + options);
        from(SoakWork.TRANSCRIBE.uri()).to("openai:transcribe?model=whisper-1" + options);
        // Audio and images are read inside their routes, where they are still open.
        from(SoakWork.SPEECH.uri()).to("openai:speech?model=tts-1" + options).process(SoakRoutes::drain);
        from(SoakWork.IMAGE.uri())
                .to("openai:image?model=dall-e-2&size=256x256&responseFormat=b64_json" + options)
                .process(SoakRoutes::drain);
    }

    private static void readPieces(Exchange exchange) {
        long length = 0;
        for (Iterator<?> pieces = exchange.getMessage().getBody(Iterator.class); pieces.hasNext(); ) {
            length += pieces.next().toString().length();
        }
        exchange.getMessage().setBody(length);
    }

    private static void readOnePiece(Exchange exchange) throws Exception {
        Object stream = exchange.getMessage().getBody();
        Iterator<?> pieces = exchange.getMessage().getBody(Iterator.class);
        String first = pieces.hasNext() ? pieces.next().toString() : "";
        ((AutoCloseable) stream).close();
        exchange.getMessage().setBody(first);
    }

    private static void drain(Exchange exchange) throws IOException, InvalidPayloadException {
        try (InputStream bytes = exchange.getMessage().getMandatoryBody(InputStream.class)) {
            exchange.getMessage().setBody(bytes.transferTo(OutputStream.nullOutputStream()));
        }
    }
}
