// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.scenario;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;

/** A server whose answers begin as they should and never end; it stops when the client closes the connection. Thread-safe. */
final class EndlessServer extends LoopbackServer {

    private final AtomicInteger requests = new AtomicInteger();
    private final CountDownLatch clientGone = new CountDownLatch(1);
    private volatile int status = 200;
    private volatile String contentType = "application/json";
    private volatile String beginning = "";
    private volatile String filler = " ";
    private volatile boolean zipped;

    EndlessServer() throws IOException {}

    EndlessServer status(int value) {
        status = value;
        return this;
    }

    /** Filler is repeated; it may be a part of a text or a whole event. */
    EndlessServer body(String type, String first, String repeated) {
        contentType = type;
        beginning = first;
        filler = repeated;
        return this;
    }

    EndlessServer zipped(boolean value) {
        zipped = value;
        return this;
    }

    int requests() {
        return requests.get();
    }

    /** Whether the client has closed the connection, now or soon. */
    boolean isClientGone() throws InterruptedException {
        return clientGone.await(20, TimeUnit.SECONDS);
    }

    @Override
    void answer(HttpExchange exchange) throws IOException {
        requests.incrementAndGet();
        exchange.getRequestBody().readAllBytes();
        exchange.getResponseHeaders().set("Content-Type", contentType);
        if (zipped) {
            exchange.getResponseHeaders().set("Content-Encoding", "gzip");
        }
        exchange.sendResponseHeaders(status, 0);
        byte[] more = filler.repeat(Math.max(1, 8_000 / filler.length())).getBytes(StandardCharsets.UTF_8);
        try (OutputStream out =
                zipped ? new GZIPOutputStream(exchange.getResponseBody(), 512, true) : exchange.getResponseBody()) {
            out.write(beginning.getBytes(StandardCharsets.UTF_8));
            while (!Thread.currentThread().isInterrupted()) {
                out.write(more);
                out.flush();
            }
        } catch (IOException closed) {
            clientGone.countDown();
        }
    }
}
