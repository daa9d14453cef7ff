// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import io.github.camelopenai.test.Reply;
import java.util.Map;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The option {@code strict} of an endpoint, before there is a message. */
class StrictAtStartTest extends Scenario {

    private static final String OPEN = "RAW({\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"string\"}}})";
    private static final String LABELS = Labelled.class.getName();

    /** A class that the strict subset has no words for. */
    public record Labelled(Map<String, String> labels) {}

    private void start(String from, String to) throws Exception {
        routes(new RouteBuilder() {
            @Override
            public void configure() {
                from(from).to(to);
            }
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"jsonSchema=" + OPEN, "outputClass=io.github.camelopenai.scenario.StrictAtStartTest$Labelled"})
    void strictIsRefusedWhereTheSchemaOfAnAnswerCannotBe(String schema) {
        assertThatThrownBy(() -> start("direct:a", "openai:chat?strict=true&" + schema))
                .hasStackTraceContaining(
                        schema.startsWith("json")
                                ? "jsonSchema answer cannot be strict: # lacks \"additionalProperties\": false; # does not"
                                        + " require all of its properties"
                                : "outputClass cannot be said in the strict subset of JSON Schema: the property labels");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jsonSchema=" + OPEN,
                "argumentClass=io.github.camelopenai.scenario.StrictAtStartTest$Labelled",
                "parameter.a=string"
            })
    void soItIsForTools(String schema) {
        assertThatThrownBy(() -> start("openai:tool?name=t&description=d&strict=true&" + schema, "mock:a"))
                .hasStackTraceContaining("of tool t cannot be ");
    }

    @Test
    void unsetItIsOneWarningForManyMessages() throws Exception {
        try (CapturedLog log = CapturedLog.from(Level.WARN)) {
            openAi.next(Reply.text("{\"a\":\"x\"}"), Reply.text("{\"labels\":{}}"), Reply.text("{\"a\":\"x\"}"));
            start("direct:a", "openai:chat?jsonSchema=" + OPEN);
            start("direct:b", "openai:chat?outputClass=" + LABELS);

            bodyOf(call("direct:a", "hi"));
            bodyOf(call("direct:b", "hi"));
            bodyOf(call("direct:a", "hi"));

            assertThat(openAi.requests())
                    .allSatisfy(request -> assertThat(request.json().at("/response_format/json_schema/strict"))
                            .hasToString("false"));
            assertThat(log.events()).hasSize(2);
            assertThat(log.text())
                    .contains("jsonSchema answer is sent without strict", "# lacks \"additionalProperties\": false")
                    .contains("outputClass " + LABELS + " is sent without strict", "the property labels of Labelled");
        }
    }

    @Test
    void falseIsNoWarning() throws Exception {
        try (CapturedLog log = CapturedLog.from(Level.WARN)) {
            openAi.next(Reply.text("{\"a\":\"x\"}"));
            start("direct:a", "openai:chat?strict=false&jsonSchema=" + OPEN);

            bodyOf(call("direct:a", "hi"));

            assertThat(log.events()).isEmpty();
        }
    }
}
