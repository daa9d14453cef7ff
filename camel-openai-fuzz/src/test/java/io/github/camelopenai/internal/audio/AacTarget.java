// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.audio;

import io.github.camelopenai.fuzz.Pieces;
import io.github.camelopenai.fuzz.Promise;
import io.github.camelopenai.fuzz.Target;
import io.github.camelopenai.internal.client.call.Source;
import io.github.camelopenai.internal.client.call.SourceFailure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;

/** Frames of AAC in an MP4 file: as long as announced, the same wherever the source is cut, and the sound untouched. */
public final class AacTarget implements Target {

    @Override
    public void run(byte[] input) throws IOException {
        byte[] whole = file(Source.of(input));
        byte[] pieces = file(sink -> new Pieces(input).transferTo(sink));
        Promise.holds(Arrays.equals(whole, pieces), "the whole, and pieces differ");
        byte[] framed = framed(input);
        byte[] file = file(Source.of(framed));
        if (input.length > 0) {
            byte[] sound = Arrays.copyOfRange(file, file.length - input.length, file.length);
            Promise.holds(Arrays.equals(input, sound), "another sound came out");
        }
    }

    /** Null where it is refused. */
    private static byte[] file(Source source) throws IOException {
        try {
            AacInMp4 aac = new AacInMp4(source);
            long length = aac.length();
            ByteArrayOutputStream sink = new ByteArrayOutputStream();
            aac.writeTo(sink);
            Promise.same(length, (long) sink.size(), "announced, and written");
            return sink.toByteArray();
        } catch (SourceFailure e) {
            return null;
        }
    }

    /** The input as the sound of frames of 100 bytes. */
    private static byte[] framed(byte[] sound) throws IOException {
        ByteArrayOutputStream frames = new ByteArrayOutputStream();
        for (int at = 0; at < sound.length; at += 100) {
            int count = Math.min(100, sound.length - at);
            int size = count + 7;
            frames.write(new byte[] {
                (byte) 0xFF,
                (byte) 0xF1,
                0x50,
                (byte) (0x80 | size >> 11),
                (byte) (size >> 3),
                (byte) (size << 5 | 0x1F),
                (byte) 0xFC
            });
            frames.write(sound, at, count);
        }
        return frames.toByteArray();
    }
}
