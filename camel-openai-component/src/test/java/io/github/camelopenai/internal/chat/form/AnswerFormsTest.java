// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.chat.form;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.management.ThreadMXBean;
import io.github.camelopenai.OpenAiHeaders;
import io.github.camelopenai.internal.LogLines;
import io.github.camelopenai.internal.json.Json;
import io.github.camelopenai.internal.option.Options;
import io.github.camelopenai.internal.schema.AnswerSchema;
import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is kept between calls, and what is said once; quotes are single ones here. */
class AnswerFormsTest {

    private final CamelContext context = new DefaultCamelContext();
    private final LogLines said = new LogLines(AnswerSchema.class.getPackage());

    @AfterEach
    void close() throws Exception {
        said.close();
        context.close();
    }

    private AnswerForm given(Object schema) {
        Exchange exchange = new DefaultExchange(context);
        exchange.getMessage().setHeader(OpenAiHeaders.JSON_SCHEMA, schema);
        return AnswerForm.of(new Options(exchange, name -> null), exchange);
    }

    private AnswerForm ofClass(Class<?> type) {
        Exchange exchange = new DefaultExchange(context);
        exchange.getMessage().setHeader(OpenAiHeaders.OUTPUT_CLASS, type);
        return AnswerForm.of(new Options(exchange, name -> null), exchange);
    }

    private static String quoted(String text) {
        return text.replace('\'', '"');
    }

    record City(String name) {}

    @Test
    void formsBelongToOneContext() throws Exception {
        AnswerForm here = ofClass(City.class);

        try (CamelContext other = new DefaultCamelContext()) {
            Exchange exchange = new DefaultExchange(other);
            exchange.getMessage().setHeader(OpenAiHeaders.OUTPUT_CLASS, City.class);

            assertThat(AnswerForm.of(new Options(exchange, name -> null), exchange))
                    .isNotSameAs(here);
        }
        assertThat(ofClass(City.class)).isSameAs(here);
    }

    @Test
    void aSecondCallWithTheSameClassDerivesNothing() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        ofClass(City.class);
        Exchange exchange = new DefaultExchange(context);
        exchange.getMessage().setHeader(OpenAiHeaders.OUTPUT_CLASS, City.class);
        Options options = new Options(exchange, name -> null);

        long before = threads.getCurrentThreadAllocatedBytes();
        AnswerForm form = AnswerForm.of(options, exchange);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;

        // Deriving a schema takes hundreds of KiB; looking one up takes the keys of a few look-ups.
        assertThat(form).isNotNull();
        assertThat(allocated).isLessThan(16 << 10);
    }

    @Test
    void oneFormReadsForManyThreads() throws Exception {
        AnswerForm form = ofClass(City.class);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<CompletableFuture<Object>> read = IntStream.range(0, 400)
                    .mapToObj(index -> CompletableFuture.supplyAsync(() -> readCity(form, index), threads))
                    .toList();

            assertThat(read.stream().map(CompletableFuture::join))
                    .containsExactlyElementsOf(IntStream.range(0, 400)
                            .<Object>mapToObj(index -> index % 2 == 0 ? new City("c" + index) : "$.name is missing")
                            .toList());
        } finally {
            threads.shutdown();
        }
    }

    private static Object readCity(AnswerForm form, int index) {
        try {
            return form.read(quoted(index % 2 == 0 ? "{'name':'c" + index + "'}" : "{}"));
        } catch (AnswerMismatch e) {
            return e.getMessage();
        }
    }

    @Test
    void aMapThatIsChangedLaterIsAnotherSchema() {
        ObjectNode schema = Json.MAPPER.createObjectNode().put("type", "object").put("additionalProperties", false);
        schema.putObject("properties");
        AnswerForm before = given(schema);

        schema.put("title", "Other");

        assertThat(before.responseFormat().at("/json_schema/name").asText()).isEqualTo("answer");
        assertThat(before.responseFormat().at("/json_schema/schema").has("title"))
                .isFalse();
        assertThat(given(schema).responseFormat().at("/json_schema/name").asText())
                .isEqualTo("Other");
    }

    @Test
    void theSchemaOfTheGuideIsRead() throws Exception {
        // tag::schema[]
        String schema = """
                {
                  "name": "weather",
                  "description": "The weather of one city",
                  "strict": true,
                  "schema": {
                    "type": "object",
                    "properties": {
                      "city": {"type": "string"},
                      "celsius": {"type": ["number", "null"], "description": "null when it is not known"}
                    },
                    "required": ["city", "celsius"],
                    "additionalProperties": false
                  }
                }
                """;
        // end::schema[]

        AnswerForm form = given(schema);

        assertThat(form.responseFormat().at("/json_schema/name").asText()).isEqualTo("weather");
        assertThat(form.read(quoted("{'city':'Wien','celsius':12.5}")))
                .isEqualTo(Map.of("city", "Wien", "celsius", 12.5));
        assertThat(said.warnings()).isEmpty();
    }

    @Test
    void manySchemasDoNotPileUp() {
        WeakReference<AnswerForm> first = new WeakReference<>(given(schema("p0")));

        IntStream.range(1, 600).forEach(index -> given(schema("p" + index)));

        for (int round = 0; round < 50 && first.get() != null; round++) {
            System.gc();
        }
        assertThat(first.get()).isNull();
    }

    private static String schema(String property) {
        return quoted("{'type':'object','properties':{'" + property + "':{'type':'string'}},'required':['" + property
                + "'],'additionalProperties':false}");
    }

    @Test
    void aSchemaThatIsTooLargeIsSaidOnce() {
        ObjectNode large = Json.MAPPER.createObjectNode().put("type", "object").put("additionalProperties", false);
        JsonNode properties = large.putObject("properties");
        var required = large.putArray("required");
        IntStream.range(0, 5_001).forEach(index -> {
            ((ObjectNode) properties).putObject("p" + index).put("type", "string");
            required.add("p" + index);
        });

        Stream.of(1, 2, 3).forEach(call -> given(large));

        assertThat(said.warnings())
                .containsExactly(
                        "jsonSchema answer is larger than OpenAI allows today: 5001 properties, and 5000 are allowed."
                                + " It is sent all the same");
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
                    {'type':'object'}                                                          | # lacks "additionalProperties": false
                    {'type':'object','properties':{'a':{}},'additionalProperties':false}       | # does not require all of its properties
                    {'type':'object','additionalProperties':false,'not':{'required':['a']}}    | # has not
                    {'anyOf':[{'type':'object','additionalProperties':false}]}                 | # has anyOf at the root
                    """, delimiter = '|', quoteCharacter = '`')
    void whatLeavesTheStrictSubsetIsSentWithoutStrictAndSaidOnce(String schema, String doubt) {
        Stream.of(1, 2, 3).forEach(call -> assertThat(given(quoted(schema))
                        .responseFormat()
                        .at("/json_schema/strict")
                        .booleanValue())
                .isFalse());

        assertThat(said.warnings())
                .singleElement()
                .asString()
                .startsWith("jsonSchema answer is sent without strict, so the model may leave the schema: ")
                .contains(doubt);
    }

    @Test
    void withoutStrictNothingIsSaid() {
        given(quoted("{'schema':{'type':'object'},'strict':false}"));

        assertThat(said.warnings()).isEmpty();
    }
}
