// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.github.camelopenai.internal.body.OpenSpools;
import io.github.camelopenai.internal.body.Spool;
import io.github.camelopenai.internal.body.SpoolFolder;
import io.github.camelopenai.internal.body.Spools;
import io.github.camelopenai.internal.client.call.FakeReplyHead;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the bytes of pictures hold while they are there, and afterwards. */
class ImageSpoolsTest {

    private static final String LARGE = Base64.getEncoder().encodeToString(new byte[300_000]);

    private static Images read(String json) throws IOException {
        return new ImagesReader(true, false, 1, SpoolFolder.OF_THE_JVM)
                .read(
                        new FakeReplyHead(200),
                        new ByteArrayInputStream(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void bytesThatComeTwiceInOneItemAreReleased() throws IOException {
        try (Images images = read("{'data':[{'b64_json':'" + LARGE + "','b64_json':'AAAA'}]}")) {
            assertThat(OpenSpools.count()).isZero();
            assertThat(images.items().get(0).bytes().length()).isEqualTo(3);
        }
    }

    @Test
    void bytesAreReleasedWhereNoneFollowUnderTheSameName() throws IOException {
        try (Images images = read("{'data':[{'b64_json':'" + LARGE + "','b64_json':null,'url':'http://x'}]}")) {
            assertThat(OpenSpools.count()).isZero();
            assertThat(images.items().get(0).url()).isEqualTo("http://x");
        }
    }

    @Test
    void bytesBesideAUrlThatWasAskedForAreReleased() throws IOException {
        try (Images images = read("{'data':[{'b64_json':'" + LARGE + "','url':'http://x'}]}")) {
            assertThat(OpenSpools.count()).isZero();
            assertThat(images.items().get(0).url()).isEqualTo("http://x");
        }
    }

    @Test
    void smallBytesTakeLittleMemory() throws IOException {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        List<Spool> spools = new ArrayList<>(1_000);
        fill(Spools.empty());
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int count = 0; count < 1_000; count++) {
            spools.add(fill(Spools.empty()));
        }

        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(1_000_000);
        for (Spool spool : spools) {
            spool.close();
        }
    }

    private static Spool fill(Spool spool) throws IOException {
        spool.append(new byte[60], 0, 60);
        return spool;
    }
}
