// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelopenai.internal.body.MediaType;
import io.github.camelopenai.internal.client.call.Source;
import io.github.camelopenai.internal.client.call.SourceFailure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** AAC frames as an MP4 file, read by the rules of ISO/IEC 14496-12. */
class AacInMp4Test {

    /** A frame of 24 kHz, mono, AAC-LC. */
    static byte[] frame(String payload) {
        return frame(payload, 0xF1, 0x58, 0x40);
    }

    private static byte[] frame(String payload, int second, int third, int fourth) {
        byte[] content = payload.getBytes(StandardCharsets.ISO_8859_1);
        int header = (second & 1) == 1 ? 7 : 9;
        int length = header + content.length;
        return ByteBuffer.allocate(length)
                .put((byte) 0xFF)
                .put((byte) second)
                .put((byte) third)
                .put((byte) (fourth | length >>> 11))
                .put((byte) (length >>> 3))
                .put((byte) (length << 5 | 0x1F))
                .put((byte) 0xFC)
                .position(header)
                .put(content)
                .array();
    }

    private static byte[] join(byte[]... pieces) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (byte[] piece : pieces) {
            joined.writeBytes(piece);
        }
        return joined.toByteArray();
    }

    private static byte[] written(byte[] frames) throws IOException {
        AacInMp4 file = new AacInMp4(Source.of(frames));
        ByteArrayOutputStream sink = new ByteArrayOutputStream();
        long announced = file.length();
        file.writeTo(sink);
        assertThat((long) sink.size()).isEqualTo(announced);
        return sink.toByteArray();
    }

    /** The content of a box within boxes. */
    private static ByteBuffer box(byte[] file, String... path) {
        ByteBuffer within = ByteBuffer.wrap(file);
        for (String type : path) {
            within = child(within, type);
        }
        return within;
    }

    private static ByteBuffer child(ByteBuffer boxes, String type) {
        ByteBuffer rest = boxes.slice();
        while (rest.hasRemaining()) {
            int size = rest.getInt(0);
            byte[] name = new byte[4];
            rest.get(4, name);
            if (new String(name, StandardCharsets.US_ASCII).equals(type)) {
                return rest.slice(8, size - 8);
            }
            rest = rest.slice(size, rest.remaining() - size);
        }
        throw new AssertionError("there is no box " + type);
    }

    @Test
    void beginsAsAFileThatTheApiTakes() throws IOException {
        byte[] file = written(frame("abc"));

        assertThat(MediaType.ofHead(Arrays.copyOf(file, MediaType.HEAD))).contains(MediaType.M4A);
    }

    @Test
    void holdsThePayloadsOfAllFramesWhereTheTableSaysSo() throws IOException {
        byte[] file = written(join(frame("abc"), frame("d"), frame("ef")));

        ByteBuffer sizes = box(file, "moov", "trak", "mdia", "minf", "stbl", "stsz");
        assertThat(new int[] {sizes.getInt(8), sizes.getInt(12), sizes.getInt(16), sizes.getInt(20)})
                .containsExactly(3, 3, 1, 2);
        int offset = box(file, "moov", "trak", "mdia", "minf", "stbl", "stco").getInt(8);
        assertThat(new String(file, offset, file.length - offset, StandardCharsets.US_ASCII))
                .isEqualTo("abcdef");
        assertThat(box(file, "mdat").remaining()).isEqualTo(6);
    }

    @Test
    void tellsRateAndLength() throws IOException {
        ByteBuffer media = box(written(join(frame("abc"), frame("d"))), "moov", "trak", "mdia", "mdhd");

        assertThat(media.getInt(12)).isEqualTo(24_000);
        assertThat(media.getInt(16)).isEqualTo(2 * 1_024);
    }

    @Test
    void tellsHowToDecode() throws IOException {
        ByteBuffer entry = box(written(frame("abc")), "moov", "trak", "mdia", "minf", "stbl", "stsd")
                .slice(8 + 8, 28 + 8 + 31);

        byte[] descriptor = new byte[31];
        entry.get(28 + 8, descriptor);
        assertThat(descriptor).endsWith(0x05, 0x02, 0x13, 0x08, 0x06, 0x01, 0x02); // LC, 24 kHz, one channel
        assertThat(entry.getShort(16)).isEqualTo((short) 1);
    }

    @Test
    void takesFramesWithAChecksum() throws IOException {
        byte[] file = written(join(frame("abc", 0xF0, 0x50, 0x80), frame("d", 0xF0, 0x50, 0x80)));

        assertThat(new String(file, StandardCharsets.ISO_8859_1)).endsWith("mdatabcd");
    }

    @Test
    void takesFramesThatComeInPieces() throws IOException {
        byte[] frames = join(frame("abc"), frame("d"));
        AacInMp4 file = new AacInMp4(sink -> {
            for (byte one : frames) {
                sink.write(one);
            }
        });
        ByteArrayOutputStream sink = new ByteArrayOutputStream();
        file.writeTo(sink);

        assertThat(sink.toByteArray()).isEqualTo(written(frames));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 6, 7, 8})
    void leavesALastFrameOutThatIsCut(int bytes) throws IOException {
        byte[] file = written(join(frame("abc"), Arrays.copyOf(frame("defg"), bytes)));

        assertThat(new String(file, StandardCharsets.ISO_8859_1)).endsWith("mdatabc");
    }

    @Test
    void isWrittenAsOftenAsItIsSent() throws IOException {
        AacInMp4 file = new AacInMp4(Source.of(frame("abc")));
        ByteArrayOutputStream first = new ByteArrayOutputStream();
        ByteArrayOutputStream second = new ByteArrayOutputStream();

        file.writeTo(first);
        file.writeTo(second);

        assertThat(second.toByteArray()).isEqualTo(first.toByteArray());
    }

    @Test
    void refusesWhatIsNoSeriesOfFramesOfOneKind() {
        byte[][] broken = {
            {},
            Arrays.copyOf(frame("abc"), 8),
            join(frame("abc"), new byte[20]),
            join(frame("abc"), frame("abc", 0xF1, 0x50, 0x80)), // another rate and two channels
            frame("abc", 0xF1, 0x7C, 0x40), // a rate that the standard does not have
            frame("abc", 0xF1, 0x58, 0x00), // channels told within the frame
        };
        for (byte[] frames : broken) {
            assertThatThrownBy(() -> new AacInMp4(Source.of(frames)).length()).isInstanceOf(SourceFailure.class);
        }
    }
}
