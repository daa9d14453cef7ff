// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.examples;

import org.apache.camel.builder.RouteBuilder;

/** A description in, a file with the picture out. */
public final class ImageExample extends RouteBuilder {

    // tag::route[]
    @Override
    public void configure() {
        from("direct:draw")
                .to("openai:image?model=gpt-image-2&size=1024x1024&quality=low")
                .to("file:{{outbox}}?fileName=picture.${header.CamelOpenAIFileExtension}")
                .setBody(header("CamelFileNameProduced"));
    }
    // end::route[]

    public static void main(String[] args) {
        String prompt = args.length > 0 ? String.join(" ", args) : "A camel under a palm tree, as a woodcut";
        try (ExampleContext example = ExampleContext.start(new ImageExample(), ExampleContext.access())) {
            System.out.println(example.ask("direct:draw", prompt, String.class));
        }
    }
}
