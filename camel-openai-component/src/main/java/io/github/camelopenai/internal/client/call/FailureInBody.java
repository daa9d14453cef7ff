// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.client.call;

import java.io.IOException;

/**
 * A failure that the server reports in a complete answer with status 200; it becomes the exception of an error answer.
 */
public final class FailureInBody extends IOException {

    private static final long serialVersionUID = 1L;

    private final transient byte[] json;

    /** @param json the document with the failure */
    public FailureInBody(byte[] json) {
        super("the answer reports a failure");
        this.json = json;
    }

    public byte[] json() {
        return json;
    }
}
