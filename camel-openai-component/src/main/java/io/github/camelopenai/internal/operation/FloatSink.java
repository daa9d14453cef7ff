// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.operation;

import java.io.OutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Takes little-endian 32-bit floats as bytes, in slices of any length. Not thread-safe. */
final class FloatSink extends OutputStream {

    /** The most common length; only a first guess. */
    static final int USUAL_SIZE = 1536;

    private static final VarHandle FLOATS =
            MethodHandles.byteArrayViewVarHandle(float[].class, ByteOrder.LITTLE_ENDIAN);

    private final byte[] cut = new byte[Float.BYTES];
    private int cutLength;
    private float[] floats;
    private int count;

    /**
     * @param expected how many, or 0 when unknown
     */
    FloatSink(int expected) {
        floats = new float[expected == 0 ? USUAL_SIZE : expected];
    }

    @Override
    public void write(int value) {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        int at = offset;
        int end = offset + length;
        while (cutLength > 0 && at < end) { // complete the float that the last slice cut
            cut[cutLength++] = bytes[at++];
            if (cutLength == Float.BYTES) {
                add(cut, 0);
                cutLength = 0;
            }
        }
        for (; end - at >= Float.BYTES; at += Float.BYTES) {
            add(bytes, at);
        }
        while (at < end) {
            cut[cutLength++] = bytes[at++];
        }
    }

    private void add(byte[] bytes, int at) {
        if (count == floats.length) {
            floats = Arrays.copyOf(floats, count * 2);
        }
        floats[count++] = (float) FLOATS.get(bytes, at);
    }

    /** All of them; empty when they end in the middle of a number. */
    float[] toVector() {
        if (cutLength > 0) {
            return new float[0];
        }
        return count == floats.length ? floats : Arrays.copyOf(floats, count);
    }
}
