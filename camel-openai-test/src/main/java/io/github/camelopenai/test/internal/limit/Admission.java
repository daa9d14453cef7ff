// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.test.internal.limit;

import java.time.Duration;

/** The answer of a quota to one call. */
public sealed interface Admission {
    /** What a limit counts; the label is how the API's messages name it. */
    enum Dimension {
        REQUESTS("requests", "requests per min (RPM)"),
        TOKENS("tokens", "tokens per min (TPM)");

        private final String type;
        private final String label;

        Dimension(String type, String label) {
            this.type = type;
            this.label = label;
        }

        public String type() {
            return type;
        }

        public String label() {
            return label;
        }
    }

    /** The call may pass and has been charged. */
    record Granted() implements Admission {}

    /** The call must come back after {@code delay}; nothing was charged. */
    record Refused(Dimension dimension, long limit, long used, long requested, Duration delay) implements Admission {}

    /** The call asks for more tokens than a whole minute has and can never pass; one request was charged. */
    record TooLarge(long limit, long requested) implements Admission {}
}
