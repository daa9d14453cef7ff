// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelopenai.test.Endpoint;
import io.github.camelopenai.test.OpenAiSimulator;
import io.github.camelopenai.test.ReceivedRequest;
import io.github.camelopenai.test.WithOpenAiSimulator;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What of a conversation is sent again, by the same routes in Java and in YAML. */
@WithOpenAiSimulator
class ConversationExampleTest {

    private OpenAiSimulator openAi;

    enum Dsl {
        JAVA,
        YAML
    }

    @ParameterizedTest
    @EnumSource
    void remembersWhatAPersonHasSaid(Dsl dsl) {
        openAi.chat().when("What is my camel called?").answer("Amira.");
        openAi.chat().when("My camel is called Amira.").answer("A fine name.");

        try (ExampleContext example = start(dsl)) {
            ask(example, "anna", "My camel is called Amira.");
            String answer = ask(example, "anna", "What is my camel called?");

            assertThat(answer).isEqualTo("Amira.");
        }

        assertThat(messages(1))
                .containsExactly(
                        "system: Answer in one sentence.",
                        "user: My camel is called Amira.",
                        "assistant: A fine name.",
                        "user: What is my camel called?");
    }

    @ParameterizedTest
    @EnumSource
    void keepsPeopleApart(Dsl dsl) {
        try (ExampleContext example = start(dsl)) {
            ask(example, "anna", "My camel is called Amira.");
            ask(example, "berta", "What is my camel called?");
        }

        assertThat(messages(1)).containsExactly("system: Answer in one sentence.", "user: What is my camel called?");
    }

    @ParameterizedTest
    @EnumSource
    void forgetsWhenAsked(Dsl dsl) {
        try (ExampleContext example = start(dsl)) {
            ask(example, "anna", "My camel is called Amira.");
            example.ask("direct:forget", "", "person", "anna", String.class);
            ask(example, "anna", "What is my camel called?");
        }

        assertThat(messages(1)).hasSize(2);
    }

    private ExampleContext start(Dsl dsl) {
        OpenAiAccess access = OpenAiAccess.to(openAi, "tier1");
        return dsl == Dsl.JAVA
                ? ExampleContext.start(new ConversationExample(), access)
                : ExampleContext.start("classpath:routes/conversation.yaml", access);
    }

    private static String ask(ExampleContext example, String person, String question) {
        return example.ask("direct:ask", question, "person", person, String.class);
    }

    private List<String> messages(int index) {
        ReceivedRequest request = openAi.requests(Endpoint.CHAT).get(index);
        return StreamSupport.stream(request.json().path("messages").spliterator(), false)
                .map(ConversationExampleTest::line)
                .toList();
    }

    private static String line(JsonNode message) {
        return message.path("role").asText() + ": " + message.path("content").asText();
    }
}
