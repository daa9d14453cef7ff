// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.client.call;

import java.util.Arrays;

/** The first bytes of a body and its length: enough to describe a body that is not an answer. For one reader. */
public final class FirstBytes {

    private static final int KEPT = 512;

    private final byte[] bytes = new byte[KEPT];
    private long received;
    private boolean ended;

    /**
     * Adds the bytes of a read.
     *
     * @param count as the read returned it; below 0 at the end
     */
    public void add(byte[] source, int offset, int count) {
        if (count < 0) {
            ended = true;
            return;
        }
        if (received < KEPT) {
            System.arraycopy(source, offset, bytes, (int) received, (int) Math.min(count, KEPT - received));
        }
        received += count;
    }

    long received() {
        return received;
    }

    /** Whether the body was read to its end and was empty. */
    boolean isEmpty() {
        return ended && received == 0;
    }

    /** Describes the content received, if it is not an answer. */
    public UnexpectedContent stranger(ReplyHead head) {
        return UnexpectedContent.of(head, Arrays.copyOf(bytes, (int) Math.min(received, KEPT)), received, ended);
    }
}
