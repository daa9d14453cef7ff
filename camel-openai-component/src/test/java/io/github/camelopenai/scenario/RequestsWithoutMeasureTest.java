// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenai.error.OpenAiRequestException;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that no server could answer: bodies without an end, and numbers beyond all bounds. */
class RequestsWithoutMeasureTest extends RawServerScenario {

    /** Letters without end; counted, so that a test ends where nobody does. */
    private static final class Endless extends InputStream {
        private long given;

        @Override
        public int read() throws IOException {
            return read(new byte[1], 0, 1) < 0 ? -1 : 'a';
        }

        @Override
        public int read(byte[] target, int offset, int count) throws IOException {
            given += count;
            if (given > 100L << 20) {
                throw new IOException("read without bound");
            }
            Arrays.fill(target, offset, offset + count, (byte) 'a');
            return count;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"chat", "image", "speech", "embed"})
    void aTextWithoutEndIsRefused(String operation) {
        OpenAiRequestException failure =
                failureOf(call("openai:" + operation + "?model=m", new Endless()), OpenAiRequestException.class);

        assertThat(failure).hasMessageContaining("longer than 32 MiB");
        assertThat(server.received()).isEmpty();
    }

    @Test
    void aFileThatIsTooLongForATextIsRefused(@TempDir Path folder) throws IOException {
        Path path = folder.resolve("long.txt");
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            byte[] letters = new byte[8192];
            Arrays.fill(letters, (byte) 'a');
            file.write(letters);
            file.setLength(40L << 20);
        }

        for (Object body : List.of(path, path.toFile())) {
            assertThat(failureOf(call("openai:speech?model=m", body), OpenAiRequestException.class))
                    .hasMessageContaining("longer than 32 MiB");
        }
        assertThat(server.received()).isEmpty();
    }

    @Test
    void numbersBeyondAllBoundsAreTheServersToRefuse() {
        Map<String, Object> message = Map.of("role", "user", "content", "hi");
        for (Object number : List.of(1e30, Long.MAX_VALUE, Integer.MAX_VALUE, -1)) {
            for (String field : List.of("n", "max_tokens", "max_completion_tokens")) {
                Map<String, Object> request = Map.of("messages", List.of(message), field, number);

                assertThat(bodyOf(call("openai:chat?model=m", request)))
                        .as("%s=%s", field, number)
                        .isEqualTo("hello");
            }
        }
    }
}
