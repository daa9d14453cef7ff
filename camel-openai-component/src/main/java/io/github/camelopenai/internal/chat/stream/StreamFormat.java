// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.chat.stream;

import io.github.camelopenai.internal.body.MediaBody;
import java.util.Locale;
import org.apache.camel.Exchange;

/** What a streamed answer becomes as a body. */
public enum StreamFormat {
    /** An iterator over pieces of text. */
    TEXT(null) {
        @Override
        public void write(DeltaStream stream, Exchange exchange) {
            iterator(stream, new TextStream(stream), exchange);
        }
    },
    /** An iterator over everything. */
    EVENT(null) {
        @Override
        public void write(DeltaStream stream, Exchange exchange) {
            iterator(stream, stream, exchange);
        }
    },
    /** Server-sent events. */
    SSE("text/event-stream") {
        @Override
        public void write(DeltaStream stream, Exchange exchange) {
            exchange.getMessage()
                    .setBody(MediaBody.closeAbandons(new EncodedStream(stream, new EventEncoding()), exchange));
        }
    },
    /** One JSON object a line. */
    NDJSON("application/x-ndjson") {
        @Override
        public void write(DeltaStream stream, Exchange exchange) {
            exchange.getMessage()
                    .setBody(MediaBody.closeAbandons(new EncodedStream(stream, new LineEncoding()), exchange));
        }
    };

    private final String contentType;

    StreamFormat(String contentType) {
        this.contentType = contentType;
    }

    /** The format that an option names. */
    public static StreamFormat of(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }

    /** Null where the body is no text. */
    public String contentType() {
        return contentType;
    }

    /** Sets the body; the stream is closed with the exchange at the latest. */
    public abstract void write(DeltaStream stream, Exchange exchange);

    private static void iterator(DeltaStream stream, Object body, Exchange exchange) {
        MediaBody.closeWith(exchange, stream);
        exchange.getMessage().setBody(body);
    }
}
