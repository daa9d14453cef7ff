// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.operation;

import io.github.camelopenai.internal.client.ReplyHead;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * What came when a stream was asked for: events, or the whole document of a server that does not know streams. For one
 * reader; may be closed by another thread.
 */
final class StreamedBody extends FilterInputStream {

    private static final String JSON = "application/json";
    private static final int NONE = -1;

    private final boolean saysJson;
    private boolean looked;
    private boolean document;
    private int first = NONE; // looked at, not yet read

    StreamedBody(ReplyHead head, InputStream body) {
        super(body);
        String type = head.header("content-type");
        this.saysJson = type != null && type.regionMatches(true, 0, JSON, 0, JSON.length());
    }

    /** Whether it is a whole document; may wait for the first byte, as servers say JSON where they send events too. */
    boolean isDocument() throws IOException {
        if (saysJson && !looked) {
            looked = true;
            do {
                first = in.read();
            } while (Character.isWhitespace(first));
            document = first == '{';
        }
        return document;
    }

    /** The whole document. */
    byte[] readDocument() throws IOException {
        return FullResponse.read(this);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int count) throws IOException {
        if (first == NONE || count == 0) {
            return in.read(target, offset, count);
        }
        target[offset] = (byte) first;
        first = NONE;
        return 1;
    }

    @Override
    public boolean markSupported() {
        return false; // a mark would not know of the first byte
    }
}
