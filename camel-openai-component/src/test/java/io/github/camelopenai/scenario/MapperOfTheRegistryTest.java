// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import io.github.camelopenai.error.OpenAiRequestException;
import io.github.camelopenai.test.Reply;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;

/** Typed answers and arguments with an {@code ObjectMapper} that the user has put into the registry. */
class MapperOfTheRegistryTest extends Scenario {

    /** How something is paid. */
    public enum Payment {
        CASH,
        @JsonProperty("credit-card")
        CARD
    }

    /** One of something. */
    public record Item<T>(T value, int count) {}

    /** All that classes of answers usually have. */
    public record Order(
            @JsonProperty("order_no") String number,
            LocalDate day,
            Instant at,
            Duration takes,
            Optional<LocalDate> due,
            Optional<String> note,
            OptionalInt floor,
            Payment payment,
            List<Item<LocalDate>> items,
            Set<Payment> allowed,
            Item<BigDecimal> price) {}

    private static final String ORDER =
            "{\"order_no\":\"A1\",\"day\":\"2026-01-02\",\"at\":\"2026-01-02T03:04:05Z\",\"takes\":\"PT1H\",\"due\":null,"
                    + "\"note\":\"x\",\"floor\":null,\"payment\":\"credit-card\",\"items\":[{\"value\":\"2026-01-03\",\"count\":2}],"
                    + "\"allowed\":[\"CASH\"],\"price\":{\"value\":1.50,\"count\":1}}";

    private static final Order EXPECTED = new Order(
            "A1",
            LocalDate.of(2026, 1, 2),
            Instant.parse("2026-01-02T03:04:05Z"),
            Duration.ofHours(1),
            Optional.empty(),
            Optional.of("x"),
            OptionalInt.empty(),
            Payment.CARD,
            List.of(new Item<>(LocalDate.of(2026, 1, 3), 2)),
            Set.of(Payment.CASH),
            new Item<>(new BigDecimal("1.50"), 1));

    private static final Map<String, Object> BY_CLASS = Map.of("CamelOpenAIOutputClass", Order.class);

    /** It inherits a copy() that Jackson refuses. */
    private static final class Uncopied extends ObjectMapper {
        private static final long serialVersionUID = 1L;
    }

    @Test
    void needNotKnowTimesAndOptional() throws Exception {
        ObjectMapper plain = new ObjectMapper();
        camel.getRegistry().bind("mapper", plain);
        openAi.next(Reply.text(ORDER));

        Object body = bodyOf(call("openai:chat", "order", BY_CLASS));

        assertThat(body).isEqualTo(EXPECTED);
        assertThat(sent().at("/response_format/json_schema/strict").asBoolean()).isTrue();
        assertThat(sent().at("/response_format/json_schema/schema/properties/payment/enum"))
                .hasToString("[\"CASH\",\"credit-card\"]");
        assertThat(camel.getTypeConverter().mandatoryConvertTo(String.class, body))
                .isEqualTo(ORDER);
        assertThat(plain.getRegisteredModuleIds()).isEmpty();
    }

    @Test
    void decidesOnNames() throws Exception {
        camel.getRegistry()
                .bind(
                        "mapper",
                        JsonMapper.builder()
                                .propertyNamingStrategy(PropertyNamingStrategies.UPPER_CAMEL_CASE)
                                .build());
        String shouting = ORDER.replace("\"day\"", "\"Day\"")
                .replace("\"at\"", "\"At\"")
                .replace("\"takes\"", "\"Takes\"")
                .replace("\"due\"", "\"Due\"")
                .replace("\"note\"", "\"Note\"")
                .replace("\"floor\"", "\"Floor\"")
                .replace("\"payment\"", "\"Payment\"")
                .replace("\"items\"", "\"Items\"")
                .replace("\"value\"", "\"Value\"")
                .replace("\"count\"", "\"Count\"")
                .replace("\"allowed\"", "\"Allowed\"")
                .replace("\"price\"", "\"Price\"");
        openAi.next(Reply.text(shouting));

        Object body = bodyOf(call("openai:chat", "order", BY_CLASS));

        assertThat(body).isEqualTo(EXPECTED);
        assertThat(camel.getTypeConverter().mandatoryConvertTo(String.class, body))
                .isEqualTo(shouting);
    }

    @Test
    void mayReadDatesInItsOwnWay() throws Exception {
        SimpleModule own = new SimpleModule().addDeserializer(LocalDate.class, new StdDeserializer<>(LocalDate.class) {
            private static final long serialVersionUID = 1L;

            @Override
            public LocalDate deserialize(JsonParser parser, DeserializationContext context) throws IOException {
                return LocalDate.parse(parser.getText(), DateTimeFormatter.ISO_DATE)
                        .plusYears(1);
            }
        });
        camel.getRegistry().bind("mapper", JsonMapper.builder().addModule(own).build());
        openAi.next(Reply.text("{\"value\":\"2026-01-03\"}"));

        Object body = bodyOf(call("openai:chat", "order", Map.of("CamelOpenAIOutputClass", Day.class)));

        assertThat(body).isEqualTo(new Day(LocalDate.of(2027, 1, 3)));
    }

    /** One date. */
    public record Day(LocalDate value) {}

    @Test
    void whichCannotBeCopiedIsRefusedForWhatItDoesNotKnowBeforeACallIsPaidFor() throws Exception {
        camel.getRegistry().bind("mapper", new Uncopied());

        assertThat(failureOf(
                        call("openai:chat", "order", Map.of("CamelOpenAIOutputClass", Day.class)),
                        OpenAiRequestException.class))
                .hasMessage(
                        "outputClass: no JSON can become a java.time.LocalDate: the ObjectMapper in the registry does not"
                                + " know it, and cannot be copied to be taught; register the module jackson-datatype-jsr310 with it");
        assertThat(openAi.requests()).isEmpty();
    }

    /** One text that may be missing. */
    public record Maybe(Optional<String> value) {}

    @Test
    void whichCannotBeCopiedIsRefusedForOptionalToo() throws Exception {
        camel.getRegistry().bind("mapper", new Uncopied());

        assertThat(failureOf(
                        call("openai:chat", "x", Map.of("CamelOpenAIOutputClass", Maybe.class)),
                        OpenAiRequestException.class))
                .hasMessageContaining("java.util.Optional")
                .hasMessageContaining("jackson-datatype-jdk8");
    }

    @Test
    void servesArgumentsOfToolsToo() throws Exception {
        camel.getRegistry().bind("mapper", new ObjectMapper());
        openAi.next(Reply.toolCall("order", ORDER), Reply.text("done"));
        routes(new RouteBuilder() {
            @Override
            public void configure() {
                from("openai:tool?name=order&description=Order&argumentClass=" + Order.class.getName())
                        .setProperty("seen", body())
                        .to("mock:seen");
            }
        });

        bodyOf(call("openai:chat?tools=order", "order"));

        assertThat(openAi.requests()
                        .get(0)
                        .json()
                        .at("/tools/0/function/strict")
                        .asBoolean())
                .isTrue();
        String result =
                openAi.requests().get(1).json().at("/messages/2/content").asText();
        assertThat(result).isEqualTo(ORDER);
    }
}
