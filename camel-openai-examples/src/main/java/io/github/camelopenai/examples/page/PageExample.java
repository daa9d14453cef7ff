// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.examples.page;

import io.github.camelopenai.error.OpenAiException;
import io.github.camelopenai.examples.ExampleContext;
import io.github.camelopenai.examples.OpenAiAccess;
import io.github.camelopenai.test.ChatRules;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.model.dataformat.JsonLibrary;

/** A question from a page in, an answer out that the page shows word by word. */
public final class PageExample extends RouteBuilder {

    private static final int DEFAULT_PORT = 8080;
    private static final String SAMPLE = """
            A camel's hump holds fat, not water. The camel lives on that fat when there is little to eat, and the hump \
            becomes smaller. Keeping the fat in one place lets heat leave the rest of the body. \
            This was said by a simulator, which says it to everybody.""";

    // tag::route[]
    @Override
    public void configure() {
        from("platform-http:/?httpMethodRestrict=GET")
                .setHeader(Exchange.CONTENT_TYPE, constant("text/html; charset=utf-8"))
                .setBody(constant("resource:classpath:page/ask.html"));

        from("platform-http:/ask?httpMethodRestrict=POST&consumes=application/json")
                .onException(OpenAiException.class)
                .handled(true)
                .log("No answer: ${exception.message}")
                .setHeader(Exchange.HTTP_RESPONSE_CODE, constant(503))
                .setHeader(Exchange.CONTENT_TYPE, constant("text/plain; charset=utf-8"))
                .setBody(constant("The model cannot answer now."))
                .end()
                .onCompletion()
                .log("How it ended: ${exchangeProperty.CamelOpenAIStreamResult}")
                .end()
                .process(LiveResponse::keep)
                .unmarshal()
                .json(JsonLibrary.Jackson)
                .setBody(simple("${body[question]}"))
                .to("openai:chat?streaming=true&streamFormat=sse&maxTokens=400&whenQueueFull=fail")
                .process(LiveResponse::send);
    }
    // end::route[]

    /** The routes behind a port of this machine that other machines cannot reach. */
    static ExampleContext start(OpenAiAccess access, int port) {
        return ExampleContext.start(new PageExample(), access, server(port));
    }

    static Properties server(int port) {
        Properties server = new Properties();
        server.setProperty("camel.server.enabled", "true");
        server.setProperty("camel.server.host", "127.0.0.1");
        server.setProperty("camel.server.port", Integer.toString(port));
        return server;
    }

    /** What the simulator says; it understands nothing. */
    static void teach(ChatRules rules) {
        rules.when("").answer(SAMPLE);
    }

    static int port(String[] args) {
        if (args.length == 0) {
            return DEFAULT_PORT;
        }
        if (args.length == 2 && args[0].equals("--port") && args[1].matches("\\d{1,5}")) {
            int port = Integer.parseInt(args[1]);
            if (port >= 1 && port <= 65_535) {
                return port;
            }
        }
        throw new IllegalArgumentException(
                "the arguments must be --port and a number from 1 to 65535 but were '" + String.join(" ", args) + "'");
    }

    public static void main(String[] args) throws InterruptedException {
        int port = port(args);
        try (ExampleContext example = start(ExampleContext.access().teach(PageExample::teach), port)) {
            System.out.println("Open http://127.0.0.1:" + port + "/ in a browser. Ctrl-C ends it.");
            new CountDownLatch(1).await();
        }
    }
}
