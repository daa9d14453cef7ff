// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.benchmarks.overhead.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Answers the API's requests on the loopback interface with prepared bytes, one thread per connection. */
public final class FastServer implements AutoCloseable {
    private final ServerSocketChannel door;
    private final Answers answers = new Answers();
    private final Set<SocketChannel> open = ConcurrentHashMap.newKeySet();

    private FastServer(ServerSocketChannel door) {
        this.door = door;
    }

    /** Starts on a free port. */
    public static FastServer start() throws IOException {
        ServerSocketChannel door = ServerSocketChannel.open();
        door.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0), 256);
        FastServer server = new FastServer(door);
        runInBackground("server-accept", server::accept);
        return server;
    }

    /** Runs as a process: prints the base URL and lives until the input ends. */
    public static void main(String[] args) throws IOException {
        try (FastServer server = start()) {
            System.out.println(server.baseUrl());
            System.out.flush();
            while (System.in.read() >= 0) {
                // The benchmark writes nothing; the end of the input is its end.
            }
        }
    }

    /** What a client is to be given as the API's base URL. */
    public String baseUrl() throws IOException {
        return "http://127.0.0.1:" + ((InetSocketAddress) door.getLocalAddress()).getPort() + "/v1";
    }

    @Override
    public void close() throws IOException {
        door.close();
        for (SocketChannel connection : open) {
            connection.close();
        }
    }

    private void accept() {
        try {
            while (true) {
                SocketChannel connection = door.accept();
                connection.setOption(StandardSocketOptions.TCP_NODELAY, true);
                open.add(connection);
                runInBackground("server-connection", () -> serve(connection));
            }
        } catch (IOException e) {
            // Closed: no more connections.
        }
    }

    private void serve(SocketChannel channel) {
        try (channel) {
            RequestReader requests = new RequestReader(channel);
            while (requests.next()) {
                var answer = answers.to(requests.path(), requests.wantsBase64());
                while (answer.hasRemaining()) {
                    channel.write(answer);
                }
            }
        } catch (IOException e) {
            // The client has gone; its process says what happened.
        } finally {
            open.remove(channel);
        }
    }

    private static void runInBackground(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }
}
