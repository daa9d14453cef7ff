// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenai.error.OpenAiQuotaException;
import io.github.camelopenai.error.OpenAiRateLimitException;
import io.github.camelopenai.error.OpenAiRequestException;
import io.github.camelopenai.test.Reply;
import java.time.Duration;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A route that does something else for each kind of failure, as the guide shows it. */
class ErrorHandlingTest extends Scenario {

    @BeforeEach
    void addRoutes() throws Exception {
        routes(new RouteBuilder() {
            @Override
            public void configure() {
                // tag::by-type[]
                onException(OpenAiRateLimitException.class).handled(true).to("direct:try-later");
                onException(OpenAiQuotaException.class).handled(true).to("direct:tell-whoever-pays");
                onException(OpenAiRequestException.class)
                        .onWhen(e -> e.getProperty("CamelExceptionCaught", OpenAiRequestException.class)
                                .isContextLengthExceeded())
                        .handled(true)
                        .to("direct:shorten");

                from("direct:ask").to("openai:chat?retryTimeout=5s");
                // end::by-type[]

                from("direct:try-later").setBody(simple("later, in ${exchangeProperty.CamelAiRetryAfterMillis} ms"));
                from("direct:tell-whoever-pays").setBody(constant("pay"));
                from("direct:shorten").setBody(constant("shorten"));
            }
        });
    }

    @Test
    void aRateLimitPastTheDeadlineIsTriedLater() {
        openAi.next(Reply.rateLimited(Duration.ofSeconds(30)));

        assertThat(bodyOf(call("direct:ask", "hello"))).isEqualTo("later, in 30000 ms");
    }

    @Test
    void anAccountWithoutCreditIsSomebodysBusiness() {
        openAi.next(Reply.quotaExceeded());

        assertThat(bodyOf(call("direct:ask", "hello"))).isEqualTo("pay");
    }

    @Test
    void aPromptThatIsTooLongIsShortened() {
        openAi.next(Reply.errorAsText(400, "This model's maximum context length is 8192 tokens"));

        assertThat(bodyOf(call("direct:ask", "hello"))).isEqualTo("shorten");
    }
}
