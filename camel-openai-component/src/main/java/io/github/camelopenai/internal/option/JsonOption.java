// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.option;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.github.camelopenai.error.OpenAiRequestException;
import io.github.camelopenai.internal.json.BoundedTree;
import io.github.camelopenai.internal.json.Json;

/** Values of options that are a word or an object. Stateless. */
public final class JsonOption {

    private JsonOption() {}

    /** A Map or a text with a JSON object as the object, any other text as it is. */
    public static JsonNode read(Option<Object> option, Object value) {
        if (!(value instanceof CharSequence)) {
            return Json.tree(value, option.name());
        }
        String text = value.toString().strip();
        if (!text.startsWith("{")) {
            return TextNode.valueOf(text);
        }
        return BoundedTree.document(text)
                .orElseThrow(() -> OpenAiRequestException.refused(
                        option.name() + " begins like a JSON object but is none; correct it in the URI or in header "
                                + option.header()));
    }
}
