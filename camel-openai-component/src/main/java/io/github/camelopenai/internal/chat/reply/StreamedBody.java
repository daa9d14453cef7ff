// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.chat.reply;

import io.github.camelopenai.internal.client.call.FirstBytes;
import io.github.camelopenai.internal.client.call.ReplyHead;
import io.github.camelopenai.internal.client.call.UnexpectedContent;
import io.github.camelopenai.internal.operation.FullResponse;
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

    private final ReplyHead head;
    private final boolean saysJson;
    private final FirstBytes beginning = new FirstBytes();
    private boolean looked;
    private boolean document;
    private int first = NONE; // looked at, not yet read

    StreamedBody(ReplyHead head, InputStream body) {
        super(body);
        this.head = head;
        String type = head.header("content-type");
        this.saysJson = type != null && type.regionMatches(true, 0, JSON, 0, JSON.length());
    }

    /** Whether it is a whole document; may wait for the first byte, as servers say JSON where they send events too. */
    boolean isDocument() throws IOException {
        if (saysJson && !looked) {
            looked = true;
            do {
                first = fetch();
            } while (Character.isWhitespace(first));
            document = first == '{';
        }
        return document;
    }

    private int fetch() throws IOException {
        byte[] one = new byte[1];
        return fetch(one, 0, 1) < 0 ? NONE : one[0] & 0xFF;
    }

    private int fetch(byte[] target, int offset, int count) throws IOException {
        int read = in.read(target, offset, count);
        beginning.add(target, offset, read);
        return read;
    }

    /** What has come, for the case that it is no answer. */
    UnexpectedContent stranger() {
        return beginning.stranger(head);
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
            return fetch(target, offset, count);
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
