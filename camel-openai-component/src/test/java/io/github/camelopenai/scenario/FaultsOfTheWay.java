// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.scenario;

import io.github.camelopenai.test.Fault;
import io.github.camelopenai.test.FaultyServer;
import io.github.camelopenai.test.Framing;
import io.github.camelopenai.test.Phase;
import io.github.camelopenai.test.TestCertificate;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.TrustManagerFactory;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.apache.camel.support.jsse.TrustManagersParameters;

/** What stands between the component and the server's HTTP: TLS, and a proxy. */
final class FaultsOfTheWay {

    private FaultsOfTheWay() {}

    static List<FaultRow> tls() {
        TestCertificate valid = TestCertificate.valid();
        TestCertificate expired = TestCertificate.expired();
        TestCertificate other = TestCertificate.forHost("other.example");
        List<FaultRow> rows = new ArrayList<>();
        rows.add(secure("nothing is wrong", valid, valid, Fault.none(), ""));
        rows.add(secure("the authority is not trusted", valid, expired, Fault.none(), ""));
        rows.add(secure("the certificate has expired", expired, expired, Fault.none(), ""));
        rows.add(secure("the certificate is for another host", other, other, Fault.none(), ""));
        for (Phase phase : List.of(Phase.ACCEPTED, Phase.HANDSHAKE_BEGUN)) {
            String where = phase == Phase.ACCEPTED ? "before the handshake" : "in the handshake";
            rows.add(secure("closed " + where, valid, valid, Fault.closeAfter(phase), ""));
            rows.add(secure("reset " + where, valid, valid, Fault.resetAfter(phase), ""));
            rows.add(secure("silent " + where, valid, valid, Fault.stallAfter(phase), "&requestTimeout=2000"));
        }
        rows.add(secure("closed after the request", valid, valid, Fault.closeAfter(Phase.REQUEST_READ), ""));
        rows.add(secure("reset after the request", valid, valid, Fault.resetAfter(Phase.REQUEST_READ), ""));
        rows.add(secure("closed after half the body", valid, valid, Fault.closeAfter(Phase.HALF_BODY_SENT), ""));
        rows.add(secure("reset after half the body", valid, valid, Fault.resetAfter(Phase.HALF_BODY_SENT), ""));
        rows.add(
                secure("no length, and no end in TLS either", valid, valid, Fault.framing(Framing.LENGTH_MISSING), ""));
        rows.add(FaultRow.of(
                "http to a server that speaks https",
                () -> FaultyServer.start(valid),
                operation -> "",
                server -> "http://127.0.0.1:" + server.port() + "/v1"));
        return rows;
    }

    private static FaultRow secure(
            String what, TestCertificate certificate, TestCertificate trusted, Fault fault, String options) {
        FaultRow row = FaultRow.of(what, () -> FaultyServer.start(certificate).always(fault), operation -> options);
        return new FaultRow() {
            @Override
            public String what() {
                return what;
            }

            @Override
            public void play(FaultBench bench) throws Exception {
                bench.component.getConfiguration().setSslContextParameters(trusting(trusted));
                row.play(bench);
            }
        };
    }

    private static SSLContextParameters trusting(TestCertificate certificate) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(certificate.trustStore());
        TrustManagersParameters trust = new TrustManagersParameters();
        trust.setTrustManager(factory.getTrustManagers()[0]);
        SSLContextParameters parameters = new SSLContextParameters();
        parameters.setTrustManagers(trust);
        return parameters;
    }

    static List<FaultRow> proxy() {
        List<FaultRow> rows = new ArrayList<>();
        for (String scheme : List.of("http", "https")) {
            String to = " (" + scheme + ")";
            rows.add(proxied("nobody listens" + to, scheme, Optional.empty(), ""));
            for (int status : new int[] {403, 404, 407, 502, 503}) {
                rows.add(proxied("the proxy says " + status + to, scheme, Optional.of(proxySays(status)), ""));
            }
            rows.add(proxied(
                    "407, and the login is wrong" + to,
                    scheme,
                    Optional.of(proxySays(407)),
                    "&proxyUsername=joe&proxyPassword=hunter2hunter2"));
            rows.add(proxied(
                    "closed after the request" + to, scheme, Optional.of(Fault.closeAfter(Phase.REQUEST_READ)), ""));
            rows.add(proxied(
                    "reset after the request" + to, scheme, Optional.of(Fault.resetAfter(Phase.REQUEST_READ)), ""));
            rows.add(proxied(
                    "silent after the request" + to,
                    scheme,
                    Optional.of(Fault.stallAfter(Phase.REQUEST_READ)),
                    "&requestTimeout=2000"));
            rows.add(proxied("garbage" + to, scheme, Optional.of(Fault.framing(Framing.GARBAGE_ONLY)), ""));
        }
        rows.add(proxied(
                "the tunnel opens and closes",
                "https",
                Optional.of(Fault.raw("HTTP/1.1 200 Connection established\r\n\r\n")),
                ""));
        rows.add(proxied(
                "the tunnel opens and is silent",
                "https",
                Optional.of(
                        Fault.raw("HTTP/1.1 200 Connection established\r\n\r\n").thenStall(Phase.ANSWER_SENT)),
                "&requestTimeout=2000"));
        return rows;
    }

    private static Fault proxySays(int status) {
        return Fault.raw("HTTP/1.1 " + status
                + " No\r\nProxy-Authenticate: Basic realm=\"x\"\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
    }

    /** No fault: there is no proxy. */
    private static FaultRow proxied(String what, String scheme, Optional<Fault> fault, String options) {
        return FaultRow.of(
                what,
                () -> fault.map(does -> FaultyServer.start().always(does)).orElseGet(FaultsOfTheWay::closedServer),
                operation -> options,
                server -> scheme + "://api.example/v1&proxyHost=127.0.0.1&proxyPort=" + server.port());
    }

    private static FaultyServer closedServer() {
        FaultyServer server = FaultyServer.start();
        server.close();
        return server;
    }
}
