// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenai.error.OpenAiException;
import io.github.camelopenai.error.OpenAiResponseException;
import io.github.camelopenai.test.Reply;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes that begin as UTF-32, which Jackson tells from UTF-8 by itself, and go on as nothing. */
class OtherEncodingsTest extends Scenario {

    private static final byte[] BROKEN = {0, 0, 0, '{', (byte) 0xBC, (byte) 0xFF, 0, 0, 0, 0, 0, '}'};

    @ParameterizedTest
    @ValueSource(strings = {"chat", "chat?storeFullResponse=true", "embed", "image", "transcribe"})
    void anAnswerIsMalformedAndNotTriedAgain(String endpoint) {
        openAi.next(Reply.media("application/json", BROKEN));

        Exchange exchange = call("openai:" + endpoint, endpoint.equals("transcribe") ? "ID3 ".getBytes() : "Hi");

        isMalformed(exchange);
    }

    @Test
    void soIsAStream() throws Exception {
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        stream.write("data: ".getBytes(StandardCharsets.US_ASCII));
        stream.write(BROKEN);
        stream.write("\n\n".getBytes(StandardCharsets.US_ASCII));
        openAi.next(Reply.media("text/event-stream", stream.toByteArray()));
        routes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:stream").to("openai:chat?streaming=true").process(exchange -> exchange.getMessage()
                        .getBody(Iterator.class)
                        .forEachRemaining(piece -> {}));
            }
        });

        isMalformed(call("direct:stream", "Hi"));
    }

    private void isMalformed(Exchange exchange) {
        OpenAiException failure = failureOf(exchange, OpenAiResponseException.class);
        assertThat(failure).hasMessageContaining("is not the JSON that was expected");
        assertThat(failure.isRetryable()).isFalse();
        assertThat(openAi.requests()).hasSize(1);
    }
}
