// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.github.camelopenai.OpenAiHeaders;
import io.github.camelopenai.error.OpenAiResponseException;
import io.github.camelopenai.model.ToolCall;
import io.github.camelopenai.test.Reply;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a chat step leaves behind: body, headers, property. */
class ChatAnswersTest extends Scenario {

    @Test
    void theTextOfTheFirstChoiceIsTheBody() {
        openAi.chat().when("capital of France").answer("Paris");

        assertThat(bodyOf(call("openai:chat", "The capital of France?"))).isEqualTo("Paris");
    }

    @Test
    void severalChoicesAreAList() {
        openAi.next(Reply.text("heads"));

        assertThat(bodyOf(call("openai:chat?n=3", "Toss a coin"))).isEqualTo(List.of("heads", "heads", "heads"));
    }

    @Test
    void toolCallsNobodyAnswersAreTheBody() {
        openAi.next(Reply.toolCall("weather", "{\"city\":\"Rome\"}").andToolCall("time", "{}"));

        Exchange exchange = call("openai:chat", "What is it like in Rome?");

        assertThat(bodyOf(exchange))
                .isEqualTo(List.of(
                        new ToolCall("call_1", "weather", "{\"city\":\"Rome\"}"),
                        new ToolCall("call_2", "time", "{}")));
        assertThat(exchange.getMessage().getHeader(OpenAiHeaders.FINISH_REASON)).isEqualTo("tool_calls");
    }

    @Test
    void aFunctionCallOfAnOlderServerIsAToolCallToo() {
        openAi.next(Reply.json("""
                {"choices":[{"message":{"role":"assistant","content":null,"function_call":
                {"name":"weather","arguments":"{}"}},"finish_reason":"function_call"}]}"""));

        assertThat(bodyOf(call("openai:chat", "Weather?"))).isEqualTo(List.of(new ToolCall(null, "weather", "{}")));
    }

    @Test
    void jsonIsAskedForAndGiven() {
        Exchange exchange = call("openai:chat?responseFormat=json_object", "Hello as json");

        assertThat(bodyOf(exchange)).isEqualTo("{\"echo\":\"Hello as json\"}");
        assertThat(sent().at("/response_format/type").asText()).isEqualTo("json_object");
    }

    @Test
    void jsonThatIsNoneIsAFailure() {
        openAi.next(Reply.text("Sure! Here it is"));

        OpenAiResponseException failure = failureOf(
                call("openai:chat?responseFormat=json_object", "Hello as json"), OpenAiResponseException.class);

        assertThat(failure)
                .hasMessageStartingWith(
                        "the answer does not fit responseFormat: the answer is not a JSON document: it breaks the grammar at");
    }

    @Test
    void jsonCutAtTheTokenLimitIsAFailure() {
        openAi.next(Reply.text("{\"a\":").andFinishReason("length"));

        OpenAiResponseException failure = failureOf(
                call("openai:chat?responseFormat=json_object", "Hello as json"), OpenAiResponseException.class);

        assertThat(failure)
                .hasMessage("the JSON answer was cut at the token limit (finish reason length); raise maxTokens");
    }

    @Test
    void aTextCutAtTheTokenLimitIsAnAnswerWhoseFinishReasonSaysSo() {
        Exchange exchange = call("openai:chat?model=gpt-4o&maxTokens=2", "one two three");

        assertThat(bodyOf(exchange)).isEqualTo("You said:");
        assertThat(exchange.getMessage().getHeader(OpenAiHeaders.FINISH_REASON)).isEqualTo("length");
    }

    @Test
    void theRawAnswerIsKeptWhenAskedFor() {
        String raw =
                "{\"id\":\"x\",\"choices\":[{\"message\":{\"content\":\"hi\"},\"finish_reason\":\"stop\"}],\"extra\":1}";
        openAi.next(Reply.json(raw));

        Exchange exchange = call("openai:chat?storeFullResponse=true", "Hello");

        assertThat(bodyOf(exchange)).isEqualTo("hi");
        assertThat(exchange.getProperty("CamelOpenAIResponse")).isEqualTo(raw);
    }

    @ParameterizedTest
    @ValueSource(strings = {"chat", "embed", "image", "speech", "transcribe"})
    void theRawAnswerOfAnEarlierStepDoesNotLinger(String operation) throws Exception {
        routes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:two")
                        .to("openai:chat?storeFullResponse=true")
                        .transform(constant(operation.equals("transcribe") ? "ID3".getBytes() : "Hello"))
                        .to("openai:" + operation);
            }
        });

        Exchange exchange = call("direct:two", "Hello");

        bodyOf(exchange);
        assertThat(exchange.getProperty("CamelOpenAIResponse")).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"embed", "image", "transcribe"})
    void everyAnswerInJsonIsKeptWhenAskedFor(String operation) {
        Object body = operation.equals("transcribe") ? "ID3".getBytes() : "Hello";

        Exchange exchange = call("openai:" + operation + "?storeFullResponse=true", body);

        bodyOf(exchange);
        assertThat(exchange.getProperty("CamelOpenAIResponse"))
                .asString()
                .startsWith("{")
                .endsWith("}");
    }

    @Test
    void headersTellAboutTheAnswerInTheirTypes() {
        openAi.next(Reply.json("""
                {"id":"chatcmpl-1","model":"gpt-4o-2024-08-06","service_tier":"flex",
                 "choices":[{"message":{"content":"hi"},"finish_reason":"stop"}],
                 "usage":{"prompt_tokens":10,"completion_tokens":5,"total_tokens":15,
                 "prompt_tokens_details":{"cached_tokens":4},"completion_tokens_details":{"reasoning_tokens":3}}}""")
                .header("x-request-id", "req_7")
                .header("x-ratelimit-remaining-requests", "499")
                .header("x-ratelimit-remaining-tokens", "199990"));

        Exchange exchange = call("openai:chat", "Hello");

        assertThat(bodyOf(exchange)).isEqualTo("hi");
        assertThat(exchange.getMessage().getHeaders())
                .contains(
                        entry(OpenAiHeaders.RESPONSE_ID, "chatcmpl-1"),
                        entry(OpenAiHeaders.RESPONSE_MODEL, "gpt-4o-2024-08-06"),
                        entry(OpenAiHeaders.REQUEST_ID, "req_7"),
                        entry(OpenAiHeaders.FINISH_REASON, "stop"),
                        entry(OpenAiHeaders.PROMPT_TOKENS, 10L),
                        entry(OpenAiHeaders.COMPLETION_TOKENS, 5L),
                        entry(OpenAiHeaders.TOTAL_TOKENS, 15L),
                        entry(OpenAiHeaders.CACHED_TOKENS, 4L),
                        entry(OpenAiHeaders.REASONING_TOKENS, 3L),
                        entry(OpenAiHeaders.SERVED_TIER, "flex"),
                        entry(OpenAiHeaders.ATTEMPTS, 1),
                        entry(OpenAiHeaders.RATE_LIMIT_REMAINING_REQUESTS, 499),
                        entry(OpenAiHeaders.RATE_LIMIT_REMAINING_TOKENS, 199990L));
        assertThat(exchange.getMessage().getHeader(OpenAiHeaders.QUEUED_MILLIS)).isInstanceOf(Long.class);
    }

    @Test
    void aHeaderIsAbsentWhereTheServerGaveNothing() {
        openAi.next(Reply.json("{\"choices\":[{\"message\":{\"content\":\"hi\"}}]}"));

        Exchange exchange = call("openai:chat", "Hello");

        assertThat(bodyOf(exchange)).isEqualTo("hi");
        assertThat(exchange.getMessage().getHeaders())
                .doesNotContainKeys(
                        OpenAiHeaders.RESPONSE_ID,
                        OpenAiHeaders.RESPONSE_MODEL,
                        OpenAiHeaders.FINISH_REASON,
                        OpenAiHeaders.PROMPT_TOKENS,
                        OpenAiHeaders.COMPLETION_TOKENS,
                        OpenAiHeaders.TOTAL_TOKENS,
                        OpenAiHeaders.CACHED_TOKENS,
                        OpenAiHeaders.REASONING_TOKENS,
                        OpenAiHeaders.SERVED_TIER,
                        OpenAiHeaders.RATE_LIMIT_REMAINING_REQUESTS,
                        OpenAiHeaders.RATE_LIMIT_REMAINING_TOKENS)
                .containsEntry(OpenAiHeaders.ATTEMPTS, 1);
    }

    @Test
    void theNameOfTheFileThatWasAskedAboutStays() {
        Exchange exchange = call("openai:chat", "Hello", Map.of(Exchange.FILE_NAME, "in/question.txt"));

        bodyOf(exchange);
        assertThat(exchange.getMessage().getHeader(Exchange.FILE_NAME)).isEqualTo("in/question.txt");
    }

    @Test
    void headersOfAnEarlierCallDoNotLinger() throws Exception {
        openAi.next(
                Reply.ok().header("x-ratelimit-remaining-tokens", "9"),
                Reply.json("{\"choices\":[{\"message\":{\"content\":\"hi\"}}]}"));
        routes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:two")
                        .to("openai:embed")
                        .transform()
                        .constant("Hello")
                        .to("openai:chat");
            }
        });

        Exchange exchange = call("direct:two", "Hello");

        assertThat(bodyOf(exchange)).isEqualTo("hi");
        assertThat(exchange.getMessage().getHeaders())
                .doesNotContainKeys(
                        OpenAiHeaders.EMBEDDING_COUNT,
                        OpenAiHeaders.EMBEDDING_VECTOR_SIZE,
                        OpenAiHeaders.RESPONSE_MODEL,
                        OpenAiHeaders.PROMPT_TOKENS,
                        OpenAiHeaders.RATE_LIMIT_REMAINING_TOKENS);
    }

    /** A server that says which tier it served must not thereby choose the tier of the next call. */
    @Test
    void theTierThatServedACallDoesNotSteerTheNextOne() throws Exception {
        routes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:two").to("openai:chat").to("openai:chat?serviceTier=flex");
            }
        });

        bodyOf(call("direct:two", "Hello"));

        assertThat(openAi.requests().get(1).json().path("service_tier").asText())
                .isEqualTo("flex");
    }

    @Test
    void remainingRequestsAreAnInteger() {
        openAi.next(Reply.text("hi").header("x-ratelimit-remaining-requests", "499"));

        Exchange exchange = call("openai:chat", "hi");

        assertThat(exchange.getMessage().getHeader(OpenAiHeaders.RATE_LIMIT_REMAINING_REQUESTS))
                .isInstanceOf(Integer.class);
    }
}
