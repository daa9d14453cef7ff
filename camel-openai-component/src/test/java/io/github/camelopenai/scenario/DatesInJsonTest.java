// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import com.fasterxml.jackson.datatype.jsr310.deser.LocalDateDeserializer;
import io.github.camelopenai.memory.InMemoryChatMemory;
import io.github.camelopenai.model.ChatMessage;
import io.github.camelopenai.model.ChatRequest;
import io.github.camelopenai.test.Reply;
import java.sql.Timestamp;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.MonthDay;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.chrono.JapaneseDate;
import java.util.Date;
import java.util.GregorianCalendar;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Dates, times and optional values wherever an object of a route becomes JSON. */
class DatesInJsonTest extends Scenario {

    private static final LocalDate DAY = LocalDate.of(2026, 1, 2);
    private static final Date MOMENT = Date.from(Instant.parse("2026-01-02T03:04:05Z"));
    private static final String TOOL = "openai:tool?name=when&description=When it is";

    /** As a bean of a route may be. */
    public record Visit(
            LocalDate firstDay,
            Optional<String> note,
            @JsonProperty("WHO") String who) {}

    private static Map<String, Object> times() {
        Map<String, Object> times = new LinkedHashMap<>();
        times.put("day", DAY);
        times.put("moment", MOMENT);
        times.put("instant", MOMENT.toInstant());
        times.put("local", LocalDateTime.of(2026, 1, 2, 3, 4, 5));
        times.put("offset", MOMENT.toInstant().atOffset(ZoneOffset.ofHours(1)));
        times.put("month", YearMonth.of(2026, 1));
        times.put("length", Duration.ofMinutes(90));
        times.put("some", Optional.of(DAY));
        times.put("none", Optional.empty());
        return times;
    }

    private static final String TIMES =
            "{\"day\":\"2026-01-02\",\"moment\":\"2026-01-02T03:04:05.000+00:00\",\"instant\":\"2026-01-02T03:04:05Z\","
                    + "\"local\":\"2026-01-02T03:04:05\",\"offset\":\"2026-01-02T04:04:05+01:00\",\"month\":\"2026-01\","
                    + "\"length\":\"PT1H30M\",\"some\":\"2026-01-02\",\"none\":null}";

    private String toolResult(Object result) throws Exception {
        openAi.next(Reply.toolCall("when", "{}"), Reply.text("done"));
        routes(new RouteBuilder() {
            @Override
            public void configure() {
                from(TOOL).routeId("when").setBody(exchange -> result);
            }
        });
        bodyOf(call("openai:chat?tools=when", "When?"));
        camel.getRouteController().stopRoute("when");
        camel.removeRoute("when");
        List<?> requests = openAi.requests();
        return openAi.requests()
                .get(requests.size() - 1)
                .json()
                .at("/messages/2/content")
                .asText();
    }

    @Test
    void inTheResultOfATool() throws Exception {
        assertThat(toolResult(times())).isEqualTo(TIMES);
        assertThat(toolResult(List.of(new Visit(DAY, Optional.of("x"), "me"))))
                .isEqualTo("[{\"firstDay\":\"2026-01-02\",\"note\":\"x\",\"WHO\":\"me\"}]");
    }

    @Test
    void asTheResultOfATool() throws Exception {
        assertThat(toolResult(DAY)).isEqualTo("2026-01-02");
        assertThat(toolResult(MOMENT)).isEqualTo("2026-01-02T03:04:05.000+00:00");
        assertThat(toolResult(Duration.ofMinutes(90))).isEqualTo("PT1H30M");
        assertThat(toolResult(Optional.of(DAY))).isEqualTo("2026-01-02");
        assertThat(toolResult(Optional.empty())).isEqualTo("null");
    }

    static Stream<Object> datesAndTimes() {
        LocalDateTime local = LocalDateTime.of(2026, 1, 2, 3, 4);
        GregorianCalendar calendar = GregorianCalendar.from(local.atZone(ZoneId.of("Europe/Berlin")));
        return Stream.of(
                local.atZone(ZoneId.of("Europe/Berlin")),
                local.atZone(ZoneId.of("UTC")),
                local.atOffset(ZoneOffset.ofHours(1)),
                local,
                local.toLocalDate(),
                local.toLocalTime(),
                local.toLocalTime().atOffset(ZoneOffset.UTC),
                local.toInstant(ZoneOffset.UTC),
                YearMonth.from(local),
                MonthDay.from(local),
                Year.from(local),
                DayOfWeek.FRIDAY,
                ZoneId.of("Europe/Berlin"),
                ZoneOffset.ofHours(1),
                Period.ofDays(3),
                Duration.ofMillis(90_500),
                MOMENT,
                new Timestamp(MOMENT.getTime()),
                java.sql.Date.valueOf(local.toLocalDate()),
                calendar);
    }

    @ParameterizedTest
    @MethodSource("datesAndTimes")
    void asTheResultOfAToolInTheFormThatItHasWithinAMap(Object value) throws Exception {
        JsonNode within = new ObjectMapper().readTree(toolResult(Map.of("value", value)));

        assertThat(toolResult(value)).isEqualTo(within.path("value").asText()).isNotEmpty();
    }

    @Test
    void asTheResultOfAToolWithAnOffsetAndNoNameOfAZone() throws Exception {
        ZonedDateTime inBerlin = LocalDateTime.of(2026, 1, 2, 3, 4, 5).atZone(ZoneId.of("Europe/Berlin"));

        assertThat(toolResult(inBerlin)).isEqualTo("2026-01-02T03:04:05+01:00");
        assertThat(toolResult(Optional.of(inBerlin))).isEqualTo("2026-01-02T03:04:05+01:00");
    }

    @Test
    void asTheResultOfAToolInTheFormOfAMapperThatTheUserHasSetUp() throws Exception {
        camel.getRegistry()
                .bind(
                        "mapper",
                        JsonMapper.builder().addModule(new JavaTimeModule()).build());

        assertThat(toolResult(DAY)).isEqualTo("[2026,1,2]");
    }

    @Test
    void asTheResultOfAToolBesideAMapperThatKnowsSomeTimesOnly() throws Exception {
        camel.getRegistry()
                .bind(
                        "mapper",
                        new ObjectMapper()
                                .registerModule(new SimpleModule()
                                        .addDeserializer(LocalDate.class, LocalDateDeserializer.INSTANCE)));

        assertThat(toolResult(YearMonth.of(2026, 1))).isEqualTo("2026-01");
    }

    @Test
    void asTheResultOfAToolInAnotherCalendar() throws Exception {
        assertThat(toolResult(JapaneseDate.from(DAY))).isEqualTo("Japanese Reiwa 8-01-02");
    }

    @Test
    void inAMapThatIsTheRequest() throws Exception {
        openAi.next(Reply.ok());
        Map<String, Object> request = new LinkedHashMap<>();
        request.put("messages", List.of(Map.of("role", "user", "content", "hi")));
        request.put("metadata", times());

        bodyOf(call("openai:chat", request));

        assertThat(sent().path("metadata")).hasToString(TIMES);
    }

    @Test
    void inARequestInJavaWhoseNamesAreThoseOfTheApi() {
        openAi.next(Reply.ok());

        bodyOf(call(
                "openai:chat",
                ChatRequest.of(ChatMessage.user("hi")).with("metadata", new Visit(DAY, Optional.empty(), "me"))));

        assertThat(sent().path("metadata")).hasToString("{\"first_day\":\"2026-01-02\",\"note\":null,\"WHO\":\"me\"}");
        assertThat(sent().path("messages")).hasToString("[{\"role\":\"user\",\"content\":\"hi\"}]");
    }

    @Test
    void inAListOfMessagesAndOfParts() {
        openAi.next(Reply.ok(), Reply.ok(), Reply.ok());
        Map<String, Object> part = new LinkedHashMap<>(Map.of("type", "text", "text", "hi"));
        part.put("day", DAY);

        bodyOf(call("openai:chat", List.of(Map.of("role", "user", "content", List.of(part)))));
        bodyOf(call("openai:chat", List.of(new ChatMessage("user", List.of(part), null, null, null))));
        bodyOf(call("openai:chat", List.of(part)));

        assertThat(openAi.requests()).allSatisfy(request -> assertThat(
                        request.json().at("/messages/0/content/0/day").asText())
                .isEqualTo("2026-01-02"));
    }

    @Test
    void inAFieldThatTheEndpointAdds() {
        openAi.next(Reply.ok());
        component.getConfiguration().setAdditionalBodyProperty(Map.of("metadata", times()));

        bodyOf(call("openai:chat", "hi"));

        assertThat(sent().path("metadata")).hasToString(TIMES);
    }

    @Test
    void inAHeader() {
        openAi.next(Reply.ok());
        Map<String, Object> tool = Map.of(
                "type",
                "function",
                "function",
                Map.of("name", "a", "parameters", Map.of("type", "object", "properties", Map.of(), "x-since", DAY)));

        bodyOf(call("openai:chat", "hi", Map.of("CamelOpenAITools", List.of(tool))));

        assertThat(sent().at("/tools/0/function/parameters/x-since").asText()).isEqualTo("2026-01-02");
    }

    @Test
    void inAMemory() {
        openAi.next(Reply.ok());
        InMemoryChatMemory memory = new InMemoryChatMemory();
        camel.getRegistry().bind("memory", memory);
        memory.append(
                "1",
                List.of(
                        new ChatMessage(
                                "user", List.of(Map.of("type", "text", "text", "hi", "day", DAY)), null, null, null),
                        ChatMessage.assistant("hello")));

        bodyOf(call("openai:chat?memory=#memory", "go on", Map.of("CamelOpenAIConversationId", "1")));

        assertThat(sent().at("/messages/0/content/0/day").asText()).isEqualTo("2026-01-02");
    }

    @Test
    void inTheWayOfAMapperThatTheUserHasSetUp() throws Exception {
        ObjectMapper own = JsonMapper.builder()
                .addModule(new JavaTimeModule())
                .propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
                .build();
        camel.getRegistry().bind("mapper", own);
        Visit visit = new Visit(DAY, Optional.empty(), "me");
        String written = "{\"first-day\":[2026,1,2],\"note\":null,\"WHO\":\"me\"}";

        assertThat(toolResult(visit)).isEqualTo(written);
        openAi.next(Reply.ok());
        bodyOf(call("openai:chat", ChatRequest.of(ChatMessage.user("hi")).with("topP", visit)));

        JsonNode request = openAi.requests().get(2).json();
        assertThat(request.path("topP")).hasToString(written);
        assertThat(request.path("messages")).hasToString("[{\"role\":\"user\",\"content\":\"hi\"}]");
    }

    @Test
    void inIsoFormBesideAMapperThatKnowsNoTimes() throws Exception {
        camel.getRegistry().bind("mapper", new ObjectMapper());
        Map<String, Object> times = times();
        times.remove("moment"); // how a Date looks is the mapper's to say

        assertThat(toolResult(times)).isEqualTo(TIMES.replace("\"moment\":\"2026-01-02T03:04:05.000+00:00\",", ""));
    }
}
