// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenai.OpenAiConfiguration;
import io.github.camelopenai.OpenAiHeaders;
import io.github.camelopenai.test.OpenAiSimulatorBuilder;
import io.github.camelopenai.test.Reply;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An answer is given whatever it says that it used, and nothing is closed for it. */
class OddUsageTest extends Scenario {

    private static final byte[] MP3 = Arrays.copyOf("ID3 a recording".getBytes(StandardCharsets.UTF_8), 1_000);
    private static final List<String> COUNTS =
            List.of(OpenAiHeaders.PROMPT_TOKENS, OpenAiHeaders.COMPLETION_TOKENS, OpenAiHeaders.TOTAL_TOKENS);

    /** What stands in the place of each number, and is none. */
    static List<String> odd() {
        return List.of(
                "1e30",
                "-1e30",
                "1e400",
                "-5",
                "12.5",
                "\"12\"",
                "null",
                "true",
                "[7]",
                "{\"total_tokens\":{\"total_tokens\":9}}",
                "9223372036854775807",
                "9223372036854775808",
                "99999999999999999999999999999999999999999999");
    }

    @Override
    OpenAiSimulatorBuilder simulator() {
        return super.simulator().rateLimitHeaders(false);
    }

    @Override
    void configure(OpenAiConfiguration options) {
        options.setTokensPerMinute(60_000L);
    }

    private static String usage(String number) {
        return "\"usage\":{\"prompt_tokens\":N,\"completion_tokens\":N,\"total_tokens\":N,\"prompt_tokens_details\":N,\"completion_tokens_details\":{\"reasoning_tokens\":N}}"
                .replace("N", number);
    }

    private static Reply chat(String usage) {
        return Reply.json(
                "{\"choices\":[{\"message\":{\"role\":\"assistant\",\"content\":\"hi\"},\"finish_reason\":\"stop\"}],"
                        + usage + "}");
    }

    private static String chunk(String content, String usage) {
        return "data: {\"id\":\"c\",\"created\":99999999999999999999,\"choices\":[{\"index\":0,\"delta\":{\"content\":\""
                + content + "\"}}]" + (usage == null ? "" : "," + usage) + "}\n\n";
    }

    private static String end(String usage) {
        return "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: {\"choices\":[],"
                + usage + "}\n\ndata: [DONE]\n\n";
    }

    private void nothingIsCounted(Exchange exchange) {
        assertThat(exchange.getMessage().getHeaders()).doesNotContainKeys(COUNTS.toArray(String[]::new));
    }

    private long tokensLeft() {
        return component.quotaLevels().get(0).tokensLeft().getAsLong();
    }

    @ParameterizedTest
    @MethodSource("odd")
    void ofAChat(String number) {
        openAi.next(chat(usage(number)));

        Exchange exchange = call("openai:chat?maxTokens=100", "hello");

        assertThat(bodyOf(exchange)).isEqualTo("hi");
        nothingIsCounted(exchange);
        assertThat(tokensLeft()).isBetween(59_000L, 60_000L);
    }

    @ParameterizedTest
    @MethodSource("odd")
    void ofAStream(String number) throws Exception {
        String odd = usage(number);
        openAi.next(
                Reply.eventStream(chunk("h", null) + chunk("i", null) + end(odd)),
                Reply.eventStream(chunk("h", odd) + chunk("i", odd) + end(odd)));
        routes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:stream")
                        .to("openai:chat?streaming=true&maxTokens=100")
                        .process(exchange -> {
                            StringBuilder text = new StringBuilder();
                            exchange.getMessage()
                                    .getBody(Iterator.class)
                                    .forEachRemaining(piece ->
                                            text.append(camel.getTypeConverter().convertTo(String.class, piece)));
                            exchange.getMessage().setBody(text.toString());
                        });
            }
        });

        for (int form = 0; form < 2; form++) {
            assertThat(bodyOf(call("direct:stream", "hello"))).isEqualTo("hi");
        }

        assertThat(tokensLeft()).isBetween(59_000L, 60_000L);
    }

    @ParameterizedTest
    @MethodSource("odd")
    void ofARoundOfTools(String number) throws Exception {
        String asked =
                "{\"choices\":[{\"message\":{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[{\"id\":\"1\","
                        + "\"type\":\"function\",\"function\":{\"name\":\"look\",\"arguments\":\"{}\"}}]},\"finish_reason\":\"tool_calls\"}],"
                        + usage(number) + "}";
        openAi.next(Reply.json(asked), chat(usage(number)));
        routes(new RouteBuilder() {
            @Override
            public void configure() {
                from("openai:tool?name=look&description=look&tags=now").setBody(constant("fine"));
            }
        });

        Exchange exchange = call("openai:chat?tools=now&maxTokens=100", "hello");

        assertThat(bodyOf(exchange)).isEqualTo("hi");
        nothingIsCounted(exchange);
        assertThat(tokensLeft()).isBetween(59_000L, 60_000L);
    }

    @ParameterizedTest
    @MethodSource("odd")
    void ofTheOtherOperations(String number) {
        openAi.next(
                Reply.json("{\"data\":[{\"index\":0,\"embedding\":[1.5]}]," + usage(number) + "}"),
                Reply.json("{\"data\":[{\"url\":\"http://pictures/1\"}]," + usage(number) + "}"),
                Reply.json("{\"text\":\"hi\"," + usage(number) + "}"));

        for (Exchange exchange : List.of(
                call("openai:embed", "hello"),
                call("openai:image?model=dall-e-2&responseFormat=url", "a cat"),
                call("openai:transcribe?fileName=a.mp3", MP3))) {
            assertThat(bodyOf(exchange)).isNotNull();
            nothingIsCounted(exchange);
        }

        assertThat(component.quotaLevels())
                .hasSize(3)
                .allSatisfy(level -> assertThat(level.tokensLeft().getAsLong()).isBetween(59_000L, 60_000L));
    }

    /** It may have been so; but the call cannot have used it. */
    @ParameterizedTest
    @ValueSource(longs = {5_000_000, 999_999_999_999L})
    void beyondWhatTheCallCanUse(long tokens) {
        String usage = "\"usage\":{\"prompt_tokens\":20,\"total_tokens\":" + tokens + "}";
        openAi.next(chat(usage), Reply.json("{\"data\":[{\"index\":0,\"embedding\":[1.5]}]," + usage + "}"));

        Exchange chat = call("openai:chat?maxTokens=100&model=gpt-4o", "hello");
        Exchange embed = call("openai:embed", "hello");

        assertThat(chat.getMessage().getHeader(OpenAiHeaders.TOTAL_TOKENS)).isEqualTo(tokens);
        assertThat(bodyOf(chat)).isEqualTo("hi");
        assertThat(bodyOf(embed)).isNotNull();
        assertThat(component.quotaLevels())
                .hasSize(2)
                .allSatisfy(level -> assertThat(level.tokensLeft().getAsLong()).isBetween(59_000L, 60_000L));
    }

    @Test
    void wholeNumbersWithADecimalPointCount() {
        openAi.next(chat("\"usage\":{\"prompt_tokens\":12.0,\"completion_tokens\":3e0,\"total_tokens\":15}"));

        Exchange exchange = call("openai:chat", "hello");

        assertThat(exchange.getMessage().getHeader(OpenAiHeaders.PROMPT_TOKENS)).isEqualTo(12L);
        assertThat(exchange.getMessage().getHeader(OpenAiHeaders.COMPLETION_TOKENS))
                .isEqualTo(3L);
    }
}
