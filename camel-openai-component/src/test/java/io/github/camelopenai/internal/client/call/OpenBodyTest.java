// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.client.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelopenai.error.OpenAiException;
import io.github.camelopenai.error.OpenAiTransportException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A body that the route reads while the server still sends. */
class OpenBodyTest {

    private final InputStream broken = new InputStream() {
        @Override
        public int read() throws IOException {
            throw new IOException("reset, with a secret");
        }
    };

    @Test
    void givesTheBytesOfTheServer() throws IOException {
        OpenBody body = new OpenBody(new ByteArrayInputStream(new byte[] {1, -1, 3}));

        assertThat(body.available()).isEqualTo(3);
        assertThat(body.read()).isEqualTo(1);
        assertThat(body.read()).isEqualTo(255);
        assertThat(body.readAllBytes()).containsExactly(3);
        assertThat(body.read()).isEqualTo(-1);
        assertThat(body.closed()).isNotDone();
    }

    @Test
    void saysWhereTheServerBrokeOff() {
        OpenBody body = new OpenBody(new SequenceInputStream(new ByteArrayInputStream(new byte[7]), broken));

        assertThatThrownBy(body::readAllBytes)
                .isInstanceOfSatisfying(OpenAiTransportException.class, failure -> assertThat(failure.isRetryable())
                        .isTrue())
                .hasMessage("the server's stream broke off after 7 bytes: IOException");
    }

    @Test
    void tellsThatItIsClosed() throws IOException {
        OpenBody body = new OpenBody(new ByteArrayInputStream(new byte[7]));

        body.close();

        assertThat(body.closed()).isDone();
        assertThat(body.available()).isZero();
        assertThatThrownBy(body::read)
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(OpenAiException.class)
                .hasMessageContaining("read the body within the route");
    }

    @Test
    void tellsThatItIsClosedThoughClosingFails() {
        OpenBody body = new OpenBody(new InputStream() {
            @Override
            public int read() {
                return -1;
            }

            @Override
            public void close() throws IOException {
                throw new IOException("reset");
            }
        });

        assertThatThrownBy(body::close).hasMessage("reset");
        assertThat(body.closed()).isDone();
    }

    @Test
    void closingWhileAnotherThreadReadsBreaksItOff() throws IOException {
        AtomicInteger brokenOff = new AtomicInteger();
        OpenBody body = new OpenBody(new ByteArrayInputStream(new byte[10]) {
            @Override
            public void close() {
                throw new IllegalStateException("Unbalanced enter/exit"); // as OkHttp does then
            }
        });
        body.onAbandon(brokenOff::incrementAndGet);

        body.close();

        assertThat(brokenOff).hasValue(1);
        assertThat(body.closed()).isDone();
    }
}
