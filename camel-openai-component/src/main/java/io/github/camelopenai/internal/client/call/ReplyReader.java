// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.client.call;

import java.io.IOException;
import java.io.InputStream;

/** Turns the body of a good answer into a value while it arrives. */
@FunctionalInterface
public interface ReplyReader<T> {

    /**
     * Reads the body. The stream is closed afterwards, unless the value is a {@link OpenBody} made of it.
     *
     * @throws com.fasterxml.jackson.core.JacksonException when the body is not what was expected
     * @throws IOException when it ends too early
     */
    T read(ReplyHead head, InputStream body) throws IOException;
}
