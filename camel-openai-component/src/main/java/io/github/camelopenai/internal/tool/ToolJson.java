// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.tool;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** The JSON of arguments and of definitions. Stateless. */
final class ToolJson {

    /** For trees; objects of a route are for {@link RouteMapper}. */
    static final JsonMapper MAPPER = new JsonMapper();

    /** Reads one document and nothing after it. */
    static final ObjectReader DOCUMENT = MAPPER.reader().with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private ToolJson() {}
}
