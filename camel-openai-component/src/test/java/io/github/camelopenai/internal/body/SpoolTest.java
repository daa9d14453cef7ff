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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes kept in memory or in a file. */
class SpoolTest {

    private static byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        new Random(count).nextBytes(bytes);
        return bytes;
    }

    private static byte[] read(Spool spool) throws IOException {
        ByteArrayOutputStream sink = new ByteArrayOutputStream();
        spool.writeTo(sink);
        return sink.toByteArray();
    }

    @AfterEach
    void noFileIsLeft() {
        assertThat(OpenSpools.count()).isZero();
    }

    @ParameterizedTest(name = "{0} bytes")
    @ValueSource(ints = {0, 1, 8 * 1024, 8 * 1024 + 1, 16 * 1024, Spool.IN_MEMORY, Spool.IN_MEMORY + 1, 1_000_000})
    void givesBackWhatItGot(int count) throws IOException {
        byte[] bytes = bytes(count);

        try (Spool spool = Spools.of(new ByteArrayInputStream(bytes), Long.MAX_VALUE)) {
            assertThat(read(spool)).isEqualTo(bytes);
            assertThat(read(spool)).isEqualTo(bytes);
            assertThat(spool.length()).isEqualTo(count);
            assertThat(spool.inMemory()).isEqualTo(count <= Spool.IN_MEMORY);
        }
    }

    @Test
    void movesToAFileBeyondTheThreshold() throws IOException {
        try (Spool spool = Spools.of(new ByteArrayInputStream(bytes(Spool.IN_MEMORY)), Long.MAX_VALUE)) {
            assertThat(OpenSpools.count()).isZero();

            spool.append(new byte[] {42}, 0, 1);

            assertThat(OpenSpools.count()).isEqualTo(1);
            assertThat(read(spool)).startsWith(bytes(Spool.IN_MEMORY)).endsWith(42);
        }
    }

    @Test
    void stopsSoonBehindItsLimit() throws IOException {
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                return 7;
            }
        };

        try (Spool spool = Spools.of(endless, 100_000)) {
            assertThat(spool.length()).isGreaterThan(100_000).isLessThan(150_000);
        }
    }

    @Test
    void closesWhenItsSourceFails() {
        InputStream broken = new InputStream() {
            private int left = 200_000;

            @Override
            public int read() throws IOException {
                if (left-- == 0) {
                    throw new IOException("cut");
                }
                return 7;
            }

            @Override
            public int read(byte[] target, int offset, int count) throws IOException {
                target[offset] = (byte) read();
                return 1;
            }
        };

        assertThatThrownBy(() -> Spools.of(broken, Long.MAX_VALUE)).hasMessage("cut");
    }

    @Test
    void readsAnywhere() throws IOException {
        byte[] target = new byte[10];

        try (Spool spool = Spools.of(new ByteArrayInputStream("hello world".getBytes()), 100)) {
            assertThat(spool.read(6, target, 2, 8)).isEqualTo(5);
            assertThat(new String(target, 2, 5)).isEqualTo("world");
            assertThat(spool.read(11, target, 0, 1)).isEqualTo(-1);
            assertThat(spool.read(99, target, 0, 1)).isEqualTo(-1);
        }
    }

    @Test
    void showsItsHead() throws IOException {
        try (Spool spool = Spools.of(new ByteArrayInputStream("hello".getBytes()), 100)) {
            assertThat(spool.head(3)).asString().isEqualTo("hel");
            assertThat(spool.head(12)).asString().isEqualTo("hello");
        }
        try (Spool empty = Spools.empty()) {
            assertThat(empty.head(12)).isEmpty();
        }
    }

    @Test
    void isWrittenToLikeAStream() throws IOException {
        try (Spool spool = Spools.empty()) {
            spool.sink().write('h');
            spool.sink().write("xellox".getBytes(), 1, 4);
            spool.sink().close();

            assertThat(read(spool)).asString().isEqualTo("hello");
        }
    }

    @Nested
    class Closed {

        @Test
        void cannotBeReadAndSaysWhatToDo() throws IOException {
            Spool spool = Spools.of(new ByteArrayInputStream(bytes(10)), 100);
            spool.close();

            assertThatThrownBy(() -> spool.read(0, new byte[1], 0, 1))
                    .isInstanceOf(IOException.class)
                    .hasMessage("the exchange is complete and its stream is closed; read the body within the route,"
                            + " for example with convertBodyTo(byte[].class)");
        }

        @Test
        void cannotBeWritten() throws IOException {
            Spool spool = Spools.empty();
            spool.close();

            assertThatThrownBy(() -> spool.append(new byte[1], 0, 1)).hasMessage("the spool is closed");
        }

        @Test
        void closesAgainWithoutHarm() throws IOException {
            Spool spool = Spools.of(new ByteArrayInputStream(bytes(200_000)), Long.MAX_VALUE);

            spool.close();
            spool.close();

            assertThat(OpenSpools.count()).isZero();
        }

        @Test
        void waitsForItsLastHolder() throws IOException {
            Spool spool = Spools.of(new ByteArrayInputStream(bytes(200_000)), Long.MAX_VALUE);
            Spool second = spool.retain();

            spool.close();
            assertThat(read(second)).isEqualTo(bytes(200_000));
            assertThat(OpenSpools.count()).isEqualTo(1);

            second.close();
            assertThat(OpenSpools.count()).isZero();
        }
    }
}
