// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package consumer;

import io.github.camelopenai.model.ChatMessage;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.camel.AsyncProducer;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;

/** Uses every feature of the component once, as a user's own program does, and says what did not work. */
final class EveryFeature {

    /** One use; what it returns is compared with what the simulator answers. */
    @FunctionalInterface
    private interface Use {

        void run() throws Exception;
    }

    private final CamelContext context;
    private final ProducerTemplate template;
    private final List<String> failures = new ArrayList<>();
    private int uses;

    private EveryFeature(CamelContext context) {
        this.context = context;
        this.template = context.createProducerTemplate();
    }

    /** Whether every feature works; what does not is printed. */
    static boolean worksIn(CamelContext context) {
        return new EveryFeature(context).run();
    }

    private boolean run() {
        use("versions that fit together", () -> Versions.check(context));
        use("chat with a text", this::chat);
        use("chat with a List", this::list);
        use("chat with a Map", this::map);
        use("image", this::image);
        use("speech and transcribe", this::speech);
        use("embed", this::embed);
        use("streaming with tools", this::stream);
        use("outputClass", this::outputClass);
        use("jsonSchema", this::jsonSchema);
        use("memory in a table", this::memory);
        use("quota in a store", this::quota);
        use("additionalBodyProperty", this::bodyProperty);
        failures.forEach(System.err::println);
        System.out.println((uses - failures.size()) + " of " + uses + " features work; " + Versions.text(context));
        return failures.isEmpty();
    }

    private void use(String feature, Use use) {
        uses++;
        try {
            use.run();
        } catch (Throwable e) { // an Error too: that is what jars that do not fit together throw
            failures.add("FAILED: " + feature + ": " + e);
            e.printStackTrace();
        }
    }

    private void chat() {
        equal("You said: hello", template.requestBody("openai:chat", "hello", String.class));
    }

    private void list() {
        List<Object> messages =
                List.of(Map.of("role", "system", "content", "Be brief."), ChatMessage.user("hello, list"));
        equal("You said: hello, list", template.requestBody("openai:chat", messages, String.class));
    }

    private void map() {
        Map<String, Object> request = Map.of(
                "model", "gpt-4o-mini", "messages", List.of(Map.of("role", "user", "content", "hello, map")));
        equal("You said: hello, map", template.requestBody("openai:chat", request, String.class));
    }

    private void image() {
        byte[] png = template.requestBody("openai:image", "a camel", byte[].class);
        equal("PNG", new String(png, 1, 3, StandardCharsets.US_ASCII));
    }

    private void speech() {
        byte[] recording = template.requestBody("openai:speech?responseFormat=wav", "good morning", byte[].class);
        equal("good morning", template.requestBody("openai:transcribe", recording, String.class));
    }

    private void embed() {
        float[] vector = template.requestBody("openai:embed", "a camel", float[].class);
        List<?> vectors = template.requestBody("openai:embed", List.of("a camel", "a dromedary"), List.class);
        equal(2, vectors.size());
        equal(true, vector.length > 0 && Arrays.equals(vector, (float[]) vectors.get(0)));
    }

    private void stream() throws Exception {
        Endpoint endpoint = context.getEndpoint("openai:chat?streaming=true&tools=get_weather");
        try (AsyncProducer producer = endpoint.createAsyncProducer()) {
            producer.start();
            Exchange exchange = endpoint.createExchange();
            exchange.getMessage().setBody("the weather, please");
            producer.process(exchange);
            if (exchange.getException() != null) {
                throw exchange.getException();
            }
            StringBuilder text = new StringBuilder();
            exchange.getMessage().getBody(Iterator.class).forEachRemaining(text::append);
            contains("Rome", text.toString());
            contains("2026-01-02", text.toString());
        }
    }

    private void outputClass() {
        Invoice invoice = template.requestBody("openai:chat?outputClass=" + Invoice.class.getName(), "read", Invoice.class);
        equal(true, invoice.issued() != null && invoice.due() != null && !invoice.lines().isEmpty());
    }

    private void jsonSchema() {
        String schema = "{\"type\":\"object\",\"properties\":{\"city\":{\"type\":\"string\"}},\"required\":[\"city\"],"
                + "\"additionalProperties\":false}";
        Map<?, ?> answer = template.requestBodyAndHeader("openai:chat", "where?", "CamelOpenAIJsonSchema", schema, Map.class);
        equal(true, answer.get("city") instanceof String);
    }

    private void memory() throws Exception {
        String uri = "openai:chat?memory=#table&conversationId=ann";
        template.requestBody(uri, "my name is Ann");
        template.requestBody(uri, "what is my name?");
        try (Connection connection = Routes.DATABASE.getConnection();
                ResultSet rows = connection.createStatement().executeQuery("select count(*) from openai_chat_memory")) {
            rows.next();
            equal(2, rows.getInt(1));
        }
    }

    private void quota() {
        Exchange exchange = template.request(
                "openai:chat?quotaStore=#store&requestsPerMinute=600&tokensPerMinute=100000&model=gpt-4o",
                message -> message.getMessage().setBody("hello, quota"));
        equal(null, exchange.getException());
        equal("You said: hello, quota", exchange.getMessage().getBody(String.class));
        equal(1, exchange.getMessage().getHeader("CamelOpenAIAttempts"));
    }

    private void bodyProperty() {
        String uri = "openai:chat?additionalBodyProperty.metadata=RAW({\"team\":\"etl\"})";
        equal("The metadata arrived.", template.requestBody(uri, "hello", String.class));
    }

    private static void contains(String expected, String actual) {
        if (!actual.contains(expected)) {
            throw new AssertionError("expected a text with " + expected + " but was " + actual);
        }
    }

    private static void equal(Object expected, Object actual) {
        if (expected == null ? actual != null : !expected.equals(actual)) {
            throw new AssertionError("expected " + expected + " but was " + actual);
        }
    }
}
