// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.tool;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.apache.camel.CamelContext;

/** The JSON of arguments, schemas and results. Stateless. */
final class ToolJson {

    /** For trees, and for classes where the route has no mapper of its own. */
    static final JsonMapper MAPPER = JsonMapper.builder()
            .findAndAddModules()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    /** Reads one document and nothing after it. */
    static final ObjectReader DOCUMENT = MAPPER.reader().with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private ToolJson() {}

    /** The mapper of the registry where there is just one, else ours. */
    static ObjectMapper mapper(CamelContext context) {
        ObjectMapper registered = context.getRegistry().findSingleByType(ObjectMapper.class);
        return registered == null ? MAPPER : registered;
    }
}
