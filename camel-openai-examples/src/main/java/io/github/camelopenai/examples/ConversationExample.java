// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.examples;

import io.github.camelopenai.OpenAiHeaders;
import io.github.camelopenai.memory.InMemoryChatMemory;
import java.time.Duration;
import org.apache.camel.builder.RouteBuilder;

/** Questions of several people in, answers out that know what each of them has said before. */
public final class ConversationExample extends RouteBuilder {

    // tag::route[]
    @Override
    public void configure() {
        InMemoryChatMemory memory = new InMemoryChatMemory();
        memory.setTimeToLive(Duration.ofHours(8));
        bindToRegistry("chatMemory", memory);

        from("direct:ask")
                .setHeader(OpenAiHeaders.CONVERSATION_ID, header("person"))
                .to("openai:chat?memory=#chatMemory&systemMessage=Answer in one sentence.&maxHistoryMessages=20");

        from("direct:forget").bean(memory, "forget(${header.person})");
    }
    // end::route[]

    public static void main(String[] args) {
        String[] questions = args.length > 0
                ? args
                : new String[] {"My camel is called Amira.", "How tall is a camel?", "What is my camel called?"};
        try (ExampleContext example = ExampleContext.start(new ConversationExample(), ExampleContext.access())) {
            for (String question : questions) {
                System.out.println("> " + question);
                System.out.println(example.ask("direct:ask", question, "person", "anna", String.class));
            }
        }
    }
}
