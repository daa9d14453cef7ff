// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.audio;

import io.github.camelopenai.internal.client.call.SourceFailure;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Takes the frames of AAC apart that come one behind the other, each with an ADTS header (ISO/IEC 14496-3, 1.A.3.2). A last
 * frame may be cut. Not thread-safe.
 */
abstract class AdtsFrames extends OutputStream {

    private static final int SHORT_HEADER = 7;
    private static final int CHECKED_HEADER = 9;

    private final byte[] header = new byte[CHECKED_HEADER];
    private int headerCount;
    private int left; // bytes of the frame that have not come yet

    /** A frame begins whose payload has so many bytes. */
    abstract void frame(Aac aac, int size) throws IOException;

    /** The next bytes of its payload. */
    abstract void payload(byte[] bytes, int offset, int count) throws IOException;

    /**
     * How to decode frames.
     *
     * @param objectType the kind of AAC, counted from 1
     * @param rate       the place of the sample rate in the standard's table
     * @param channels   how many, or the standard's number for their order
     */
    record Aac(int objectType, int rate, int channels) {}

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int count) throws IOException {
        int at = offset;
        int end = offset + count;
        while (at < end) {
            if (left > 0) {
                int taken = Math.min(left, end - at);
                payload(bytes, at, taken);
                left -= taken;
                at += taken;
            } else {
                header[headerCount++] = bytes[at++];
                endHeader();
            }
        }
    }

    /** Bytes of a frame that has begun and not ended. */
    final int missing() {
        return left;
    }

    private void endHeader() throws IOException {
        if (headerCount < SHORT_HEADER) {
            return;
        }
        boolean checked = (header[1] & 1) == 0;
        int length = checked ? CHECKED_HEADER : SHORT_HEADER;
        if (headerCount < length) {
            return;
        }
        headerCount = 0;
        int size = ((header[3] & 3) << 11 | (header[4] & 0xFF) << 3 | (header[5] & 0xFF) >>> 5) - length;
        boolean isFrame = header[0] == (byte) 0xFF && (header[1] & 0xF6) == 0xF0;
        boolean isSingle = (header[6] & 3) == 0; // several blocks in a frame are legal, and nobody writes them
        Aac aac =
                new Aac((header[2] >>> 6 & 3) + 1, header[2] >>> 2 & 0xF, (header[2] & 1) << 2 | (header[3] >>> 6 & 3));
        if (!isFrame || !isSingle || size <= 0) {
            throw SourceFailure.refused("the recording begins as AAC, but its frames do not follow each other");
        }
        left = size;
        frame(aac, size);
    }
}
