// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.test.internal.media;

import java.util.Optional;

/** The four bytes before each frame of an MP3 (MPEG-1, -2 or -2.5, Layer III). Immutable. */
record Mp3FrameHeader(int bytes, double seconds) {
    private static final int[] KBITS_MPEG_1 = {0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 0};
    private static final int[] KBITS_MPEG_2 = {0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160, 0};
    private static final int[] HERTZ_MPEG_1 = {44_100, 48_000, 32_000, 0};

    /** The header at a place; empty when there is none. */
    static Optional<Mp3FrameHeader> at(byte[] mp3, int at) {
        int second = mp3[at + 1] & 0xFF;
        boolean layer3 = mp3[at] == (byte) 0xFF && (second & 0xE6) == 0xE2;
        int version = second >> 3 & 3;
        if (!layer3 || version == 1) {
            return Optional.empty();
        }
        int third = mp3[at + 2] & 0xFF;
        boolean mpeg1 = version == 3;
        int kbits = (mpeg1 ? KBITS_MPEG_1 : KBITS_MPEG_2)[third >> 4];
        int hertz = HERTZ_MPEG_1[third >> 2 & 3] / (mpeg1 ? 1 : version == 2 ? 2 : 4);
        if (kbits == 0 || hertz == 0) {
            return Optional.empty();
        }
        int samples = mpeg1 ? 1_152 : 576;
        int bytes = samples / 8 * kbits * 1_000 / hertz + (third >> 1 & 1);
        return Optional.of(new Mp3FrameHeader(bytes, samples / (double) hertz));
    }
}
