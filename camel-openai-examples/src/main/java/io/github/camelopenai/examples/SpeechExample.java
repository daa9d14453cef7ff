// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.examples;

import org.apache.camel.builder.RouteBuilder;

/** A text in, a file with the spoken text out; it is written while the server still speaks. */
public final class SpeechExample extends RouteBuilder {

    // tag::route[]
    @Override
    public void configure() {
        from("direct:say")
                .to("openai:speech?model=gpt-4o-mini-tts&voice=coral&responseFormat=wav")
                .to("file:{{outbox}}?fileName=speech.${header.CamelOpenAIFileExtension}")
                .setBody(header("CamelFileNameProduced"));
    }
    // end::route[]

    public static void main(String[] args) {
        String text = args.length > 0 ? String.join(" ", args) : "The caravan leaves at sunrise.";
        try (ExampleContext example = ExampleContext.start(new SpeechExample(), ExampleContext.access())) {
            System.out.println(example.ask("direct:say", text, String.class));
        }
    }
}
