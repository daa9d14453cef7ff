// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.examples;

import java.nio.file.Path;
import java.util.Properties;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.main.Main;

/** Camel with the route of one example, for as long as it is asked. */
public final class ExampleContext implements AutoCloseable {

    private final OpenAiAccess access;
    private final Main camel = new Main();
    private ProducerTemplate sender;

    private ExampleContext(OpenAiAccess access, Path outbox) {
        this.access = access;
        camel.setInitialProperties(access.componentOptions());
        camel.addInitialProperty("outbox", outbox.toAbsolutePath().toString());
    }

    /** The folder of this module, wherever the command was given. */
    public static Path home() {
        return Path.of(System.getProperty("examples.home", ""));
    }

    /** Starts a route in Java. */
    public static ExampleContext start(RoutesBuilder routes, OpenAiAccess access) {
        return start(routes, access, home().resolve("outbox"));
    }

    /** The same with more settings of Camel, such as those of its HTTP server. */
    public static ExampleContext start(RoutesBuilder routes, OpenAiAccess access, Properties settings) {
        ExampleContext example = new ExampleContext(access, home().resolve("outbox"));
        settings.forEach((name, value) -> example.camel.addInitialProperty((String) name, (String) value));
        example.camel.configure().addRoutesBuilder(routes);
        return example.started();
    }

    /** Starts a route in Java that writes to a folder, which it calls {@code outbox}. */
    static ExampleContext start(RoutesBuilder routes, OpenAiAccess access, Path outbox) {
        ExampleContext example = new ExampleContext(access, outbox);
        example.camel.configure().addRoutesBuilder(routes);
        return example.started();
    }

    /** Starts a route from a file such as {@code classpath:routes/chat.yaml}. */
    static ExampleContext start(String file, OpenAiAccess access) {
        ExampleContext example = new ExampleContext(access, home().resolve("outbox"));
        example.camel.configure().withRoutesIncludePattern(file);
        return example.started();
    }

    /** As the main methods do it: the API on tier 1, or a simulator, which is said first. */
    public static OpenAiAccess access() {
        OpenAiAccess access = OpenAiAccess.open("tier1", System::getenv);
        System.out.println(access.description());
        return access;
    }

    /** Sends a body through the route and gives back what it has become. */
    public <T> T ask(String uri, Object body, Class<T> type) {
        return sender.requestBody(uri, body, type);
    }

    /** The same with a header. */
    <T> T ask(String uri, Object body, String header, Object value, Class<T> type) {
        return sender.requestBodyAndHeader(uri, body, header, value, type);
    }

    @Override
    public void close() {
        camel.stop();
        access.close();
    }

    private ExampleContext started() {
        try {
            camel.start();
            sender = camel.getCamelContext().createProducerTemplate();
            return this;
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }
}
