// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.benchmarks.overhead.camel;

import static org.assertj.core.api.Assertions.assertThatCode;

import io.github.camelopenai.benchmarks.overhead.client.Work;
import io.github.camelopenai.benchmarks.overhead.server.FastServer;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CamelClientTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource
    void doesTheWholeWork(Work work) throws Exception {
        Path audio = folder.resolve("audio.mp3");
        try (RandomAccessFile file = new RandomAccessFile(audio.toFile(), "rw")) {
            file.setLength(Work.AUDIO_BYTES);
        }

        try (FastServer server = FastServer.start();
                CamelClient client = new CamelClient(work.baseUrl(server.baseUrl()))) {
            assertThatCode(() -> work.callOnce(client, audio, () -> {})).doesNotThrowAnyException();
        }
    }
}
