// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.option;

import io.github.camelopenai.OpenAiHeaders;
import org.apache.camel.Exchange;

/**
 * Keeps apart the two uses of one header: the service tier that a route asks for, and the one that a call was served with.
 * The second must not steer the next call, so it is remembered which object it was. Stateless.
 */
public final class ServedTier {

    private static final String PROPERTY = "CamelOpenAIServedTier";

    private ServedTier() {}

    public static void write(String tier, Exchange exchange) {
        exchange.removeProperty(PROPERTY);
        if (tier != null) {
            String own = new StringBuilder(tier).toString(); // no other object is the same one
            exchange.getMessage().setHeader(OpenAiHeaders.SERVICE_TIER, own);
            exchange.setProperty(PROPERTY, own);
        }
    }

    /** Whether the value of the header is what an earlier call left there. */
    @SuppressWarnings("ReferenceEquality") // a route may ask for the tier that served it before
    public static boolean isAnswer(Option<?> option, Object header, Exchange exchange) {
        return option == Option.SERVICE_TIER && header != null && header == exchange.getProperty(PROPERTY);
    }
}
