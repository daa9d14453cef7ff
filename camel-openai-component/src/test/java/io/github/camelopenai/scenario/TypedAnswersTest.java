// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelopenai.error.OpenAiRequestException;
import io.github.camelopenai.error.OpenAiResponseException;
import io.github.camelopenai.test.Reply;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;

/** Answers that become objects. */
class TypedAnswersTest extends Scenario {

    /** What the model is to find. */
    public record Invoice(String number, int total, Optional<String> note, List<String> items) {}

    private static final String URI =
            "openai:chat?outputClass=" + Invoice.class.getName().replace("$", "%24");
    private static final String GOOD = "{\"number\":\"A1\",\"total\":12,\"note\":null,\"items\":[\"tea\"]}";
    private static final String BAD = "{\"number\":\"A1\",\"total\":\"twelve\",\"note\":null,\"items\":[]}";
    private static final String SCHEMA =
            "{\"type\":\"object\",\"properties\":{\"city\":{\"type\":\"string\"}},\"required\":[\"city\"],\"additionalProperties\":false}";

    @Test
    void anAnswerBecomesAnInstance() {
        openAi.next(Reply.text(GOOD));

        Exchange exchange = call(URI, "Read this invoice");

        assertThat(bodyOf(exchange)).isEqualTo(new Invoice("A1", 12, Optional.empty(), List.of("tea")));
        JsonNode format = sent().path("response_format");
        assertThat(format.path("type").asText()).isEqualTo("json_schema");
        assertThat(format.at("/json_schema/name").asText()).isEqualTo("Invoice");
        assertThat(format.at("/json_schema/strict").asBoolean()).isTrue();
        assertThat(format.at("/json_schema/schema/required")).hasSize(4);
        assertThat(format.at("/json_schema/schema/additionalProperties").asBoolean(true))
                .isFalse();
    }

    @Test
    void anAnswerThatDoesNotFitIsAskedForAgainOnce() {
        openAi.next(Reply.text(BAD), Reply.text(GOOD));

        Exchange exchange = call(URI, "Read this invoice");

        assertThat(bodyOf(exchange)).isInstanceOf(Invoice.class);
        JsonNode messages = openAi.requests().get(1).json().path("messages");
        assertThat(messages).hasSize(3);
        assertThat(messages.get(1).path("content").asText()).isEqualTo(BAD);
        assertThat(messages.get(2).path("content").asText()).contains("$.total").doesNotContain("twelve");
        assertThat(exchange.getMessage().getHeader("CamelOpenAIAttempts")).isEqualTo(2);
    }

    @Test
    void anAnswerThatNeverFitsIsAnException() {
        openAi.next(Reply.text(BAD), Reply.text(BAD));

        Exchange exchange = call(URI, "Read this invoice");

        OpenAiResponseException failure = failureOf(exchange, OpenAiResponseException.class);
        assertThat(failure)
                .hasMessageContaining("the answer does not fit outputClass: ")
                .hasMessageContaining("$.total")
                .hasMessageContaining("the model was asked to correct it 1 times (repair)")
                .hasMessageNotContaining("twelve");
        assertThat(failure.attempts()).isEqualTo(2);
    }

    @Test
    void withoutRepairItIsOneAtOnce() {
        openAi.next(Reply.text(BAD));

        Exchange exchange = call(URI + "&repair=0", "Read this invoice");

        assertThat(failureOf(exchange, OpenAiResponseException.class)).hasMessageContaining("$.total");
        assertThat(openAi.requests()).hasSize(1);
    }

    @Test
    void aSchemaGivesAMap() {
        openAi.next(Reply.text("{\"city\":\"Oslo\"}"));

        Exchange exchange = call("openai:chat", "Where?", Map.of("CamelOpenAIJsonSchema", SCHEMA));

        assertThat(bodyOf(exchange)).isEqualTo(Map.of("city", "Oslo"));
        assertThat(sent().at("/response_format/json_schema/schema/properties/city/type")
                        .asText())
                .isEqualTo("string");
    }

    @Test
    void refusalFilterAndLimitAreExceptions() {
        openAi.next(
                Reply.refusal("I will not"),
                Reply.text(GOOD).andFinishReason("length"),
                Reply.text(GOOD).andFinishReason("content_filter"));

        assertThat(failureOf(call(URI, "a"), OpenAiResponseException.class).refusal())
                .isEqualTo("I will not");
        assertThat(failureOf(call(URI, "b"), OpenAiResponseException.class))
                .hasMessageContaining("cut at the token limit (finish reason length)");
        assertThat(failureOf(call(URI, "c"), OpenAiResponseException.class)).hasMessageContaining("content_filter");
    }

    @Test
    void whatContradictsItselfIsRefused() {
        assertThat(failureOf(call(URI, "hi", Map.of("CamelOpenAIJsonSchema", SCHEMA)), OpenAiRequestException.class))
                .hasMessageContaining("outputClass and jsonSchema are both set");
        assertThat(failureOf(call(URI, "hi", Map.of("CamelOpenAIStreaming", true)), OpenAiRequestException.class))
                .hasMessage(
                        "streaming hands an answer on before it is whole, so it cannot become what outputClass asks for;"
                                + " set streaming to false, or take outputClass out");
        assertThat(failureOf(call(URI, "hi", Map.of("CamelOpenAIRepair", 9)), OpenAiRequestException.class))
                .hasMessage("repair must be 0 to 3 but was 9; set it in the URI or in header CamelOpenAIRepair");
        assertThat(openAi.requests()).isEmpty();
    }

    @Test
    void jsonWithoutTheWordIsWarnedOf() {
        try (CapturedLog log = CapturedLog.from(Level.WARN)) {
            openAi.next(Reply.text("{}"), Reply.text("{}"));
            call("openai:chat?responseFormat=json_object", "Give me data");
            call("openai:chat?responseFormat=json_object", "Give me data again");

            assertThat(log.events()).hasSize(1);
            assertThat(log.text()).contains("no message speaks of JSON").doesNotContain("Give me data");
        }
    }
}
