// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/**
 * A count or a time in an answer. A value that makes no sense counts as absent and does not fail the answer. Stateless.
 */
public final class WholeNumber {

    private static final long MOST = 1_000_000_000_000L;
    private static final int MOST_DIGITS = 13;

    private WholeNumber() {}

    /** Reads the parser's current value; null when it is no number, not whole, negative, or too large. */
    public static Long read(JsonParser parser) throws IOException {
        JsonToken value = parser.currentToken();
        if (value == JsonToken.VALUE_NUMBER_INT) {
            // Length first: Java has no number type for some of them.
            return parser.getTextLength() > MOST_DIGITS ? null : within(parser.getLongValue());
        }
        if (value == JsonToken.VALUE_NUMBER_FLOAT) { // 12.0 is 12
            double decimal = parser.getDoubleValue();
            return decimal == Math.rint(decimal) && Math.abs(decimal) <= MOST ? within((long) decimal) : null;
        }
        parser.skipChildren();
        return null;
    }

    private static Long within(long value) {
        return value >= 0 && value <= MOST ? Long.valueOf(value) : null;
    }
}
