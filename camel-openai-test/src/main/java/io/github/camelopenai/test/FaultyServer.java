// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntSupplier;

/**
 * A local server of bare sockets that speaks HTTP/1.1 and, when asked to, speaks it badly: it closes, resets or leaves a
 * connection in any phase of an exchange, and sends answers whose HTTP is wrong. Thread-safe.
 *
 * <p>It listens on 127.0.0.1 only. Without a fault it answers like {@link OpenAiSimulator} without limits, to any key. It keeps
 * the heads of the newest requests and no bodies.
 */
public final class FaultyServer implements AutoCloseable {
    private static final int BACKLOG = 500;
    private static final int MOST_THREADS = 10_000;
    private static final int HEADS_KEPT = 1_000;
    private static final int CHARACTERS_KEPT = 8_192;

    private final ServerSocket listener;
    private final Optional<TestCertificate> certificate;
    private final ExecutorService threads =
            new ThreadPoolExecutor(0, MOST_THREADS, 1, TimeUnit.SECONDS, new SynchronousQueue<>(), work -> {
                Thread thread = new Thread(work, "FaultyServer");
                thread.setDaemon(true);
                return thread;
            });
    private final Set<FaultyConnection> open = ConcurrentHashMap.newKeySet();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<Fault> script = new ArrayDeque<>(); // guarded by lock
    private final Deque<String> heads = new ArrayDeque<>(); // guarded by lock
    private Fault otherwise = Fault.none(); // guarded by lock
    private int connections; // guarded by lock
    private int requestsRead; // guarded by lock
    private int stalled; // guarded by lock
    private int ended; // guarded by lock
    private boolean released; // guarded by lock

    private FaultyServer(Optional<TestCertificate> certificate) {
        this.certificate = certificate;
        try {
            listener = new ServerSocket(0, BACKLOG, InetAddress.getByName("127.0.0.1"));
        } catch (IOException e) {
            throw new IllegalStateException("no port of 127.0.0.1 can be listened to", e);
        }
        threads.execute(this::accept);
    }

    /** A server that speaks plain HTTP. */
    public static FaultyServer start() {
        return new FaultyServer(Optional.empty());
    }

    /** A server that speaks HTTPS with this certificate. */
    public static FaultyServer start(TestCertificate certificate) {
        return new FaultyServer(Optional.of(certificate));
    }

    /** What a client takes as its base URL: {@code http://127.0.0.1:PORT/v1}, or https with a certificate. */
    public String baseUrl() {
        return (certificate.isPresent() ? "https" : "http") + "://127.0.0.1:" + port() + "/v1";
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** What is done to the next requests, one fault each, in this order. Those after them are answered well. */
    public FaultyServer next(Fault... faults) {
        List<Fault> more = List.of(faults);
        more.forEach(this::check);
        locked(() -> script.addAll(more) ? 1 : 0);
        return this;
    }

    /** What is done to every request from now on for which {@link #next} has nothing. */
    public FaultyServer always(Fault fault) {
        check(fault);
        locked(() -> {
            otherwise = fault;
            return 0;
        });
        return this;
    }

    private void check(Fault fault) {
        if (fault.phase() == Phase.HANDSHAKE_BEGUN && certificate.isEmpty()) {
            throw new IllegalArgumentException("a server without a certificate has no handshake; use ACCEPTED");
        }
    }

    /** How many connections clients have made since the start. */
    public int connections() {
        return locked(() -> connections);
    }

    /** How many connections are open now: those that the client has not closed. */
    public int openConnections() {
        return open.size();
    }

    /** How many requests have been read to their end since the start. A client that retries is counted each time. */
    public int requestsRead() {
        return locked(() -> requestsRead);
    }

    /** The request line and the headers of the newest 1,000 requests that were read, each cut to 8,192 characters. */
    public List<String> heads() {
        lock.lock();
        try {
            return new ArrayList<>(heads);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until so many requests have been read.
     *
     * @throws AssertionError when they were not
     */
    public void awaitRequestsRead(int wanted, Duration atMost) throws InterruptedException {
        await("requests read", wanted, () -> requestsRead, atMost);
    }

    /**
     * Waits until so many connections stall.
     *
     * @throws AssertionError when they do not
     */
    public void awaitStalled(int wanted, Duration atMost) throws InterruptedException {
        await("stalled connections", wanted, () -> stalled, atMost);
    }

    /**
     * Waits until the server has closed or reset so many connections since the start; a client that uses one of them again
     * finds it closed.
     *
     * @throws AssertionError when it has not
     */
    public void awaitEnded(int wanted, Duration atMost) throws InterruptedException {
        await("connections ended", wanted, () -> ended, atMost);
    }

    /** Waits until clients have closed all connections, and returns how many are open when the time is up. */
    public int awaitClosed(Duration atMost) throws InterruptedException {
        long left = atMost.toNanos();
        lock.lock();
        try {
            while (!open.isEmpty() && left > 0) {
                left = changed.awaitNanos(left);
            }
            return open.size();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Ends all stalls, and those to come: the server reads what clients send on these connections and waits until they close
     * them, so that {@link #openConnections} knows. It never answers on them.
     */
    public void release() {
        locked(() -> {
            released = true;
            return 0;
        });
    }

    /** Closes all connections and listens no more. */
    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new IllegalStateException("the server cannot be closed", e);
        } finally {
            open.forEach(FaultyConnection::close);
            threads.shutdownNow();
        }
    }

    Optional<TestCertificate> certificate() {
        return certificate;
    }

    /** The fault for a request that has begun. */
    Fault take() {
        lock.lock();
        try {
            return script.isEmpty() ? otherwise : script.remove();
        } finally {
            lock.unlock();
        }
    }

    /** The fault for a connection that is accepted, if the next one begins before the request does. */
    Optional<Fault> takeBeforeTheRequest() {
        lock.lock();
        try {
            Fault next = script.isEmpty() ? otherwise : script.peek();
            if (!next.phase().isBeforeTheRequest()) {
                return Optional.empty();
            }
            script.poll();
            return Optional.of(next);
        } finally {
            lock.unlock();
        }
    }

    void read(FaultyRequest request) {
        locked(() -> {
            if (heads.size() == HEADS_KEPT) {
                heads.remove();
            }
            heads.add(request.head()
                    .substring(0, Math.min(CHARACTERS_KEPT, request.head().length())));
            return ++requestsRead;
        });
    }

    /** The server has said its last on a connection. */
    void ended() {
        locked(() -> ++ended);
    }

    /** Waits until the stalls are ended. */
    void stall() throws InterruptedException {
        lock.lock();
        try {
            stalled++;
            changed.signalAll();
            while (!released) {
                changed.await();
            }
            stalled--;
        } finally {
            lock.unlock();
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listener.accept();
                socket.setTcpNoDelay(true); // else a reset may overtake what was written before it
                FaultyConnection connection = new FaultyConnection(this, socket);
                open.add(connection);
                locked(() -> ++connections);
                threads.execute(() -> serve(connection));
            }
        } catch (IOException closed) {
            // nobody needs the server any more
        }
    }

    private void serve(FaultyConnection connection) {
        try {
            connection.serve();
        } catch (IOException clientIsGone) {
            // or has sent what is no HTTP
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the server is being closed
        } finally {
            connection.close();
            open.remove(connection);
            locked(() -> 0); // wakes up who waits for that
        }
    }

    private int locked(IntSupplier change) {
        lock.lock();
        try {
            changed.signalAll();
            return change.getAsInt();
        } finally {
            lock.unlock();
        }
    }

    private void await(String what, int wanted, IntSupplier count, Duration atMost) throws InterruptedException {
        long left = atMost.toNanos();
        lock.lock();
        try {
            while (count.getAsInt() < wanted) {
                if (left <= 0) {
                    throw new AssertionError(
                            "waited %s for %d %s but there were %d".formatted(atMost, wanted, what, count.getAsInt()));
                }
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }
}
