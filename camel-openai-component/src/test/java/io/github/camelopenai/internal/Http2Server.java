// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;

/** A server that speaks HTTP/2 without TLS, frame by frame, as the test says. Thread-safe. */
public final class Http2Server implements AutoCloseable {

    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int RESET = 3;
    private static final int SETTINGS = 4;
    private static final int PING = 6;
    private static final int GO_AWAY = 7;
    private static final int WINDOW_UPDATE = 8;
    private static final int INITIAL_WINDOW = 4;
    private static final int LARGEST_DATA = 16_384;
    private static final int WINDOW = 1 << 30;
    private static final int END = 1; // also of settings and pings: acknowledged
    private static final int ALL_HEADERS = 4;
    private static final byte[] PREFACE = new byte[24];

    private final AtomicInteger connections = new AtomicInteger();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final ServerSocket listener;
    private volatile Behaviour behaviour;

    /** What becomes of a request. */
    @FunctionalInterface
    public interface Behaviour {

        /** Once its headers have come. */
        default void begin(Stream stream) throws IOException {}

        /** Once it is there as a whole. */
        void answer(Stream stream) throws IOException;
    }

    public Http2Server(Behaviour behaviour) throws IOException {
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        this.behaviour = behaviour;
        daemon(this::accept);
    }

    public void behave(Behaviour now) {
        behaviour = now;
    }

    public String baseUrl() {
        return "http://" + listener.getInetAddress().getHostAddress() + ":" + listener.getLocalPort() + "/v1";
    }

    /** A client that speaks nothing else. */
    public static OkHttpClient client() {
        return new OkHttpClient.Builder()
                .protocols(List.of(Protocol.H2_PRIOR_KNOWLEDGE))
                .build();
    }

    private void accept() {
        try {
            while (true) {
                Socket connection = listener.accept();
                open.add(connection);
                int number = connections.incrementAndGet();
                daemon(() -> serve(connection, number));
            }
        } catch (IOException e) {
            // closed: the test is over
        }
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work);
        thread.setDaemon(true);
        thread.start();
    }

    private void serve(Socket connection, int number) {
        try (connection) {
            DataInputStream in = new DataInputStream(connection.getInputStream());
            in.readFully(PREFACE);
            frame(
                    connection,
                    SETTINGS,
                    0,
                    0,
                    ByteBuffer.allocate(6)
                            .putShort((short) INITIAL_WINDOW)
                            .putInt(WINDOW)
                            .array());
            frame(
                    connection,
                    WINDOW_UPDATE,
                    0,
                    0,
                    ByteBuffer.allocate(4).putInt(WINDOW).array());
            while (true) {
                take(in, connection, number);
            }
        } catch (IOException e) {
            // the client is gone
        } finally {
            open.remove(connection);
        }
    }

    private void take(DataInputStream in, Socket connection, int number) throws IOException {
        byte[] payload = new byte[in.readUnsignedByte() << 16 | in.readUnsignedShort()];
        int type = in.readUnsignedByte();
        int flags = in.readUnsignedByte();
        Stream stream = new Stream(connection, number, in.readInt());
        in.readFully(payload);
        boolean ends = (flags & END) != 0;
        if ((type == SETTINGS || type == PING) && !ends) {
            frame(connection, type, END, 0, type == PING ? payload : new byte[0]);
        } else if (type == HEADERS) {
            behaviour.begin(stream);
        } else if (type == DATA && ends) {
            behaviour.answer(stream);
        }
    }

    private static void frame(Socket connection, int type, int flags, int stream, byte... payload) throws IOException {
        ByteBuffer frame = ByteBuffer.allocate(9 + payload.length)
                .put((byte) (payload.length >> 16))
                .putShort((short) payload.length)
                .put((byte) type)
                .put((byte) flags)
                .putInt(stream)
                .put(payload);
        synchronized (connection) {
            connection.getOutputStream().write(frame.array());
        }
    }

    /** How many connections have not been closed by both sides. */
    public int openConnections() {
        return open.size();
    }

    /** Listens no more, and closes all connections. */
    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket connection : open) {
            connection.close();
        }
    }

    /**
     * One request and its answer.
     *
     * @param connection the number of its connection, from 1
     * @param id         odd, from 3, the higher the later
     */
    public record Stream(Socket socket, int connection, int id) {

        /** Status 200 and these headers, as names and values. */
        public void head(String... headers) throws IOException {
            headers(0x88, headers); // :status 200 of the static table
        }

        /** Status 500. */
        public void failure() throws IOException {
            headers(0x8e);
            data("", true);
        }

        private void headers(int status, String... headers) throws IOException {
            ByteArrayOutputStream block = new ByteArrayOutputStream();
            block.write(status);
            for (int at = 0; at < headers.length; at++) {
                if (at % 2 == 0) {
                    block.write(0); // a literal that nobody keeps
                }
                block.write(headers[at].length());
                block.writeBytes(headers[at].getBytes(StandardCharsets.US_ASCII));
            }
            frame(socket, HEADERS, ALL_HEADERS, id, block.toByteArray());
        }

        public void data(String text, boolean last) throws IOException {
            data(text.getBytes(StandardCharsets.UTF_8), last);
        }

        public void data(byte[] bytes, boolean last) throws IOException {
            for (int at = 0; at == 0 || at < bytes.length; at += LARGEST_DATA) {
                int end = Math.min(bytes.length, at + LARGEST_DATA);
                int flags = last && end == bytes.length ? END : 0;
                frame(socket, DATA, flags, id, Arrays.copyOfRange(bytes, at, end));
            }
        }

        /** The server says nothing more on this connection, and reads until the client closes it. */
        public void hangUp() throws IOException {
            socket.shutdownOutput();
        }

        /** The server gives the request up, for a reason that HTTP/2 has a number for. */
        public void reset(int reason) throws IOException {
            frame(socket, RESET, 0, id, ByteBuffer.allocate(4).putInt(reason).array());
        }

        /** The connection takes no streams above this one. */
        public void goAway(int lastProcessed) throws IOException {
            frame(
                    socket,
                    GO_AWAY,
                    0,
                    0,
                    ByteBuffer.allocate(8).putInt(lastProcessed).putInt(0).array());
        }
    }
}
