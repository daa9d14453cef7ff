// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.benchmarks.quota.server;

import io.github.camelopenai.benchmarks.quota.work.Job;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.PriorityQueue;
import java.util.function.Supplier;

/** A {@link ServerModel} behind HTTP on the loopback interface, in virtual time. */
public final class QuotaServer implements AutoCloseable {
    /*
     * One thread does everything: it reads, decides, keeps the answers that are not due in a queue and writes them. So
     * the model needs no lock, thousands of open calls need no thread, and what the server costs is the CPU time of this
     * thread. An answer may be late by a real millisecond, the selector's unit.
     */
    private static final int BACKLOG = 4_096;

    private final ServerSetting setting;
    private final List<Job> jobs;
    private final VirtualClock clock;
    private final ServerModel model;
    private final Replies replies;
    private final Journal journal = new Journal();
    private final PriorityQueue<Pending> pending = new PriorityQueue<>();
    private final ServerSocketChannel door;
    private final Selector selector;
    private final Thread thread = new Thread(this::serve, "quota-server");
    private volatile Supplier<OptionalLong> belief = OptionalLong::empty;
    private volatile boolean closed;

    private QuotaServer(ServerSetting setting, List<Job> jobs, VirtualClock clock, double waitsDividedBy)
            throws IOException {
        this.setting = setting;
        this.jobs = jobs;
        this.clock = clock;
        model = new ServerModel(setting);
        replies = new Replies(setting.switches(), waitsDividedBy);
        door = ServerSocketChannel.open();
        door.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0), BACKLOG);
        door.configureBlocking(false);
        selector = Selector.open();
        door.register(selector, SelectionKey.OP_ACCEPT);
    }

    /**
     * Starts on a free port.
     *
     * @param setting the quota
     * @param jobs the jobs that requests may name
     * @param clock the virtual time
     * @param waitsDividedBy what announced waits are divided by: the clock's scale for a client that lives in real time,
     *     1 for one whose own clock is scaled
     */
    public static QuotaServer start(ServerSetting setting, List<Job> jobs, VirtualClock clock, double waitsDividedBy)
            throws IOException {
        QuotaServer server = new QuotaServer(setting, jobs, clock, waitsDividedBy);
        server.thread.setDaemon(true);
        server.thread.start();
        return server;
    }

    /** What a client is to be given as the API's base URL. */
    public String baseUrl() throws IOException {
        return "http://127.0.0.1:" + ((InetSocketAddress) door.getLocalAddress()).getPort() + "/v1";
    }

    /** From now on the journal also has what the client believes to be free, whenever an answer leaves. */
    public void compareWith(Supplier<OptionalLong> newBelief) {
        belief = newBelief;
    }

    /** What was decided. */
    public Journal journal() {
        return journal;
    }

    /** The CPU time that the server has used; not a client's. */
    public long cpuNanos() {
        return Math.max(0, ManagementFactory.getThreadMXBean().getThreadCpuTime(thread.getId()));
    }

    @Override
    public void close() throws IOException {
        closed = true;
        selector.wakeup();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void serve() {
        try (selector;
                door) {
            while (!closed) {
                waitForWork();
                for (SelectionKey key : selector.selectedKeys()) {
                    handle(key);
                }
                selector.selectedKeys().clear();
                answerWhatIsDue();
            }
            for (SelectionKey key : selector.keys()) {
                key.channel().close();
            }
        } catch (IOException e) {
            throw new IllegalStateException("the server has failed", e);
        }
    }

    private void waitForWork() throws IOException {
        if (pending.isEmpty()) {
            selector.select();
            return;
        }
        long nanos = clock.realNanosUntil(pending.peek().dueNanos());
        if (nanos <= 0) {
            selector.selectNow();
        } else {
            selector.select(nanos / 1_000_000 + 1);
        }
    }

    private void handle(SelectionKey key) throws IOException {
        if (key.isValid() && key.isAcceptable()) {
            acceptAll();
            return;
        }
        Connection connection = (Connection) key.attachment();
        if (key.isValid() && key.isWritable()) {
            connection.writeMore();
        }
        if (key.isValid() && key.isReadable()) {
            boolean alive = connection.read();
            for (Optional<String> request = connection.nextRequest();
                    request.isPresent();
                    request = connection.nextRequest()) {
                decide(connection, request.get());
            }
            if (!alive) {
                connection.close();
            }
        }
    }

    private void acceptAll() throws IOException {
        for (SocketChannel channel = door.accept(); channel != null; channel = door.accept()) {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            SelectionKey key = channel.register(selector, SelectionKey.OP_READ);
            key.attach(new Connection(channel, key));
        }
    }

    private void decide(Connection connection, String request) {
        OptionalInt id = RequestParser.jobOf(request);
        if (id.isEmpty() || id.getAsInt() >= jobs.size()) {
            connection.write(replies.badRequest());
            return;
        }
        Job job = jobs.get(id.getAsInt());
        long now = clock.nowNanos();
        Decision decision = model.admit(job, now);
        long tokens = setting.rule().inTheEnd(job);
        journal.add(new Journal.Entry(
                now, job, decision.outcome(), tokens, model.freeTokens(now), model.freeRequests(now)));
        if (decision.granted()) {
            pending.add(new Pending(now + job.latencyMillis() * 1_000_000, connection, job, decision));
        } else {
            connection.write(replies.refusal(decision));
        }
    }

    private void answerWhatIsDue() {
        while (!pending.isEmpty() && clock.realNanosUntil(pending.peek().dueNanos()) <= 0) {
            Pending answer = pending.poll();
            long now = clock.nowNanos();
            double free = model.freeTokens(now);
            belief.get().ifPresent(believed -> journal.add(new Journal.Comparison(free, believed)));
            model.complete(answer.job(), now);
            answer.connection().write(replies.completion(answer.job(), answer.decision()));
        }
    }

    private record Pending(long dueNanos, Connection connection, Job job, Decision decision)
            implements Comparable<Pending> {
        @Override
        public int compareTo(Pending other) {
            return Long.compare(dueNanos, other.dueNanos);
        }
    }
}
