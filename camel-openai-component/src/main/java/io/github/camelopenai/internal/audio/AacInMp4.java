// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.audio;

import io.github.camelopenai.internal.client.call.Source;
import io.github.camelopenai.internal.client.call.SourceFailure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes AAC frames as an MP4 file, which is the only form in which the API takes AAC. The sound itself is not touched: the
 * frames lose their headers, and a table of them comes before. The source is read twice. Not thread-safe.
 */
final class AacInMp4 implements Source {

    private static final int[] RATES = {
        96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8_000, 7_350
    };

    private static final int SAMPLES_IN_FRAME = 1_024;
    private static final int BOX_HEADER = 8;
    private static final int ONE = 0x00010000; // in fixed point
    private static final int[] MATRIX = {ONE, 0, 0, 0, ONE, 0, 0, 0, 0x40000000};

    private final Source frames;
    private Table table; // null until the source has been read once

    /**
     * @param frames each with an ADTS header
     */
    AacInMp4(Source frames) {
        this.frames = frames;
    }

    /** How long the file is; reads the source. */
    long length() throws IOException {
        Table known = table();
        return head(known).length + known.bytes;
    }

    @Override
    public void writeTo(OutputStream sink) throws IOException {
        Table known = table();
        sink.write(head(known));
        frames.writeTo(new Payloads(sink, known.bytes));
    }

    private Table table() throws IOException {
        if (table == null) {
            Table read = new Table();
            frames.writeTo(read);
            read.end();
            table = read;
        }
        return table;
    }

    /** The sizes of all frames. */
    private static final class Table extends AdtsFrames {
        private AdtsFrames.Aac aac;
        private int[] sizes = new int[1_024];
        private int count;
        private long bytes;

        @Override
        void frame(AdtsFrames.Aac next, int size) throws IOException {
            if (aac == null && (next.rate() >= RATES.length || next.channels() == 0)
                    || aac != null && !aac.equals(next)) {
                throw SourceFailure.refused("the recording is AAC whose frames are not all of one kind that is known");
            }
            if (count == sizes.length) {
                sizes = Arrays.copyOf(sizes, count * 2);
            }
            aac = next;
            sizes[count++] = size;
            bytes += size;
        }

        @Override
        void payload(byte[] ignored, int offset, int size) {}

        void end() throws IOException {
            if (missing() > 0) { // cut: a player leaves the last frame away too
                bytes -= sizes[--count];
            }
            if (count == 0 || bytes > Integer.MAX_VALUE / 2) {
                throw SourceFailure.refused("the recording is AAC with no whole frame, or with more than 1 GiB");
            }
        }
    }

    /** Lets the frames by without their headers. */
    private static final class Payloads extends AdtsFrames {
        private final OutputStream sink;
        private long left;

        Payloads(OutputStream sink, long left) {
            this.sink = sink;
            this.left = left;
        }

        @Override
        void frame(AdtsFrames.Aac aac, int size) {}

        @Override
        void payload(byte[] bytes, int offset, int count) throws IOException {
            int taken = (int) Math.min(left, count);
            sink.write(bytes, offset, taken);
            left -= taken;
        }
    }

    private static byte[] head(Table table) {
        byte[] type = box("ftyp", ascii("M4A "), ints(0), ascii("M4A mp42isom"));
        int movie = movie(table, 0).length; // as long whatever the offset is
        return join(
                type,
                movie(table, type.length + movie + BOX_HEADER),
                ints((int) table.bytes + BOX_HEADER),
                ascii("mdat"));
    }

    private static byte[] movie(Table table, int offset) {
        int rate = RATES[table.aac.rate()];
        int duration = table.count * SAMPLES_IN_FRAME;
        byte[] media = box(
                "mdia",
                box("mdhd", ints(0, 0, 0, rate, duration, 0x55C40000)), // in an undetermined language
                box("hdlr", ints(0, 0), ascii("soun"), ints(0, 0, 0), new byte[1]),
                box(
                        "minf",
                        box("smhd", ints(0, 0)),
                        box("dinf", box("dref", ints(0, 1), box("url ", ints(1)))),
                        samples(table, rate, offset)));
        return box(
                "moov",
                box("mvhd", ints(0, 0, 0, rate, duration, ONE, 0x01000000, 0, 0), ints(MATRIX), new byte[24], ints(2)),
                box(
                        "trak",
                        box("tkhd", ints(7, 0, 0, 1, 0, duration, 0, 0, 0, 0x01000000), ints(MATRIX), ints(0, 0)),
                        media));
    }

    private static byte[] samples(Table table, int rate, int offset) {
        int channels = table.aac.channels() == 7 ? 8 : table.aac.channels();
        int config = table.aac.objectType() << 11 | table.aac.rate() << 7 | table.aac.channels() << 3;
        byte[] decoder = ByteBuffer.allocate(31)
                .putInt(0)
                .put(new byte[] {3, 25, 0, 1, 0, 4, 17, 0x40, 0x15})
                .put(new byte[11]) // sizes and rates of bits, not told
                .put(new byte[] {5, 2, (byte) (config >>> 8), (byte) config, 6, 1, 2})
                .array();
        byte[] entry = box(
                "mp4a",
                ints(0, 1, 0, 0, channels << 16 | 16, 0, rate <= 0xFFFF ? rate << 16 : 0),
                box("esds", decoder));
        return box(
                "stbl",
                box("stsd", ints(0, 1), entry),
                box("stts", ints(0, 1, table.count, SAMPLES_IN_FRAME)),
                box("stsc", ints(0, 1, 1, table.count, 1)),
                box("stsz", ints(0, 0, table.count), ints(Arrays.copyOf(table.sizes, table.count))),
                box("stco", ints(0, 1, offset)));
    }

    private static byte[] box(String type, byte[]... contents) {
        byte[] content = join(contents);
        return join(ints(content.length + BOX_HEADER), ascii(type), content);
    }

    private static byte[] ints(int... values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Integer.BYTES);
        for (int value : values) {
            bytes.putInt(value);
        }
        return bytes.array();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] join(byte[]... pieces) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (byte[] piece : pieces) {
            joined.writeBytes(piece);
        }
        return joined.toByteArray();
    }
}
