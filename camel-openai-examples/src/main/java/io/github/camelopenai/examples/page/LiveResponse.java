// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.examples.page;

import io.github.camelopenai.error.OpenAiException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CompletionException;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.platform.http.vertx.HttpMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends a streamed answer to the browser piece by piece, and gives it up when the browser goes. What platform-http does by
 * itself with a stream is neither: up to Camel 4.21 it collects 16 KiB before it sends, and it reads on to the end, and
 * lets us pay for it, when nobody listens any more. Stateless.
 */
// tag::response[]
final class LiveResponse {

    private static final Logger LOG = LoggerFactory.getLogger(LiveResponse.class);
    private static final String RESPONSE = "LiveResponse";

    private LiveResponse() {}

    /** The first step: others may put another message in the place of the one that knows the response. */
    static void keep(Exchange exchange) {
        exchange.setProperty(RESPONSE, exchange.getMessage(HttpMessage.class).getResponse());
    }

    /** The last step. */
    static void send(Exchange exchange) throws IOException {
        Message message = exchange.getMessage();
        HttpServerResponse response = exchange.getProperty(RESPONSE, HttpServerResponse.class);
        response.setChunked(true)
                .putHeader("Content-Type", message.getHeader(Exchange.CONTENT_TYPE, String.class))
                .putHeader("Cache-Control", "no-store");
        try (InputStream answer = message.getBody(InputStream.class)) {
            response.closeHandler(gone -> close(answer));
            pump(answer, response);
        } catch (OpenAiException e) {
            if (!response.closed()) {
                throw e; // the browser has been told: it was the stream's last event
            }
        } catch (CompletionException e) {
            LOG.debug("The browser has gone", e);
        } finally {
            response.end(); // what follows in the route cannot answer any more
            message.setBody(null);
        }
    }

    private static void pump(InputStream answer, HttpServerResponse response) throws IOException {
        byte[] piece = new byte[8_192];
        for (int count = answer.read(piece); count >= 0; count = answer.read(piece)) {
            Buffer buffer = Buffer.buffer().appendBytes(piece, 0, count);
            // To wait until it has left slows the model down to the pace of the browser.
            response.write(buffer).toCompletionStage().toCompletableFuture().join();
        }
    }

    /** Ends the wait for the next piece, from the thread that noticed. */
    private static void close(InputStream answer) {
        try {
            answer.close();
        } catch (IOException e) {
            LOG.debug("An answer that nobody reads could not be closed", e);
        }
    }
}
// end::response[]
