// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.test;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A certificate for {@link FaultyServer}, signed by an authority that is made for it and that only {@link #trustStore} knows.
 * Nothing is read from or written to a disk. Immutable.
 */
public final class TestCertificate {
    private static final int SEQUENCE = 0x30;
    private static final int SET = 0x31;
    private static final int INTEGER = 2;
    private static final int BITS = 3;
    private static final int OCTETS = 4;
    private static final int OID = 6;
    private static final int TEXT = 0x0c;
    private static final int UTC_TIME = 0x17;
    private static final byte[] ECDSA_SHA_256 = {0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 4, 3, 2};
    private static final byte[] COMMON_NAME = {0x55, 4, 3};
    private static final byte[] BASIC_CONSTRAINTS = {0x55, 0x1d, 0x13};
    private static final byte[] ALTERNATIVE_NAMES = {0x55, 0x1d, 0x11};
    private static final char[] NO_PASSWORD = {};
    private static final String AUTHORITY = "authority of a test";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final Duration DAY = Duration.ofDays(1);

    private final KeyStore keys;
    private final KeyStore trust;

    private TestCertificate(byte[] names, Instant end) {
        try {
            KeyPair authorityKey = keyPair();
            KeyPair serverKey = keyPair();
            Certificate authority = certificate(
                    AUTHORITY, authorityKey, authorityKey, Instant.now().plus(DAY), constraints());
            Certificate server = certificate("server of a test", serverKey, authorityKey, end, names);
            keys = store();
            keys.setKeyEntry("server", serverKey.getPrivate(), NO_PASSWORD, new Certificate[] {server, authority});
            trust = store();
            trust.setCertificateEntry("authority", authority);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("the certificate cannot be made", e);
        }
    }

    /** A certificate for localhost and 127.0.0.1 that a client accepts which trusts {@link #trustStore}. */
    public static TestCertificate valid() {
        return new TestCertificate(localNames(), Instant.now().plus(DAY));
    }

    /** The same, but it ended yesterday. */
    public static TestCertificate expired() {
        return new TestCertificate(localNames(), Instant.now().minus(DAY));
    }

    /** A certificate for this host name only. */
    public static TestCertificate forHost(String name) {
        return new TestCertificate(
                names(der(0x82, name.getBytes(StandardCharsets.US_ASCII))),
                Instant.now().plus(DAY));
    }

    /** The authority that signed it, as what a client trusts. */
    public KeyStore trustStore() {
        return trust;
    }

    /** What a client needs that trusts the authority. */
    public SSLContext clientContext() {
        try {
            TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(trust);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the trust store cannot be used", e);
        }
    }

    SSLContext serverContext() {
        try {
            KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(keys, NO_PASSWORD);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(managers.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the certificate cannot be used", e);
        }
    }

    private static KeyStore store() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, NO_PASSWORD);
        return store;
    }

    private static KeyPair keyPair() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        return generator.generateKeyPair();
    }

    /** Java can read certificates but not make them; so this writes the fields of RFC 5280, in their order. */
    private static Certificate certificate(String subject, KeyPair key, KeyPair issuer, Instant end, byte[] extension)
            throws GeneralSecurityException {
        byte[] algorithm = der(SEQUENCE, der(OID, ECDSA_SHA_256));
        byte[] validity = der(SEQUENCE, time(end.minus(DAY.multipliedBy(2))), time(end));
        byte[] version3 = der(0xa0, der(INTEGER, new byte[] {2}));
        byte[] serial = der(INTEGER, BigInteger.valueOf(System.nanoTime()).toByteArray());
        byte[] content = der(
                SEQUENCE,
                version3,
                serial,
                algorithm,
                name(AUTHORITY),
                validity,
                name(subject),
                key.getPublic().getEncoded(),
                der(0xa3, der(SEQUENCE, extension)));
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(issuer.getPrivate());
        signature.update(content);
        byte[] signed = der(SEQUENCE, content, algorithm, der(BITS, new byte[1], signature.sign()));
        return CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(signed));
    }

    private static byte[] time(Instant time) {
        return der(UTC_TIME, TIME.format(time).getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] name(String commonName) {
        byte[] value = der(TEXT, commonName.getBytes(StandardCharsets.UTF_8));
        return der(SEQUENCE, der(SET, der(SEQUENCE, der(OID, COMMON_NAME), value)));
    }

    private static byte[] constraints() {
        byte[] isAuthority = der(SEQUENCE, der(1, new byte[] {(byte) 0xff}));
        return der(SEQUENCE, der(OID, BASIC_CONSTRAINTS), der(OCTETS, isAuthority));
    }

    private static byte[] localNames() {
        byte[] host = der(0x82, "localhost".getBytes(StandardCharsets.US_ASCII));
        return names(host, der(0x87, new byte[] {127, 0, 0, 1}));
    }

    private static byte[] names(byte[]... names) {
        return der(SEQUENCE, der(OID, ALTERNATIVE_NAMES), der(OCTETS, der(SEQUENCE, names)));
    }

    /** Tag, length, content. */
    private static byte[] der(int tag, byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.write(tag);
        int length = content.size();
        if (length >= 0x100) {
            all.write(0x82);
            all.write(length >> 8);
        } else if (length >= 0x80) {
            all.write(0x81);
        }
        all.write(length);
        all.writeBytes(content.toByteArray());
        return all.toByteArray();
    }
}
