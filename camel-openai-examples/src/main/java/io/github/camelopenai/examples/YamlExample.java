// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.examples;

/** The route of {@link ChatExample}, written in YAML: {@code routes/chat.yaml}. */
public final class YamlExample {

    private YamlExample() {}

    public static void main(String[] args) {
        String question = args.length > 0 ? String.join(" ", args) : "Why does a camel have a hump?";
        try (ExampleContext example = ExampleContext.start("classpath:routes/chat.yaml", ExampleContext.access())) {
            System.out.println(example.ask("direct:ask", question, String.class));
        }
    }
}
