// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.benchmarks.overhead.camel;

import io.github.camelopenai.benchmarks.overhead.client.StreamForm;
import io.github.camelopenai.model.ChatDelta;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Iterator;
import java.util.Locale;
import java.util.function.Function;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;

/** One route for each work, as a user would write it. */
final class OverheadRoutes extends RouteBuilder {
    static final String CHAT = "direct:chat";
    static final String EMBED = "direct:embed";
    static final String TRANSCRIBE = "direct:transcribe";
    static final String SPEECH = "direct:speech";

    /** Followed by the form of the stream. */
    static final String STREAM = "direct:stream-";

    /** Exchange property: what to run when the first piece is there. */
    static final String FIRST = "first";

    /** The reason of the end, the usage and the mark of the end are read at once. */
    private static final int LAST_READS = 1;

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
        stream(StreamForm.TEXT, OverheadRoutes::readText);
        stream(StreamForm.EVENT, OverheadRoutes::readEvents);
        stream(StreamForm.SSE, OverheadRoutes::readBytes);
    }

    private void stream(StreamForm form, Processor reading) {
        from(STREAM + form)
                .to("openai:chat?model=gpt-4o-mini&streaming=true&streamFormat="
                        + form.name().toLowerCase(Locale.ROOT) + connection)
                .process(reading);
    }

    private static void readText(Exchange exchange) {
        read(exchange, (String piece) -> piece);
    }

    private static void readEvents(Exchange exchange) {
        read(exchange, ChatDelta::text);
    }

    private static <T> void read(Exchange exchange, Function<T, String> text) {
        Runnable first = exchange.getProperty(FIRST, Runnable.class);
        long length = 0;
        @SuppressWarnings("unchecked")
        Iterator<T> pieces = exchange.getMessage().getBody(Iterator.class);
        while (pieces.hasNext()) {
            String piece = text.apply(pieces.next());
            if (length == 0 && !piece.isEmpty()) {
                first.run();
            }
            length += piece.length();
        }
        exchange.getMessage().setBody(length);
    }

    /** Each read brings one piece, so that a web server could send it on at once. */
    private static void readBytes(Exchange exchange) throws IOException, InvalidPayloadException {
        Runnable first = exchange.getProperty(FIRST, Runnable.class);
        byte[] buffer = new byte[8 << 10];
        long reads = 0;
        try (InputStream bytes = exchange.getMessage().getMandatoryBody(InputStream.class)) {
            while (bytes.read(buffer) >= 0) {
                if (reads++ == 0) {
                    first.run();
                }
            }
        }
        exchange.getMessage().setBody(reads - LAST_READS);
    }

    private static void drain(Exchange exchange) throws IOException, InvalidPayloadException {
        try (InputStream audio = exchange.getMessage().getMandatoryBody(InputStream.class)) {
            exchange.getMessage().setBody(audio.transferTo(OutputStream.nullOutputStream()));
        }
    }
}
