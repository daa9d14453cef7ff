// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.client.call;

import java.io.IOException;

/** A failure that the server tells in a whole answer whose status is 200; it becomes the exception it would have been. */
public final class FailureInBody extends IOException {

    private static final long serialVersionUID = 1L;

    private final transient byte[] json;

    /** The document with the failure in it. */
    public FailureInBody(byte[] json) {
        super("the answer reports a failure");
        this.json = json;
    }

    public byte[] json() {
        return json;
    }
}
