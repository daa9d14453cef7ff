// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.operation;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.apache.camel.Exchange;

/** The raw JSON of an answer, for routes that asked for it with {@code storeFullResponse}. Stateless. */
public final class FullResponse {

    static final String PROPERTY = "CamelOpenAIResponse";

    /** A raw answer is kept in memory, so it is bounded. */
    private static final int MAX_BYTES = 64 << 20;

    private FullResponse() {}

    public static byte[] read(InputStream body) throws IOException {
        return read(body, "storeFullResponse cannot keep it");
    }

    /**
     * The same for an answer that is kept whole for another reason.
     *
     * @param remark what to say of one that is too large
     */
    public static byte[] read(InputStream body, String remark) throws IOException {
        byte[] bytes = body.readNBytes(MAX_BYTES + 1);
        if (bytes.length > MAX_BYTES) {
            throw new IOException("the answer is larger than " + MAX_BYTES + " bytes; " + remark);
        }
        return bytes;
    }

    public static String text(byte[] raw) {
        return new String(raw, StandardCharsets.UTF_8);
    }

    /** Sets the property, or removes that of an earlier step. */
    public static void store(String raw, Exchange exchange) {
        if (raw == null) {
            exchange.removeProperty(PROPERTY);
        } else {
            exchange.setProperty(PROPERTY, raw);
        }
    }
}
