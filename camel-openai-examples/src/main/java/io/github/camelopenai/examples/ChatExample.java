// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.examples;

import org.apache.camel.builder.RouteBuilder;

/** A question in, an answer out. */
public final class ChatExample extends RouteBuilder {

    // tag::route[]
    @Override
    public void configure() {
        from("direct:ask")
                .to("openai:chat?model=gpt-5.2&maxTokens=200&systemMessage=Answer in one sentence.")
                .setBody(simple("${body} [${header.CamelOpenAITotalTokens} tokens]"));
    }
    // end::route[]

    public static void main(String[] args) {
        String question = args.length > 0 ? String.join(" ", args) : "Why does a camel have a hump?";
        try (ExampleContext example = ExampleContext.start(new ChatExample(), ExampleContext.access())) {
            System.out.println(example.ask("direct:ask", question, String.class));
        }
    }
}
