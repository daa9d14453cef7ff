// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.client.call;

import java.io.IOException;
import java.nio.file.Path;

/** The data to send could not be read, or has changed; the network is not to blame. */
public final class SourceFailure extends IOException {

    private static final long serialVersionUID = 1L;

    private SourceFailure(String message, Exception cause) {
        super(message, cause);
    }

    /** The source itself gives the reason why it cannot be sent. */
    public static SourceFailure refused(String reason) {
        return new SourceFailure(reason, null);
    }

    /** The source failed. */
    public static SourceFailure unreadable(Exception cause) {
        return new SourceFailure(
                "a file or stream of the request could not be read while it was sent: "
                        + cause.getClass().getSimpleName()
                        + (cause instanceof IOException ? " " + cause.getMessage() : ""),
                cause);
    }

    /** A file has new content of the same size. */
    static SourceFailure rewritten(Path file) {
        return new SourceFailure(
                "a file or stream of the request, " + file
                        + ", was changed after this step had begun; write it to its end before this step",
                null);
    }

    /** The length was announced to the server and cannot change now. */
    public static SourceFailure changed(long announced, String found) {
        return new SourceFailure(
                "a file or stream of the request had " + announced + " bytes at first and " + found
                        + " while it was sent; write it to its end before this step",
                null);
    }
}
