// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.test.internal.api;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/** References within one JSON schema. Stateless. */
final class References {
    private References() {}

    /** What {@code #} or {@code #/$defs/name} stands for; a missing node when it is nothing, or lies elsewhere. */
    static JsonNode resolve(JsonNode root, String reference) {
        if (!reference.startsWith("#")) {
            return MissingNode.getInstance();
        }
        try {
            // A plus sign stands for itself in a fragment.
            String fragment = reference.substring(1).replace("+", "%2B");
            return root.at(JsonPointer.compile(URLDecoder.decode(fragment, StandardCharsets.UTF_8)));
        } catch (IllegalArgumentException e) {
            return MissingNode.getInstance();
        }
    }
}
