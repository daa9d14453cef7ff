// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.body;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Random;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.StreamCache;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.support.UnitOfWorkHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A body that can be read again until its exchange is complete. */
class MediaBodyTest {

    private final CamelContext camel = new DefaultCamelContext();
    private final Exchange exchange = new DefaultExchange(camel);
    private final RecordingSource source = new RecordingSource(bytes(200_000));

    /** Gives a few thousand bytes at a time and knows whether it was closed. */
    private static final class RecordingSource extends InputStream {
        private final ByteArrayInputStream bytes;
        private boolean closed;
        private int received;

        RecordingSource(byte[] bytes) {
            this.bytes = new ByteArrayInputStream(bytes);
        }

        @Override
        public int read() {
            throw new AssertionError("reads single bytes");
        }

        @Override
        public int read(byte[] target, int offset, int count) {
            int read = bytes.read(target, offset, Math.min(count, 3_000));
            received += Math.max(0, read);
            return read;
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    private static byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        new Random(count).nextBytes(bytes);
        return bytes;
    }

    private static void complete(Exchange exchange) {
        UnitOfWorkHelper.doneSynchronizations(
                exchange, exchange.getExchangeExtension().handoverCompletions());
    }

    @AfterEach
    void noFileIsLeft() throws Exception {
        complete(exchange);
        camel.close();

        assertThat(OpenSpools.count()).isZero();
    }

    @Nested
    class Arriving {

        @Test
        void isReadWhileItArrives() throws IOException {
            MediaBody body = MediaBody.arriving(source, exchange);

            byte[] first = body.readNBytes(1_000);

            assertThat(bytes(200_000)).startsWith(first);
            assertThat(source.received).isEqualTo(1_000);
        }

        @Test
        void hasAllBytes() throws IOException {
            assertThat(MediaBody.arriving(source, exchange).readAllBytes()).isEqualTo(bytes(200_000));
        }

        @Test
        void givesTheConnectionBackAtTheEndOfTheBytes() throws IOException {
            MediaBody body = MediaBody.arriving(source, exchange);

            body.readAllBytes();

            assertThat(source.closed).isTrue();
            assertThat(body.length()).isEqualTo(200_000);
        }

        @Test
        void doesNotKnowItsLengthBefore() throws IOException {
            MediaBody body = MediaBody.arriving(source, exchange);

            body.readNBytes(10);

            assertThat(body.length()).isZero();
        }

        @Test
        void canBeReadAgainFromTheBeginning() throws IOException {
            MediaBody body = MediaBody.arriving(source, exchange);
            body.readNBytes(150_000);

            body.reset();

            assertThat(body.position()).isZero();
            assertThat(body.available()).isGreaterThanOrEqualTo(150_000);
            assertThat(body.readAllBytes()).isEqualTo(bytes(200_000));
            assertThat(source.received).isEqualTo(200_000);
        }

        @Test
        void isReadByteByByte() throws IOException {
            MediaBody body = MediaBody.arriving(new ByteArrayInputStream(new byte[] {1, -1}), exchange);

            assertThat(body.read()).isEqualTo(1);
            assertThat(body.read()).isEqualTo(255);
            assertThat(body.read()).isEqualTo(-1);
            assertThat(body.read(new byte[1], 0, 0)).isZero();
        }

        @Test
        void goesOnAfterWhatHasArrivedBefore() throws IOException {
            Spool begun = Spools.of(new ByteArrayInputStream("hel".getBytes()), 100);

            MediaBody body = MediaBody.arriving(begun, new ByteArrayInputStream("lo".getBytes()), exchange);

            assertThat(body.readAllBytes()).asString().isEqualTo("hello");
        }

        @Test
        void keepsLittleInMemory() throws IOException {
            MediaBody body = MediaBody.arriving(source, exchange);
            body.readNBytes(100_000);
            assertThat(body.inMemory()).isTrue();

            body.readAllBytes();

            assertThat(body.inMemory()).isFalse();
        }
    }

    @Nested
    class ClosedBeforeItsEnd {

        @Test
        void whatIsOnItsWayGoesOnArriving() throws IOException {
            camel.setStreamCaching(true);
            InputStream body = MediaBody.closeKeeps(source, exchange);
            body.readNBytes(5_000);

            body.close();

            assertThat(source.closed).isFalse();
        }

        @ParameterizedTest(name = "stream caching: {0}")
        @ValueSource(booleans = {true, false})
        void whatIsLiveIsGivenUp(boolean caching) throws IOException {
            camel.setStreamCaching(caching);
            InputStream body = MediaBody.closeAbandons(source, exchange);
            body.readNBytes(5_000);

            body.close();

            assertThat(source.closed).isTrue();
        }

        @Test
        void whatWasReadOfItCanBeReadAgain() throws IOException {
            camel.setStreamCaching(true);
            InputStream body = MediaBody.closeAbandons(source, exchange);
            byte[] begun = body.readNBytes(3_000);
            body.close();

            body.reset();

            assertThat(body.readNBytes(3_000)).isEqualTo(begun);
        }
    }

    @Nested
    class Copies {

        @Test
        void readOnTheirOwn() throws IOException {
            MediaBody body = MediaBody.arriving(source, exchange);
            body.readNBytes(5_000);

            StreamCache copy = body.copy(exchange);

            assertThat(bytes(200_000)).startsWith(((InputStream) copy).readNBytes(10));
            assertThat(body.position()).isEqualTo(5_000);
            assertThat(body.readAllBytes()).hasSize(195_000);
            assertThat(copy.position()).isEqualTo(10);
        }

        @Test
        void outliveTheOriginal() throws IOException {
            Exchange other = new DefaultExchange(camel);
            MediaBody body = MediaBody.of(Spools.of(source, Long.MAX_VALUE), exchange);
            StreamCache copy = body.copy(other);

            complete(exchange);

            ByteArrayOutputStream sink = new ByteArrayOutputStream();
            copy.writeTo(sink);
            assertThat(sink.toByteArray()).isEqualTo(bytes(200_000));
            complete(other);
        }
    }

    @Nested
    class WhenTheExchangeIsComplete {

        @Test
        void theSourceIsClosed() {
            MediaBody.arriving(source, exchange);

            complete(exchange);

            assertThat(source.closed).isTrue();
        }

        @ParameterizedTest(name = "{0} bytes")
        @ValueSource(ints = {100, 200_000})
        void readingFailsAndSaysWhatToDo(int count) throws IOException {
            MediaBody body = MediaBody.of(Spools.of(new ByteArrayInputStream(bytes(count)), 300_000), exchange);

            complete(exchange);

            assertThatThrownBy(body::readAllBytes)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(
                            "read the body within the route, for example with" + " convertBodyTo(byte[].class)");
        }
    }
}
