// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong with a URI is said when the route starts, not when the first message comes. */
class StartFailuresTest extends Scenario {

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "openai:cha | there is no operation openai:cha; did you mean openai:chat? The operations are chat,"
                        + " image, transcribe, speech, embed, tool",
                "openai:embedding | there is no operation openai:embedding; did you mean openai:embed? The operations"
                        + " are chat, image, transcribe, speech, embed, tool",
                "openai:chat?temprature=1 | openai:chat has no option temprature; did you mean temperature?",
                "openai:chat?maxtokens=1 | openai:chat has no option maxtokens; did you mean maxTokens?",
                "openai:chat?chatModel=x | openai:chat has no option chatModel; did you mean model?",
                "openai:chat?voise=x | openai:chat has no option voise; did you mean voice, an option of openai:speech?",
                "openai:whatever | there is no operation openai:whatever. The operations are chat, image,",
                "openai:chat?voice=nova | option voice belongs to openai:speech, not to openai:chat",
                "openai:embed?temperature=1 | option temperature belongs to openai:chat and openai:transcribe, not to"
                        + " openai:embed",
                "openai:chat?tier=gold | tier must be one of [free, tier1, tier2] but was gold; set it, or"
                        + " requestsPerMinute and tokensPerMinute, or add it to modelCatalog",
                "openai:chat?baseUrl=localhost:8080/v1 | baseUrl must begin with http:// or https:// but was"
                        + " 'localhost:8080/v1'; try http://localhost:8080/v1",
                "openai:chat?requestsPerMinute=0 | requestsPerMinute must be at least 1 but was 0",
                "openai:chat?maxConcurrentRequests=0 | maxConcurrentRequests must be at least 1 but was 0",
                "openai:chat?maxRetries=-1 | maxRetries must be at least 0 but was -1",
                "openai:chat?requestTimeout=0 | requestTimeout must be at least 1ms but was 0ms",
                "openai:chat?whenQueueFull=wait | whenQueueFull must be one of [block, fail] but was 'wait'",
            })
    void aWrongUriIsRefusedWithItsRemedy(String uri, String complaint) {
        assertThatThrownBy(() -> routes(to(uri))).rootCause().message().startsWith(complaint);
        assertThat(openAi.requests()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"temperature=hot", "maxTokens=many", "logprobs=maybe", "requestTimeout=soon", "n=many"})
    void anOptionThatDoesNotParseIsRefusedByName(String option) {
        String name = option.substring(0, option.indexOf('='));
        String value = option.substring(option.indexOf('=') + 1);

        assertThatThrownBy(() -> routes(to("openai:chat?" + option)))
                .hasStackTraceContaining(name)
                .hasStackTraceContaining(value);
    }

    @Test
    void userAndPasswordHaveNoPlaceInTheBaseUrl() {
        assertThatThrownBy(() -> routes(to("openai:chat?baseUrl=http://joe:s3cret@127.0.0.1/v1")))
                .rootCause()
                .hasMessage("baseUrl must be a scheme, a host, and a path such as /v1, without user, password, query"
                        + " or fragment;"
                        + " use apiKey and additionalHeader for secrets")
                .hasMessageNotContaining("s3cret");
    }

    @Test
    void thereAreNoMessagesToConsume() {
        RouteBuilder routes = new RouteBuilder() {
            @Override
            public void configure() {
                from("openai:chat").to("mock:never");
            }
        };

        assertThatThrownBy(() -> routes(routes))
                .rootCause()
                .hasMessage("openai:chat can only be called, as in to(\"openai:chat\"); a route cannot begin with it");
    }

    @Test
    void aModelCatalogThatIsMissingIsRefused() {
        component.setModelCatalog("classpath:no-such-models.json");

        assertThatThrownBy(() -> routes(to("openai:chat")))
                .rootCause()
                .hasMessage(
                        "modelCatalog=classpath:no-such-models.json does not exist; correct the path, or the class path");
    }

    private static RouteBuilder to(String uri) {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:start").to(uri);
            }
        };
    }
}
