// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenai.internal.RawServer;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What an HTTP/2 server says it has not processed has not been sent: it goes over a new connection, as the same attempt. */
@Timeout(20)
class Http2RefusalsTest extends Scenario {

    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int RESET = 3;
    private static final int SETTINGS = 4;
    private static final int PING = 6;
    private static final int GO_AWAY = 7;
    private static final int END = 1; // also of settings and pings: acknowledged
    private static final int ALL_HEADERS = 4;
    private static final byte[] STATUS_200 = {(byte) 0x88};
    private static final byte[] PREFACE = new byte[24];
    private static final int FIRST_STREAM = 3;

    private enum Way {
        GO_AWAY_BELOW_THE_STREAM,
        REFUSED_STREAM
    }

    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger served = new AtomicInteger();
    private ServerSocket listener;
    private volatile Way way;

    @BeforeEach
    void listen() throws IOException {
        listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread acceptor = new Thread(() -> {
            try {
                while (true) {
                    Socket connection = listener.accept();
                    int number = connections.incrementAndGet();
                    daemon(() -> serve(connection, number == 1));
                }
            } catch (IOException e) {
                // closed: the test is over
            }
        });
        acceptor.setDaemon(true);
        acceptor.start();
        component.setHttpClient(new OkHttpClient.Builder()
                .protocols(List.of(Protocol.H2_PRIOR_KNOWLEDGE))
                .build());
        component
                .getConfiguration()
                .setBaseUrl(
                        "http://" + listener.getInetAddress().getHostAddress() + ":" + listener.getLocalPort() + "/v1");
    }

    @AfterEach
    void hangUp() throws IOException {
        listener.close();
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void isSentOverANewConnection(Way refusal) throws Exception {
        way = refusal;

        Object first = bodyOf(call("openai:chat?maxRetries=0", "one"));
        var second = call("openai:chat?maxRetries=0", "two");

        assertThat(first).isEqualTo("hello");
        assertThat(bodyOf(second)).isEqualTo("hello");
        assertThat(second.getMessage().getHeader("CamelOpenAIAttempts")).isEqualTo(1);
        assertThat(served).hasValue(2);
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work);
        thread.setDaemon(true);
        thread.start();
    }

    private void serve(Socket connection, boolean refuses) {
        try (connection) {
            DataInputStream in = new DataInputStream(connection.getInputStream());
            OutputStream out = connection.getOutputStream();
            in.readFully(PREFACE);
            frame(out, SETTINGS, 0, 0);
            while (true) {
                answer(in, out, refuses);
            }
        } catch (IOException e) {
            // the client is gone
        }
    }

    private void answer(DataInputStream in, OutputStream out, boolean refuses) throws IOException {
        byte[] payload = new byte[in.readUnsignedByte() << 16 | in.readUnsignedShort()];
        int type = in.readUnsignedByte();
        int flags = in.readUnsignedByte();
        int stream = in.readInt();
        in.readFully(payload);
        boolean ends = (flags & END) != 0;
        boolean refused = refuses && stream > FIRST_STREAM;
        if ((type == SETTINGS || type == PING) && !ends) {
            frame(out, type, END, 0, type == PING ? payload : new byte[0]);
        } else if (type == HEADERS && refused) {
            refuse(out, stream);
        } else if (type == DATA && ends && !refused) {
            served.incrementAndGet();
            frame(out, HEADERS, ALL_HEADERS, stream, STATUS_200);
            frame(out, DATA, END, stream, RawServer.HELLO.getBytes(StandardCharsets.US_ASCII));
        }
    }

    private void refuse(OutputStream out, int stream) throws IOException {
        if (way == Way.REFUSED_STREAM) {
            frame(out, RESET, 0, stream, ByteBuffer.allocate(4).putInt(7).array());
        } else {
            frame(
                    out,
                    GO_AWAY,
                    0,
                    0,
                    ByteBuffer.allocate(8).putInt(FIRST_STREAM).putInt(0).array());
        }
    }

    private static void frame(OutputStream out, int type, int flags, int stream, byte... payload) throws IOException {
        ByteBuffer frame = ByteBuffer.allocate(9 + payload.length)
                .put((byte) (payload.length >> 16))
                .putShort((short) payload.length)
                .put((byte) type)
                .put((byte) flags)
                .putInt(stream)
                .put(payload);
        out.write(frame.array());
        out.flush();
    }
}
