// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import io.github.camelopenai.OpenAiConfiguration;
import io.github.camelopenai.error.OpenAiAuthenticationException;
import io.github.camelopenai.error.OpenAiResponseException;
import io.github.camelopenai.model.ChatMessage;
import io.github.camelopenai.test.Reply;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys, prompts and answers stay where they belong: in no message, no log, no URI. */
class SecretsTest extends Scenario {

    private static final String KEY = "acme/1234567890abcdef";
    private static final String HEADER = "Basic-c2VjcmV0OmhlYWRlcg";
    private static final String PASSWORD = "pr0xy-p4ssw0rd";
    private static final String PROMPT = "Mr Miller of 12 Elm Street has a heart condition; what shall we charge him?";
    private static final String ANSWER = "Charge Mr Miller twice as much as the healthy people of Elm Street.";

    private CapturedLog log;

    @Override
    void configure(OpenAiConfiguration options) {
        options.setMaxRetries(1);
        options.setRetryInitialDelay(1);
        options.getAdditionalHeader().put("X-Gateway", HEADER);
        options.setSystemMessage("SECRET INSTRUCTIONS of ACME");
    }

    @BeforeEach
    void listen() {
        log = CapturedLog.from(Level.INFO);
    }

    @AfterEach
    void nothingHasLeaked() {
        log.close();
        assertIsDiscreet(log.text());
    }

    static Stream<Arguments> replies() {
        return Stream.of(
                Arguments.of(Reply.text(ANSWER)),
                Arguments.of(Reply.text(ANSWER).andFinishReason("length")),
                Arguments.of(Reply.refusal(ANSWER)),
                Arguments.of(Reply.json("{\"choices\":[{\"message\":{\"content\":\"" + ANSWER + "\"")),
                Arguments.of(Reply.json("{\"choices\":\"" + ANSWER + "\"}")),
                Arguments.of(Reply.json("\"" + ANSWER + "\"")),
                Arguments.of(Reply.json(
                        "{\"choices\":[{\"message\":{\"content\":\"" + ANSWER + "\"},\"finish_reason\":[1]}]}")),
                Arguments.of(Reply.plainText(200, ANSWER)),
                Arguments.of(Reply.plainText(400, "cannot read " + PROMPT)),
                Arguments.of(Reply.errorAsText(400, "your header X-Gateway: " + HEADER + " is odd")),
                Arguments.of(Reply.errorAsText(400, "Incorrect API key provided: sk-simulator")),
                Arguments.of(Reply.errorAsText(422, "messages[1].content: '" + PROMPT + "' is not allowed")),
                Arguments.of(Reply.html(502)),
                Arguments.of(Reply.status(500)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("replies")
    void noAnswerMakesUsTalk(Reply reply) throws Exception {
        component.getConfiguration().setMaxRetries(0);
        openAi.next(reply);
        routes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:chat").to("openai:chat?responseFormat=json_object");
            }
        });

        Exchange exchange = call("direct:chat", PROMPT + " Answer as json.");

        assertIsDiscreet(everythingSaidBy(exchange.getException()));
    }

    @Test
    void aWrongKeyIsNotRepeated() {
        component.getConfiguration().setApiKey(KEY);

        Exchange exchange = call("openai:chat", PROMPT);

        assertThat(exchange.getException()).hasMessageContaining("401");
        assertIsDiscreet(everythingSaidBy(exchange.getException()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "acme/1234567890abcdef",
                "RAW(acme/1234567890abcdef)",
                "RAW(acme/12)34567890abcdef)",
                "RAW(acme/12&34567890abcdef)",
                "RAW{acme/12)345}67890abcdef}",
                "acme%2F1234567890abcdef"
            })
    void aKeyInTheUriShowsNowhere(String key) {
        Endpoint endpoint = camel.getEndpoint("openai:chat?apiKey=" + key + "&proxyPassword=" + key
                + "&additionalHeader.X-One=" + key + "&model=gpt-4o");

        for (String text : List.of(
                endpoint.getEndpointUri(),
                endpoint.getEndpointKey(),
                endpoint.toString(),
                endpoint.getEndpointBaseUri())) {
            assertThat(text).doesNotContain("34567890abcdef", "67890abcdef");
        }
        assertThat(endpoint.getEndpointUri()).contains("model=gpt-4o");
    }

    @Test
    void noLevelOfTheLogShowsAKey() {
        try (CapturedLog everything = CapturedLog.ofAllLevels("io.github.camelopenai", "okhttp3")) {
            openAi.next(Reply.status(503));
            bodyOf(call("openai:chat", PROMPT));
            failureOf(call("openai:chat?apiKey=" + KEY, PROMPT), OpenAiAuthenticationException.class);

            assertThat(everything.text())
                    .contains("Attempt 1 of /chat/completions failed")
                    .doesNotContain(openAi.apiKey(), KEY, KEY.substring(KEY.length() - 6), HEADER);
        }
    }

    @Test
    void jmxShowsNoSecret() throws Exception {
        openAi.next(Reply.text(ANSWER), Reply.refusal(ANSWER));
        routes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:chat").to("openai:chat?apiKey=" + openAi.apiKey());
            }
        });

        bodyOf(call("direct:chat", PROMPT));
        failureOf(call("direct:chat", PROMPT), OpenAiResponseException.class);

        String shown = everythingInJmx();
        assertThat(shown).contains("openai://chat");
        assertIsDiscreet(shown);
    }

    /** All attributes of all that Camel has registered for this context. */
    private String everythingInJmx() throws Exception {
        MBeanServer beans = camel.getManagementStrategy().getManagementAgent().getMBeanServer();
        StringBuilder text = new StringBuilder();
        for (ObjectName name : beans.queryNames(
                new ObjectName("org.apache.camel:context=" + camel.getManagementName() + ",*"), null)) {
            text.append(name).append('\n');
            String[] attributes = Stream.of(beans.getMBeanInfo(name).getAttributes())
                    .map(MBeanAttributeInfo::getName)
                    .toArray(String[]::new);
            beans.getAttributes(name, attributes)
                    .forEach(attribute -> text.append(attribute).append('\n'));
        }
        return text.toString();
    }

    @Test
    void endpointsThatDifferInASecretAreTwo() {
        Endpoint one = camel.getEndpoint("openai:chat?apiKey=" + KEY);
        Endpoint other = camel.getEndpoint("openai:chat?apiKey=" + KEY + "x");

        assertThat(one).isNotEqualTo(other);
        assertThat(one.getEndpointUri()).isNotEqualTo(other.getEndpointUri());
    }

    @Test
    void theQuotaTellsAccountsApartWithoutTheKey() {
        bodyOf(call("openai:embed?tier=tier1", PROMPT));

        assertThat(component.quotaLevels()).hasSize(1);
        assertThat(component.quotaLevels().toString()).doesNotContain(openAi.apiKey());
    }

    @Test
    void aRouteThatCannotStartDoesNotSayItsKey() {
        RouteBuilder routes = new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:chat").to("openai:chat?apiKey=" + KEY + "&proxyPassword=" + PASSWORD + "&tier=gold");
            }
        };

        assertThatThrownBy(() -> routes(routes))
                .hasStackTraceContaining("tier must be one of")
                .satisfies(failure -> assertIsDiscreet(everythingSaidBy(failure)));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "X-Gateway | Basic-c2VjcmV0OmhlYWRlcg-\u00e9 | the HTTP header 'X-Gateway' cannot be sent",
                "Authorization | Basic-c2VjcmV0OmhlYWRlcg-\u00e9 | the HTTP header 'Authorization' cannot be sent",
                "X Gateway | Basic-c2VjcmV0OmhlYWRlcg | and no space, but had 'X Gateway'"
            })
    void aHeaderThatHttpCannotCarryIsRefusedWithoutItsValue(String name, String value, String message) {
        component.getConfiguration().getAdditionalHeader().put(name, value);

        assertThatThrownBy(() -> call("openai:chat", PROMPT))
                .hasStackTraceContaining(message)
                .satisfies(failure -> assertIsDiscreet(everythingSaidBy(failure)));
    }

    @Test
    void badInputIsNotQuoted() {
        for (Exchange exchange : List.of(
                call("openai:chat", List.of(ChatMessage.user("a"), PROMPT)),
                call("openai:chat", Map.of("prompt", PROMPT)),
                call("openai:transcribe", PROMPT),
                call("openai:speech", List.of(PROMPT)),
                call("openai:embed", List.of(PROMPT, "")),
                call("openai:chat", "a", Map.of("CamelOpenAITemperature", PROMPT)),
                call("openai:chat", "a", Map.of("CamelCharsetName", "no-such-charset")),
                call("openai:speech", PROMPT.getBytes(), Map.of("CamelCharsetName", "no-such-charset")))) {
            assertIsDiscreet(everythingSaidBy(exchange.getException()));
        }
    }

    @Test
    void theProxysPasswordIsNotSaid() {
        Exchange exchange = call(
                "openai:chat?baseUrl=http://api.example/v1&proxyHost=127.0.0.1&proxyPort=" + openAi.port()
                        + "&proxyUsername=joe&proxyPassword=" + PASSWORD,
                PROMPT);

        assertIsDiscreet(everythingSaidBy(exchange.getException()));
    }

    /** The chain of causes with all its messages, as a log would print it. */
    private static String everythingSaidBy(Throwable failure) {
        StringWriter text = new StringWriter();
        if (failure != null) {
            failure.printStackTrace(new PrintWriter(text));
        }
        return text.toString();
    }

    private static void assertIsDiscreet(String text) {
        assertThat(text)
                .doesNotContain(KEY, KEY.substring(KEY.length() - 6), HEADER, PASSWORD, "SECRET INSTRUCTIONS")
                .doesNotContain("Miller", "Elm Street", "heart condition", "sk-simulator");
    }
}
