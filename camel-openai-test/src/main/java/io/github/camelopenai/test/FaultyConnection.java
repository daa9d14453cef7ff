// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.test;

import io.github.camelopenai.test.internal.api.ApiError;
import io.github.camelopenai.test.internal.api.Incoming;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.Optional;
import javax.net.ssl.SSLSocket;

/** One connection of {@link FaultyServer}, from its acceptance to its end. Belongs to one thread; can be closed by any. */
final class FaultyConnection {
    private final FaultyServer server;
    private final Socket socket;

    FaultyConnection(FaultyServer server, Socket socket) {
        this.server = server;
        this.socket = socket;
    }

    void serve() throws IOException, InterruptedException {
        Optional<Fault> early = server.takeBeforeTheRequest();
        if (early.isPresent()) {
            if (early.get().phase() == Phase.HANDSHAKE_BEGUN) {
                socket.getInputStream().read();
            }
            end(early.get().end(), socket.getInputStream());
            return;
        }
        Socket plain = server.certificate().isPresent()
                ? encrypted(server.certificate().get())
                : socket;
        InputStream in = new BufferedInputStream(plain.getInputStream());
        for (int first = in.read(); first >= 0; first = in.read()) {
            if (!answer(new FaultyRequest(first, in), plain, in)) {
                return;
            }
        }
    }

    private Socket encrypted(TestCertificate certificate) throws IOException {
        SSLSocket tls = (SSLSocket)
                certificate.serverContext().getSocketFactory().createSocket(socket, null, socket.getPort(), false);
        tls.setUseClientMode(false);
        tls.startHandshake();
        return tls;
    }

    /** False when no further request is served. */
    private boolean answer(FaultyRequest request, Socket plain, InputStream in)
            throws IOException, InterruptedException {
        Fault fault = server.take();
        if (fault.phase().isBeforeTheRequest()) {
            end(fault.end(), in);
            return false;
        }
        request.readTo(fault.phase());
        if (fault.phase().compareTo(Phase.REQUEST_READ) < 0) {
            end(fault.end(), in);
            return false;
        }
        server.read(request);
        byte[] bytes = wire(fault, request).upTo(fault.phase());
        plain.getOutputStream().write(bytes);
        plain.getOutputStream().flush();
        if (fault.end() != Fault.End.KEEP) {
            end(fault.end(), in);
        }
        return fault.end() == Fault.End.KEEP;
    }

    private static Wire wire(Fault fault, FaultyRequest request) {
        Wire wire;
        try {
            wire = fault.answer()
                    .wire(Incoming.of(request.method(), request.path(), request.headers(), request.body()));
        } catch (ApiError notJson) {
            wire = Wire.of(notJson.answer());
        }
        return wire.with(fault.headers());
    }

    private void end(Fault.End end, InputStream in) throws IOException, InterruptedException {
        switch (end) {
            case RESET -> {
                socket.setSoLinger(true, 0);
                socket.close();
                server.ended();
            }
            case STALL -> {
                server.stall();
                drain(in);
            }
            default -> {
                // With bytes unread, close would send a reset. So the client learns first that nothing more comes.
                socket.shutdownOutput();
                server.ended();
                drain(socket.getInputStream());
            }
        }
    }

    /** Until the client closes. */
    private static void drain(InputStream in) throws IOException {
        byte[] unwanted = new byte[8192];
        while (in.read(unwanted) >= 0) {
            // nobody wants it
        }
    }

    void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new IllegalStateException("the connection cannot be closed", e);
        }
    }
}
