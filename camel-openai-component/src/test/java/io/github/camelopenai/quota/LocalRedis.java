// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.quota;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import redis.embedded.RedisServer;

/** A real Redis server on the loopback address, without persistence: what it holds is lost when it stops. */
public final class LocalRedis implements AutoCloseable {

    private static final AtomicInteger NEXT = new AtomicInteger(new Random().nextInt(10_000));

    private final int port;
    private RedisServer server;

    private LocalRedis(int port) {
        this.port = port;
    }

    public static LocalRedis started() {
        LocalRedis redis = new LocalRedis(freePort());
        redis.start();
        return redis;
    }

    /** Below those that systems give to outgoing connections: a server that is stopped must get its port again. */
    static int freePort() {
        while (true) {
            int port = 20_000 + NEXT.getAndIncrement() % 10_000;
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (BindException taken) {
                continue;
            } catch (IOException unexpected) {
                throw new UncheckedIOException(unexpected);
            }
        }
    }

    public void start() {
        synchronized (
                LocalRedis.class) { // a process that starts meanwhile would hold the program open that is unpacked
            startUnpacked();
        }
    }

    private void startUnpacked() {
        try {
            server = RedisServer.newRedisServer()
                    .port(port)
                    .bind("127.0.0.1")
                    .setting("save \"\"")
                    .setting("appendonly no")
                    .onShutdownForceStop(true)
                    .build();
            server.start();
        } catch (IOException unexpected) {
            throw new UncheckedIOException(unexpected);
        }
    }

    public void stop() {
        try {
            server.stop();
        } catch (IOException unexpected) {
            throw new UncheckedIOException(unexpected);
        }
    }

    public String uri() {
        return "redis://127.0.0.1:" + port;
    }

    /** Talks to the server beside the store. */
    public void with(Consumer<StatefulRedisConnection<String, String>> action) {
        try (RedisClient client = RedisClient.create(uri());
                StatefulRedisConnection<String, String> connection = client.connect()) {
            action.accept(connection);
        }
    }

    public void flush() {
        with(connection -> connection.sync().flushall());
    }

    @Override
    public void close() {
        if (server.isActive()) {
            stop();
        }
    }
}
