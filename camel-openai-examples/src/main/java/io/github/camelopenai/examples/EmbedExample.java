// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.examples;

import java.util.List;
import org.apache.camel.builder.RouteBuilder;

/** Two texts in, how near they are in meaning out: the cosine of their vectors, which have length one. */
public final class EmbedExample extends RouteBuilder {

    // tag::route[]
    @Override
    public void configure() {
        from("direct:compare")
                .to("openai:embed?model=text-embedding-3-small&dimensions=256")
                .process(exchange -> {
                    List<?> vectors = exchange.getMessage().getBody(List.class);
                    exchange.getMessage().setBody(cosine((float[]) vectors.get(0), (float[]) vectors.get(1)));
                });
    }
    // end::route[]

    private static double cosine(float[] one, float[] other) {
        double sum = 0;
        for (int i = 0; i < one.length; i++) {
            sum += one[i] * other[i];
        }
        return sum;
    }

    public static void main(String[] args) {
        List<String> texts = args.length == 2
                ? List.of(args)
                : List.of("The camel crosses the desert.", "A camel walks through the desert.");
        try (ExampleContext example = ExampleContext.start(new EmbedExample(), ExampleContext.access())) {
            System.out.printf("%.3f  %s%n", example.ask("direct:compare", texts, Double.class), texts);
        }
    }
}
