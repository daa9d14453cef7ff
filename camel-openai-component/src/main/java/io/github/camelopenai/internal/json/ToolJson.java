// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** The JSON of arguments and of definitions. Stateless. */
public final class ToolJson {

    /** For trees; objects of a route are for {@link RouteMapper}. */
    public static final JsonMapper MAPPER = new JsonMapper();

    /** Reads one document and nothing after it. */
    public static final ObjectReader DOCUMENT = MAPPER.reader().with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    /** Writes what is not deeper than a body may be; it ends with whatever holds itself. */
    public static final JsonFactory FLAT = JsonFactory.builder()
            .streamWriteConstraints(
                    StreamWriteConstraints.builder().maxNestingDepth(500).build())
            .recyclerPool(JsonRecyclerPools.newConcurrentDequePool()) // the default suits no virtual threads
            .build();

    private ToolJson() {}
}
