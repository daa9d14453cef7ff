// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.client.http;

import io.github.camelopenai.internal.client.call.Source;
import io.github.camelopenai.internal.client.call.SourceFailure;
import java.io.IOException;
import java.io.OutputStream;

/** Writes the bytes of a source to the network, as many as were announced, and reports which of the two has failed. */
final class SourceCopy extends OutputStream {

    private final OutputStream network;
    private final long size;
    private long taken;
    private IOException failure; // of this side, even if the source hides it

    private SourceCopy(OutputStream network, long size) {
        this.network = network;
        this.size = size;
    }

    /**
     * Writes all bytes; leaves the network open.
     *
     * @param size how many there must be; negative when that is not known
     * @throws SourceFailure when the source failed, or has another size
     * @throws IOException   when the network failed
     */
    static void write(Source source, long size, OutputStream network) throws IOException {
        SourceCopy copy = new SourceCopy(network, size);
        try {
            source.writeTo(copy);
        } catch (SourceFailure e) { // the source itself gives the reason
            throw e;
        } catch (IOException | RuntimeException e) {
            throw copy.failure == null ? SourceFailure.unreadable(e) : copy.failure;
        }
        copy.finish();
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int count) throws IOException {
        try {
            if (size >= 0 && count > size - taken) {
                throw SourceFailure.changed(size, "more"); // one byte more would corrupt the part that follows
            }
            network.write(bytes, offset, count);
            taken += count;
        } catch (IOException e) {
            failure = e;
            throw e;
        }
    }

    private void finish() throws IOException {
        if (failure != null) {
            throw failure;
        }
        if (taken < size) {
            throw SourceFailure.changed(size, String.valueOf(taken));
        }
    }
}
