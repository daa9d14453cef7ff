// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.scenario;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * A server whose streams the test writes itself, piece by piece. It keeps sending what a test has given it, and tells when
 * the other side has gone. Thread-safe.
 */
final class StreamServer extends LoopbackServer {

    private static final long PATIENCE_SECONDS = 20;
    private static final byte[] END = {};

    private final BlockingQueue<byte[]> pieces = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> received = new LinkedBlockingQueue<>();
    private final CountDownLatch clientGone = new CountDownLatch(1);
    private final AtomicLong sentBytes = new AtomicLong();
    private volatile String contentType = "text/event-stream";
    private volatile int endless;

    StreamServer() throws IOException {}

    StreamServer contentType(String type) {
        contentType = type;
        return this;
    }

    /** After the given pieces this much filler a piece, until the other side has had enough. */
    StreamServer endless(int bytes) {
        endless = bytes;
        return this;
    }

    /** Events of these data lines. */
    StreamServer send(String... data) {
        for (String line : data) {
            sendRaw("data: " + line + "\n\n");
        }
        return this;
    }

    StreamServer sendRaw(String text) {
        return sendRaw(text.getBytes(StandardCharsets.UTF_8));
    }

    StreamServer sendRaw(byte[] bytes) {
        pieces.add(bytes);
        return this;
    }

    /** The stream ends as it should. */
    StreamServer end() {
        pieces.add(END);
        return this;
    }

    /** A whole answer in words, one event each, with its usage. */
    StreamServer answer(String... words) {
        for (String word : words) {
            send(delta(word));
        }
        return send(finish("stop"), usage(7, words.length), "[DONE]").end();
    }

    static String delta(String text) {
        return "{\"id\":\"chatcmpl-7\",\"object\":\"chat.completion.chunk\",\"created\":1700000000,\"model\":\"gpt-x\","
                + "\"choices\":[{\"index\":0,\"delta\":{\"content\":\"" + text + "\"},\"finish_reason\":null}]}";
    }

    static String toolCall(int index, String id, String name, String arguments) {
        return "{\"id\":\"chatcmpl-7\",\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":[{\"index\":" + index
                + (id == null ? "" : ",\"id\":\"" + id + "\",\"type\":\"function\"")
                + ",\"function\":{" + (name == null ? "" : "\"name\":\"" + name + "\",")
                + "\"arguments\":\"" + arguments.replace("\"", "\\\"") + "\"}}]}}]}";
    }

    static String finish(String reason) {
        return "{\"id\":\"chatcmpl-7\",\"model\":\"gpt-x\",\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\""
                + reason + "\"}]}";
    }

    static String usage(int prompt, int completion) {
        return "{\"id\":\"chatcmpl-7\",\"model\":\"gpt-x\",\"choices\":[],\"usage\":{\"prompt_tokens\":" + prompt
                + ",\"completion_tokens\":" + completion + ",\"total_tokens\":" + (prompt + completion) + "}}";
    }

    /** The body of the next request. */
    String awaitRequest() throws InterruptedException {
        String body = received.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (body == null) {
            throw new AssertionError("no request has come");
        }
        return body;
    }

    /** Whether the other side closes its connection while there is more to come. */
    boolean awaitClientGone() throws InterruptedException {
        return clientGone.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    long sentBytes() {
        return sentBytes.get();
    }

    @Override
    void answer(HttpExchange exchange) throws IOException {
        received.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        exchange.getResponseHeaders().set("Content-Type", contentType);
        exchange.getResponseHeaders().set("x-request-id", "req_7");
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream body = exchange.getResponseBody()) {
            write(body);
        } catch (IOException e) {
            clientGone.countDown();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void write(OutputStream body) throws IOException, InterruptedException {
        while (true) {
            byte[] piece = endless > 0 ? pieces.poll() : pieces.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (piece == END) {
                return;
            }
            byte[] bytes = piece != null ? piece : filler();
            body.write(bytes);
            body.flush();
            sentBytes.addAndGet(bytes.length);
        }
    }

    private byte[] filler() {
        return ("data: " + delta("x".repeat(Math.max(1, endless))) + "\n\n").getBytes(StandardCharsets.UTF_8);
    }

    /** Runs until the client is seen to be gone: a gone client shows only when something is written. */
    boolean keepsSendingUntilClientIsGone(Consumer<StreamServer> more) throws InterruptedException {
        for (int attempt = 0; attempt < 200; attempt++) {
            more.accept(this);
            if (clientGone.await(100, TimeUnit.MILLISECONDS)) {
                return true;
            }
        }
        return false;
    }

    static List<String> words(String text) {
        return List.of(text.split("(?<= )"));
    }
}
