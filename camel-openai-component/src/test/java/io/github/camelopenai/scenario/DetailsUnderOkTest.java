// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenai.error.OpenAiException;
import io.github.camelopenai.error.OpenAiServerException;
import io.github.camelopenai.test.Reply;
import java.util.Iterator;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A document that tells a failure in place of a stream is the exception it is for a whole answer. */
class DetailsUnderOkTest extends Scenario {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"detail\":\"late trouble\"}",
                "{\"error\":\"late trouble\"}",
                "{\"object\":\"error\",\"message\":\"late trouble\"}",
                "{\"message\":\"late trouble\",\"code\":500}"
            })
    void isTheSameExceptionStreamedAndWhole(String document) throws Exception {
        routes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:read")
                        .to("openai:chat?streaming=true&maxRetries=0")
                        .process(exchange ->
                                exchange.getMessage().getBody(Iterator.class).forEachRemaining(piece -> {}));
            }
        });
        openAi.next(Reply.json(document), Reply.json(document));

        OpenAiException whole = failureOf(call("openai:chat?maxRetries=0", "hello"), OpenAiServerException.class);
        OpenAiException streamed = failureOf(call("direct:read", "hello"), OpenAiServerException.class);

        assertThat(streamed).hasMessageContaining("late trouble");
        assertThat(streamed.status()).isEqualTo(whole.status());
    }
}
