// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A server of bare sockets: it counts every request that reaches it, whoever sent it and why, and does to the connection
 * what the test says. Thread-safe.
 */
public final class RawServer implements AutoCloseable {

    public static final String HELLO =
            "{\"choices\":[{\"message\":{\"content\":\"hello\"},\"finish_reason\":\"stop\"}],\"usage\":{}}";

    private final ServerSocket server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private volatile Behaviour behaviour;

    /** One request as it came. */
    public record Received(String head, String body) {

        public boolean hasHeader(String name) {
            return head.lines().anyMatch(line -> line.toLowerCase(Locale.ROOT).startsWith(name + ":"));
        }
    }

    /** What is done once a request has been read; the connection stays open unless it is closed here. */
    @FunctionalInterface
    public interface Behaviour {

        void act(Socket connection, Received request) throws Exception;
    }

    public RawServer(Behaviour behaviour) throws IOException {
        this(new ServerSocket(0, 200, InetAddress.getByName("127.0.0.1")), behaviour);
    }

    /** The same on a socket of the test's own, such as one for TLS. */
    public RawServer(ServerSocket server, Behaviour behaviour) {
        this.server = server;
        this.behaviour = behaviour;
        threads.execute(this::accept);
    }

    /** Every request gets this answer. */
    public static Behaviour answering(int status, String headers, String body) {
        return (connection, request) -> write(connection, status, headers, body);
    }

    /** Every request is read to its end; then the connection is closed without a word. */
    public static Behaviour closing() {
        return (connection, request) -> connection.close();
    }

    public static void write(Socket connection, int status, String headers, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        String head = "HTTP/1.1 " + status + " Status\r\nContent-Type: application/json\r\n" + headers
                + "Content-Length: " + bytes.length + "\r\n\r\n";
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        answer.write(head.getBytes(StandardCharsets.UTF_8));
        answer.write(bytes);
        connection.getOutputStream().write(answer.toByteArray());
    }

    /** From the next request on. */
    public void behave(Behaviour now) {
        behaviour = now;
    }

    public int port() {
        return server.getLocalPort();
    }

    public String baseUrl() {
        return "http://127.0.0.1:" + port() + "/v1";
    }

    public List<Received> received() {
        return List.copyOf(received);
    }

    /** Closes the connections that are open, with a reset if that is wanted. */
    public void closeConnections(boolean reset) throws IOException, InterruptedException {
        closeAll(reset);
        synchronized (connections) {
            while (!connections.isEmpty()) { // until then a thread that reads keeps the connection open
                connections.wait();
            }
        }
    }

    private void closeAll(boolean reset) throws IOException {
        for (Socket connection : connections) {
            if (reset) {
                connection.setSoLinger(true, 0);
            }
            connection.close();
        }
    }

    /** Says the same on all connections that are open. */
    public void sayUnasked(String text) throws IOException {
        for (Socket connection : connections) {
            connection.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket connection = server.accept();
                connections.add(connection);
                threads.execute(() -> serve(connection));
            }
        } catch (IOException closed) {
            // the test is over
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            InputStream in = new BufferedInputStream(connection.getInputStream());
            for (Received request = read(in); request != null && !connection.isClosed(); request = read(in)) {
                received.add(request);
                behaviour.act(connection, request);
                if (connection.isClosed()) {
                    return;
                }
            }
        } catch (SocketException gone) {
            // by one side or the other
        } catch (Exception e) {
            throw new IllegalStateException(e);
        } finally {
            synchronized (connections) {
                connections.remove(connection);
                connections.notifyAll();
            }
        }
    }

    private static Received read(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                return null;
            }
            head.append((char) next);
        }
        int length = head.toString()
                .lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("content-length:"))
                .mapToInt(line -> Integer.parseInt(line.substring(15).strip()))
                .findFirst()
                .orElse(0);
        return new Received(head.toString(), new String(in.readNBytes(length), StandardCharsets.UTF_8));
    }

    @Override
    public void close() throws IOException {
        server.close();
        closeAll(false);
        threads.shutdownNow();
    }
}
