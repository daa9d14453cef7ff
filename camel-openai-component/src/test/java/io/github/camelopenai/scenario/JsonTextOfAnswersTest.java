// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelopenai.error.OpenAiResponseException;
import io.github.camelopenai.model.JsonList;
import io.github.camelopenai.model.JsonMap;
import io.github.camelopenai.test.Reply;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.StreamCache;
import org.apache.camel.TypeConverter;
import org.apache.camel.builder.AggregationStrategies;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an answer that is no text becomes where a text or bytes are wanted: a file, an HTTP answer, a log line. */
class JsonTextOfAnswersTest extends Scenario {

    /** What the model is to find. */
    public record Visit(String city, LocalDate day, Optional<String> note) {}

    /** A class that no answer becomes. */
    public record Other(String city) {}

    private static final String SCHEMA =
            "{\"type\":\"object\",\"properties\":{\"city\":{\"type\":\"string\"},\"stops\":{\"type\":\"array\",\"items\":"
                    + "{\"type\":\"object\",\"properties\":{\"at\":{\"type\":\"string\"}},\"required\":[\"at\"],"
                    + "\"additionalProperties\":false}}},\"required\":[\"city\",\"stops\"],\"additionalProperties\":false}";
    private static final String OSLO = "{\"city\":\"Øslo\",\"stops\":[{\"at\":\"a\"},{\"at\":\"b\"}]}";
    private static final String VISIT = "{\"city\":\"Øslo\",\"day\":\"2026-01-02\",\"note\":null}";
    private static final Map<String, Object> BY_SCHEMA = Map.of("CamelOpenAIJsonSchema", SCHEMA);
    private static final Map<String, Object> BY_CLASS = Map.of("CamelOpenAIOutputClass", Visit.class);

    @TempDir
    Path folder;

    private void isText(Object body, String json) throws Exception {
        TypeConverter convert = camel.getTypeConverter();
        assertThat(convert.mandatoryConvertTo(String.class, body)).isEqualTo(json);
        assertThat(new String(convert.mandatoryConvertTo(byte[].class, body), StandardCharsets.UTF_8))
                .isEqualTo(json);
        assertThat(new String(
                        convert.mandatoryConvertTo(InputStream.class, body).readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo(json);
        StringWriter read = new StringWriter();
        convert.mandatoryConvertTo(Reader.class, body).transferTo(read);
        assertThat(read).hasToString(json);
        assertThat(StandardCharsets.UTF_8
                        .decode(convert.mandatoryConvertTo(ByteBuffer.class, body))
                        .toString())
                .isEqualTo(json);
    }

    @Test
    void theMapOfASchemaConvertsToItsJson() throws Exception {
        openAi.next(Reply.text(OSLO));

        Object body = bodyOf(call("openai:chat", "Where?", BY_SCHEMA));

        isText(body, OSLO);
        assertThat(body).isEqualTo(Map.of("city", "Øslo", "stops", List.of(Map.of("at", "a"), Map.of("at", "b"))));
    }

    @Test
    void itStaysAMapThatARouteMayChange() throws Exception {
        openAi.next(Reply.text(OSLO));

        @SuppressWarnings("unchecked")
        Map<String, Object> body = (Map<String, Object>) bodyOf(call("openai:chat", "Where?", BY_SCHEMA));
        body.remove("stops");
        body.put("day", LocalDate.of(2026, 1, 2));
        body.put("by", new Other("Rome"));

        isText(body, "{\"city\":\"Øslo\",\"day\":\"2026-01-02\",\"by\":{\"city\":\"Rome\"}}");
        assertThat(copied(body))
                .isEqualTo(Map.copyOf(new LinkedHashMap<>(Map.of("city", "Øslo"))))
                .satisfies(copy -> isText(copy, "{\"city\":\"Øslo\"}"));
    }

    /** Written and read again, without what Java cannot write. */
    private static Object copied(Map<String, Object> map) throws Exception {
        map.remove("day");
        map.remove("by");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(map);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return in.readObject();
        }
    }

    @Test
    void itsNumbersKeepTheirDigits() throws Exception {
        String schema =
                "{\"type\":\"object\",\"properties\":{\"n\":{\"type\":\"array\",\"items\":{\"type\":\"number\"}}},"
                        + "\"required\":[\"n\"],\"additionalProperties\":false}";
        String json = "{\"n\":[1,-2.5,12345678901234567890.123,0.1,9007199254740993,123456789012345678901234567890]}";
        openAi.next(Reply.text(json));

        Object body = bodyOf(call("openai:chat", "n?", Map.of("CamelOpenAIJsonSchema", schema)));

        isText(body, json);
        assertThat((List<?>) ((Map<?, ?>) body).get("n")).first().isEqualTo(1).satisfies(first -> assertThat(
                        ((List<?>) ((Map<?, ?>) body).get("n")).get(1))
                .isEqualTo(-2.5));
    }

    @Test
    void aNumberBeyondAllBoundsDoesNotFit() {
        String schema = "{\"type\":\"object\",\"properties\":{\"n\":{\"type\":\"integer\"}},\"required\":[\"n\"],"
                + "\"additionalProperties\":false}";
        openAi.next(Reply.text("{\"n\":1E+400}"), Reply.text("{\"n\":1E+400}"));

        assertThat(failureOf(
                        call("openai:chat", "n?", Map.of("CamelOpenAIJsonSchema", schema)),
                        OpenAiResponseException.class))
                .hasMessageContaining("the answer holds a number that is too large");
    }

    @Test
    void unlessNobodyHasAskedForANumber() throws Exception {
        String schema = "{\"type\":\"object\"}";
        openAi.next(
                Reply.text("{\"n\":1E+400,\"small\":1E-400}"),
                Reply.json("{\"text\":\"hi\",\"duration\":1,\"x\":1E+400}"));

        isText(
                bodyOf(call("openai:chat", "n?", Map.of("CamelOpenAIJsonSchema", schema))),
                "{\"n\":1E+400,\"small\":1E-400}");
        Object transcript = bodyOf(call(
                "openai:transcribe?responseFormat=verbose_json&fileName=a.mp3",
                "ID3 sound".getBytes(StandardCharsets.US_ASCII)));
        assertThat(((Map<?, ?>) transcript).get("x")).isEqualTo(Double.POSITIVE_INFINITY);
    }

    @Test
    void aPieceOfItIsJsonToo() throws Exception {
        openAi.next(Reply.text(OSLO));
        routes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:pieces")
                        .to("openai:chat")
                        .split(simple("${body[stops]}"), AggregationStrategies.groupedBody())
                        .convertBodyTo(String.class)
                        .end();
            }
        });

        assertThat(bodyOf(call("direct:pieces", "Where?", BY_SCHEMA)))
                .isEqualTo(List.of("{\"at\":\"a\"}", "{\"at\":\"b\"}"));
    }

    @Test
    void severalGatheredInAListAreAnArray() {
        openAi.next(Reply.text(OSLO), Reply.text(OSLO));
        List<Object> gathered = new ArrayList<>();
        gathered.add(bodyOf(call("openai:chat", "Where?", BY_SCHEMA)));
        gathered.add(bodyOf(call("openai:chat", "Where?", BY_SCHEMA)));

        assertThat(camel.getTypeConverter().convertTo(String.class, gathered))
                .isEqualTo("[" + OSLO + ", " + OSLO + "]");
    }

    @Test
    void anInstanceConvertsToItsJson() throws Exception {
        openAi.next(Reply.text(VISIT));

        Object body = bodyOf(call("openai:chat", "When?", BY_CLASS));

        assertThat(body).isEqualTo(new Visit("Øslo", LocalDate.of(2026, 1, 2), Optional.empty()));
        isText(body, VISIT);
    }

    @Test
    void anInstanceConvertsThoughOneOfTheClassDidNotBefore() throws Exception {
        openAi.next(Reply.text(VISIT));
        assertThat(camel.getTypeConverter().convertTo(InputStream.class, new Visit("Rome", null, Optional.empty())))
                .isNull();
        assertThat(camel.getTypeConverter().convertTo(String.class, new Visit("Rome", null, Optional.empty())))
                .startsWith("Visit[");
        assertThat(camel.getTypeConverter().tryConvertTo(byte[].class, new Visit("Rome", null, Optional.empty())))
                .isNull();

        isText(bodyOf(call("openai:chat", "When?", BY_CLASS)), VISIT);
    }

    @Test
    void classesThatNoAnswerBecomesAreLeftToCamel() {
        openAi.next(Reply.text(VISIT));
        call("openai:chat", "When?", BY_CLASS);
        TypeConverter convert = camel.getTypeConverter();

        assertThat(convert.convertTo(String.class, new Other("Rome"))).isEqualTo("Other[city=Rome]");
        assertThat(convert.convertTo(InputStream.class, new Other("Rome"))).isNull();
        assertThat(convert.convertTo(String.class, new LinkedHashMap<>(Map.of("a", 1))))
                .isEqualTo("{a=1}");
        assertThat(convert.convertTo(String.class, new ArrayList<>(List.of(1)))).isEqualTo("[1]");
    }

    @Test
    void aConverterOfTheUsersOwnWins() throws Exception {
        camel.getTypeConverterRegistry()
                .addTypeConverter(String.class, Visit.class, new org.apache.camel.support.TypeConverterSupport() {
                    @Override
                    public <T> T convertTo(Class<T> type, Exchange exchange, Object value) {
                        return type.cast("mine");
                    }
                });
        openAi.next(Reply.text(VISIT));

        Object body = bodyOf(call("openai:chat", "When?", BY_CLASS));

        assertThat(camel.getTypeConverter().convertTo(String.class, body)).isEqualTo("mine");
    }

    /** A class that can be read, and written only when it is in the mood. */
    public record Moody(String city) {
        @com.fasterxml.jackson.annotation.JsonProperty
        public String mood() {
            throw new IllegalStateException("not now");
        }
    }

    @Test
    void aLogLineOfWhatCannotBeWrittenDoesNotFail() {
        openAi.next(Reply.text("{\"city\":\"Oslo\"}"));
        TypeConverter convert = camel.getTypeConverter();

        Object moody = bodyOf(call("openai:chat", "Where?", Map.of("CamelOpenAIOutputClass", Moody.class)));

        assertThat(convert.convertTo(String.class, moody)).isEqualTo("Moody[city=Oslo]");
        assertThatThrownBy(() -> convert.convertTo(InputStream.class, moody))
                .hasStackTraceContaining("cannot be written as JSON");
    }

    @Test
    void norOneOfAMapThatARouteHasSpoilt() {
        JsonMap map = new JsonMap(Map.of("stream", new ByteArrayInputStream(new byte[0])));
        JsonMap ring = new JsonMap();
        ring.put("list", new JsonList<>(List.of(ring)));
        TypeConverter convert = camel.getTypeConverter();

        assertThat(convert.convertTo(String.class, map)).startsWith("{stream=java.io.ByteArrayInputStream@");
        assertThat(convert.convertTo(String.class, ring)).contains("that holds itself");
        assertThatThrownBy(() -> convert.convertTo(byte[].class, map))
                .hasStackTraceContaining("cannot be written as JSON");
        assertThatThrownBy(() -> convert.convertTo(InputStream.class, ring))
                .hasStackTraceContaining("cannot be written as JSON");
    }

    /** A bean as of old, without a text of its own. */
    public static final class Place {
        private String city;

        public String getCity() {
            return city;
        }

        public void setCity(String city) {
            this.city = city;
        }
    }

    @Test
    void aBeanWithoutAToStringIsAPromptToo() {
        openAi.next(Reply.text("{\"city\":\"Oslo\"}"), Reply.ok());

        Object place = bodyOf(call("openai:chat", "Where?", Map.of("CamelOpenAIOutputClass", Place.class)));
        bodyOf(call("openai:chat", place));

        assertThat(openAi.requests().get(1).json().at("/messages/0/content").asText())
                .isEqualTo("{\"city\":\"Oslo\"}");
    }

    @Test
    void theConvertersOfCamelJacksonDoNoHarm() throws Exception {
        camel.getGlobalOptions().put("CamelJacksonEnableTypeConverter", "true");
        camel.getGlobalOptions().put("CamelJacksonTypeConverterToPojo", "true");
        openAi.next(Reply.text(OSLO), Reply.text(VISIT));

        Exchange exchange = call("openai:chat", "Where?", BY_SCHEMA);
        Object map = bodyOf(exchange);
        Object instance = bodyOf(call("openai:chat", "When?", BY_CLASS));

        assertThat(exchange.getMessage().getBody(String.class)).isEqualTo(OSLO);
        isText(map, OSLO);
        isText(instance, VISIT);
        ((Map<?, ?>) map).remove("stops");
        assertThat(camel.getTypeConverter().mandatoryConvertTo(Other.class, exchange, map))
                .isEqualTo(new Other("Øslo"));
        assertThat(camel.getTypeConverter().mandatoryConvertTo(JsonNode.class, exchange, map))
                .hasToString("{\"city\":\"Øslo\"}");
    }

    /** As Camel finds one that was written by hand. */
    public static final class VisitConverter {
        @org.apache.camel.Converter
        public String toText(Visit visit) {
            return "by hand";
        }
    }

    @Test
    void soDoesOneOfAnAnnotatedClassThatWasAddedBefore() {
        camel.getTypeConverterRegistry().addTypeConverters(new VisitConverter());
        assertThat(camel.getTypeConverter().convertTo(String.class, new Visit("a", null, Optional.empty())))
                .isEqualTo("by hand");
        openAi.next(Reply.text(VISIT));

        Object body = bodyOf(call("openai:chat", "When?", BY_CLASS));

        assertThat(camel.getTypeConverter().convertTo(String.class, body)).isEqualTo("by hand");
    }

    @Test
    void streamCachingLeavesThemAsTheyAre() throws Exception {
        openAi.next(Reply.text(OSLO), Reply.text(VISIT));
        camel.setStreamCaching(true);
        routes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:cached")
                        .streamCache("true")
                        .to("openai:chat")
                        .log("${body}")
                        .to("mock:end");
            }
        });

        assertThat(bodyOf(call("direct:cached", "Where?", BY_SCHEMA))).isInstanceOf(Map.class);
        assertThat(bodyOf(call("direct:cached", "When?", BY_CLASS))).isInstanceOf(Visit.class);
        assertThat(camel.getTypeConverter().convertTo(StreamCache.class, bodyOf(call("mock:end", OSLO))))
                .isNull();
    }

    @Test
    void filesAndExpressionsGetTheJson() throws Exception {
        openAi.next(Reply.text(OSLO), Reply.text(VISIT));
        routes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:write")
                        .to("openai:chat")
                        .setHeader("said", simple("says ${body}"))
                        .toF("file:%s?fileName=${header.name}", folder);
            }
        });

        Exchange map = call("direct:write", "a", Map.of("CamelOpenAIJsonSchema", SCHEMA, "name", "map.json"));
        Exchange instance =
                call("direct:write", "a", Map.of("CamelOpenAIOutputClass", Visit.class, "name", "instance.json"));

        bodyOf(map);
        bodyOf(instance);
        assertThat(folder.resolve("map.json")).hasContent(OSLO);
        assertThat(folder.resolve("instance.json")).hasContent(VISIT);
        assertThat(map.getMessage().getHeader("said")).isEqualTo("says " + OSLO);
        assertThat(instance.getMessage().getHeader("said")).isEqualTo("says " + VISIT);
    }

    @Test
    void theNextChatGetsTheJsonAsItsPrompt() throws Exception {
        openAi.next(Reply.text(OSLO), Reply.ok(), Reply.text(VISIT), Reply.ok());
        routes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:twice").to("openai:chat").to("openai:chat");
            }
        });

        bodyOf(call("direct:twice", "Where?", BY_SCHEMA));
        bodyOf(call("direct:twice", "When?", BY_CLASS));

        assertThat(openAi.requests().get(1).json().path("messages"))
                .hasSize(1)
                .first()
                .satisfies(
                        message -> assertThat(message.path("content").asText()).isEqualTo(OSLO));
        assertThat(openAi.requests().get(3).json().at("/messages/0/content").asText())
                .isEqualTo(VISIT);
    }

    @Test
    void severalAnswersAreAJsonArray() throws Exception {
        openAi.next(Reply.text(OSLO), Reply.text(VISIT), Reply.text("\"quoted\""));

        isText(bodyOf(call("openai:chat?n=2", "a", BY_SCHEMA)), "[" + OSLO + "," + OSLO + "]");
        isText(bodyOf(call("openai:chat?n=2", "a", BY_CLASS)), "[" + VISIT + "," + VISIT + "]");
        isText(bodyOf(call("openai:chat?n=2", "a")), "[\"\\\"quoted\\\"\",\"\\\"quoted\\\"\"]");
    }

    @Test
    void callsOfToolsAreWhatTheApiWrites() throws Exception {
        openAi.next(Reply.toolCall("call_7", "get_weather", "{\"city\":\"Oslo\"}"));
        String tools =
                "[{\"type\":\"function\",\"function\":{\"name\":\"get_weather\",\"parameters\":{\"type\":\"object\",\"properties\":{}}}}]";

        isText(
                bodyOf(call("openai:chat", "a", Map.of("CamelOpenAITools", tools))),
                "[{\"id\":\"call_7\",\"type\":\"function\",\"function\":{\"name\":\"get_weather\",\"arguments\":"
                        + "\"{\\\"city\\\":\\\"Oslo\\\"}\"}}]");
    }

    @Test
    void urlsOfPicturesAreAnArrayAndPicturesHaveNoText() throws Exception {
        Object urls = bodyOf(call("openai:image?model=dall-e-2&responseFormat=url&n=2", "a cat"));
        Object pictures = bodyOf(call("openai:image?n=2", "a cat"));

        TypeConverter convert = camel.getTypeConverter();
        assertThat(convert.mandatoryConvertTo(String.class, urls))
                .startsWith("[\"http")
                .endsWith("\"]");
        assertThat(convert.tryConvertTo(InputStream.class, pictures)).isNull();
        assertThat(convert.mandatoryConvertTo(String.class, pictures)).startsWith("[");
    }

    @Test
    void argumentsOfToolsAreTheJsonOfTheModel() throws Exception {
        String asked = "{\"city\":\"Øslo\",\"amount\":12345678901234567890.123}";
        openAi.next(Reply.toolCall("by_parameters", asked), Reply.toolCall("by_class", VISIT), Reply.text("done"));
        routes(new RouteBuilder() {
            @Override
            public void configure() {
                from("openai:tool?name=by_parameters&description=a&tags=t&parameter.city=string&parameter.amount=number")
                        .convertBodyTo(String.class);
                from("openai:tool?name=by_class&description=a&tags=t&argumentClass=" + Visit.class.getName())
                        .convertBodyTo(String.class);
            }
        });

        bodyOf(call("openai:chat?tools=t", "go"));

        assertThat(openAi.requests().get(1).json().at("/messages/2/content").asText())
                .isEqualTo(asked);
        assertThat(openAi.requests().get(2).json().at("/messages/4/content").asText())
                .isEqualTo(VISIT);
    }

    @Test
    void vectorsAreArrays() throws Exception {
        Object one = bodyOf(call("openai:embed?dimensions=2", "a"));
        Object several = bodyOf(call("openai:embed?dimensions=2", List.of("a", "b")));

        TypeConverter convert = camel.getTypeConverter();
        float[] vector = (float[]) one;
        isText(vector, "[" + vector[0] + "," + vector[1] + "]");
        assertThat(several).isInstanceOf(List.class);
        assertThat(convert.convertTo(String.class, several)).startsWith("[[" + vector[0] + "," + vector[1] + "],[");
        assertThat(convert.convertTo(List.class, vector)).isEqualTo(List.of(vector[0], vector[1]));
        assertThat(convert.convertTo(String.class, new int[] {1})).startsWith("[I@");
    }

    @Test
    void detailedTranscriptsAreTheJsonOfTheServer() {
        Object body = bodyOf(call(
                "openai:transcribe?responseFormat=verbose_json&fileName=a.mp3",
                "ID3 sound".getBytes(StandardCharsets.US_ASCII)));

        assertThat(camel.getTypeConverter().convertTo(String.class, body))
                .startsWith("{\"")
                .contains("\"segments\":[{");
    }

    @Test
    void answerAsJsonGivesTheTextAsTheModelWroteIt() {
        String spaced = "```json\n{ \"city\" : \"Oslo\", \"stops\" : [] }\n```";
        openAi.next(Reply.text(spaced), Reply.text(VISIT), Reply.text(spaced));

        assertThat(bodyOf(call("openai:chat?answerAs=json", "a", BY_SCHEMA)))
                .isEqualTo("{ \"city\" : \"Oslo\", \"stops\" : [] }");
        assertThat(bodyOf(call("openai:chat?answerAs=json", "a", BY_CLASS))).isEqualTo(VISIT);
        assertThat(bodyOf(call(
                        "openai:chat?answerAs=json",
                        "a",
                        Map.of("CamelOpenAIJsonSchema", SCHEMA, "CamelOpenAIAnswerAs", "object"))))
                .isInstanceOf(Map.class);
    }

    @Test
    void answerAsJsonIsCheckedAllTheSame() {
        openAi.next(Reply.text("{\"city\":1}"), Reply.text(OSLO));

        assertThat(bodyOf(call("openai:chat?answerAs=json", "a", BY_SCHEMA))).isEqualTo(OSLO);
        assertThat(openAi.requests()).hasSize(2);
    }

    @Test
    void answerAsKnowsTwoWords() {
        assertThatThrownBy(() -> call("openai:chat?answerAs=xml", "a", BY_SCHEMA))
                .rootCause()
                .hasMessage("answerAs must be one of [object, json] but was 'xml'; set it in the URI or in header"
                        + " CamelOpenAIAnswerAs");
    }
}
