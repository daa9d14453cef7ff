// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenai.internal.option.Option;
import io.github.camelopenai.internal.option.Options;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Options of reasoning models and of prompt caching, by their wire names. */
class NewerParametersTest {

    private static final List<Option<?>> NEWER =
            List.of(Option.REASONING_EFFORT, Option.VERBOSITY, Option.SERVICE_TIER, Option.PROMPT_CACHE_KEY);

    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final Exchange exchange = new DefaultExchange(camel);

    @AfterEach
    void close() throws Exception {
        camel.close();
    }

    private String document(Map<String, Object> configured) {
        return RequestDocument.empty(new Options(exchange, configured::get))
                .fill(NEWER)
                .json()
                .toString()
                .replace('"', '\'');
    }

    @Test
    void passByOption() {
        assertThat(document(Map.of(
                        "reasoningEffort", "xhigh",
                        "verbosity", "low",
                        "serviceTier", "flex",
                        "promptCacheKey", "tenant-7")))
                .isEqualTo("{'reasoning_effort':'xhigh','verbosity':'low','service_tier':'flex',"
                        + "'prompt_cache_key':'tenant-7'}");
    }

    @Test
    void passByHeader() {
        exchange.getMessage().setHeader("CamelOpenAIReasoningEffort", "none");
        exchange.getMessage().setHeader("CamelOpenAIPromptCacheKey", 7);

        assertThat(document(Map.of("reasoningEffort", "high")))
                .isEqualTo("{'reasoning_effort':'none','prompt_cache_key':'7'}");
    }

    @Test
    void areNotSentUnset() {
        assertThat(document(Map.of())).isEqualTo("{}");
    }
}
