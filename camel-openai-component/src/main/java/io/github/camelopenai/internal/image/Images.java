// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.image;

import io.github.camelopenai.internal.body.Spool;
import io.github.camelopenai.model.Usage;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/**
 * Pictures of one answer. Closing it drops their bytes; whoever takes them over must not.
 *
 * @param outputFormat what the answer says of their file format, or null
 * @param raw          the JSON as it came, or null
 */
record Images(List<Item> items, String outputFormat, Usage usage, String raw) implements Closeable {

    /** One picture: its bytes, or where they are. */
    record Item(Spool bytes, String url, String revisedPrompt) {}

    @Override
    public void close() throws IOException {
        for (Item item : items) {
            if (item.bytes() != null) {
                item.bytes().close();
            }
        }
    }
}
