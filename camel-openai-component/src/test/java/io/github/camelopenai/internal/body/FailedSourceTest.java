// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.body;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.support.UnitOfWorkHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What arrives and breaks off never looks whole, however often it is read and whatever its source says afterwards. */
class FailedSourceTest {

    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final Exchange exchange = new DefaultExchange(camel);

    @AfterEach
    void stop() throws Exception {
        UnitOfWorkHelper.doneSynchronizations(
                exchange, exchange.getExchangeExtension().handoverCompletions());
        camel.close();
    }

    /** Ten bytes, a failure, and then a quiet end. */
    private static InputStream broken(Exception failure) {
        return new InputStream() {
            private int count;
            private boolean hasFailed;

            @Override
            public int read() throws IOException {
                if (count < 10) {
                    return count++;
                }
                if (hasFailed) {
                    return -1;
                }
                hasFailed = true;
                if (failure instanceof IOException known) {
                    throw known;
                }
                throw (RuntimeException) failure;
            }

            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                target[offset] = (byte) read();
                return hasFailed ? -1 : 1;
            }
        };
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void failsEachTimeThatItIsRead(boolean unchecked) {
        Exception failure = unchecked ? new IllegalStateException("cut") : new IOException("cut");
        MediaBody body = MediaBody.arriving(broken(failure), exchange);

        for (int time = 0; time < 3; time++) {
            body.reset();
            assertThatThrownBy(body::readAllBytes).hasMessage("cut");
        }
    }

    @Test
    void aCopyFailsToo() {
        MediaBody body = MediaBody.arriving(broken(new IOException("cut")), exchange);
        assertThatThrownBy(body::readAllBytes).hasMessage("cut");

        assertThatThrownBy(() -> body.copy(exchange)).hasMessage("cut");
        assertThatThrownBy(() -> body.writeTo(new ByteArrayOutputStream())).hasMessage("cut");
    }

    @Test
    void whatHasArrivedCanStillBeRead() throws IOException {
        MediaBody body = MediaBody.arriving(broken(new IOException("cut")), exchange);
        assertThatThrownBy(body::readAllBytes).hasMessage("cut");

        body.reset();

        assertThat(body.readNBytes(10)).hasSize(10);
    }
}
