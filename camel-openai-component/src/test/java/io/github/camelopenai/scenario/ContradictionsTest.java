// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelopenai.OpenAiHeaders;
import java.util.List;
import java.util.Map;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Options of an endpoint that can never work are refused when the route starts; what a header may add is waited for. */
class ContradictionsTest extends Scenario {

    private static final String NAME = "io.github.camelopenai.scenario.ContradictionsTest$City";

    /** What an answer may become. */
    public record City(String name) {}

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "chat?outputClass=com.acme.None | outputClass names com.acme.None, which is not on the class path; give the"
                        + " full name of a class, with $ before the name of a nested one",
                "chat?jsonSchema=RAW({\"type\":\"object\") | jsonSchema is not JSON at line 1, column 17: it ends before it is"
                        + " complete; give the schema inline, or as resource:classpath:x or resource:file:x at the endpoint",
                "chat?jsonSchema=RAW([]) | jsonSchema must be a JSON object but was a JSON array; give a schema with type"
                        + " object",
                "chat?jsonSchema=resource:classpath:no.json | jsonSchema names the resource classpath:no.json, which cannot be"
                        + " read; correct the path, or the class path",
                "chat?jsonSchema=resource:classpath:logback-test.xml | jsonSchema is not JSON at line 1, column 1: it breaks"
                        + " the grammar; give the schema inline, or as resource:classpath:x or resource:file:x at the endpoint",
                "chat?outputClass=" + NAME
                        + "&jsonSchema=RAW({}) | outputClass and jsonSchema are both set, at the endpoint or"
                        + " in the headers CamelOpenAIOutputClass and CamelOpenAIJsonSchema; leave one of them out",
                "chat?outputClass=" + NAME
                        + "&responseFormat=json_object | responseFormat=json_object contradicts outputClass,"
                        + " which asks for JSON of its own form; leave responseFormat out",
                "chat?responseFormat=xml | responseFormat of openai:chat must be one of [text, json_object] but was 'xml'; for a"
                        + " schema set jsonSchema or outputClass instead",
                "chat?streaming=true&outputClass=" + NAME
                        + " | streaming hands an answer on before it is whole, so it cannot"
                        + " become what outputClass asks for; set streaming to false, or take outputClass out",
                "chat?streaming=true&jsonSchema=RAW({\"type\":\"object\",\"properties\":{}}) | streaming hands an answer on"
                        + " before it is whole, so it cannot become what jsonSchema asks for; set streaming to false, or take"
                        + " jsonSchema out",
                "chat?streaming=true&n=2 | n=2 asks for several answers, but a stream brings one; set n to 1, or streaming to"
                        + " false",
                "chat?tools=weather&n=2 | n=2 asks for several answers, but only one can go on with the results of tools; set n"
                        + " to 1, or take tools out",
                "chat?topLogprobs=2&logprobs=false | topLogprobs=2 needs logprobs, which is false; set logprobs to true, or take"
                        + " topLogprobs out",
                "chat?tools=RAW([{) | tools looks like JSON but is not: ",
                "chat?toolChoice=RAW({a) | toolChoice looks like JSON but is not: ",
                "chat?tools=RAW([{\"type\":\"function\",\"function\":{\"name\":\"x\"}}])&toolChoice=y | toolChoice must be one of"
                        + " [auto, none, required], the name of a tool, or a JSON object, but was 'y'; the tools of this call are"
                        + " [x]",
                "transcribe?timestampGranularities=word, segment&responseFormat=json | timestampGranularities=word,segment needs"
                        + " responseFormat=verbose_json but responseFormat is json; change it, or take timestampGranularities out",
                "image?background=transparent&outputFormat=jpeg | background=transparent needs outputFormat png or webp but"
                        + " outputFormat is jpeg; change one of them",
                "image?outputCompression=50&outputFormat=png | outputCompression=50 needs outputFormat jpeg or webp but"
                        + " outputFormat is png; change one of them",
            })
    void whatCanNeverWorkIsRefusedAtStart(String options, String complaint) {
        assertThatThrownBy(() -> routes(to("openai:" + options)))
                .rootCause()
                .message()
                .startsWith(complaint);
        assertThat(openAi.requests()).isEmpty();
    }

    @Test
    void whatTheComponentSaysCountsToo() {
        component.getConfiguration().setStreaming(true);

        assertThatThrownBy(() -> routes(to("openai:chat?outputClass=" + NAME)))
                .hasStackTraceContaining("streaming hands an answer on before it is whole");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "chat?memory=#memory",
                "chat?streamFormat=sse",
                "chat?toolChoice=required",
                "chat?toolChoice=weather",
                "chat?topLogprobs=2",
                "chat?tools=none_yet",
                "chat?tools=RAW([{\"type\":\"function\",\"function\":{\"name\":\"x\"}}])&n=2",
                "chat?jsonSchema=RAW({\"type\":\"object\",\"properties\":{}})&n=2",
                "transcribe?timestampGranularities=word",
                "image?background=transparent",
                "image?outputCompression=50"
            })
    void whatAHeaderMayCompleteIsWaitedFor(String options) throws Exception {
        camel.getRegistry().bind("memory", new io.github.camelopenai.memory.InMemoryChatMemory());

        routes(to("openai:" + options));

        assertThat(camel.getRoutes()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"chat", "image", "embed"})
    void theEndUserIsSentWhereTheApiKnowsHim(String operation) {
        bodyOf(call("openai:" + operation + "?user=u1", "Hello"));
        bodyOf(call("openai:" + operation + "?user=u1", "Hello", Map.of(OpenAiHeaders.USER, "u2")));

        assertThat(openAi.requests())
                .extracting(request -> request.json().path("user").asText())
                .containsExactly("u1", "u2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"image", "speech", "embed"})
    void aSafetyIdentifierIsNotSentWhereTheApiDoesNotKnowIt(String operation) {
        bodyOf(call(
                "openai:" + operation + "?safetyIdentifier=s1&unknownHeaders=fail",
                "Hello",
                Map.of(OpenAiHeaders.SAFETY_IDENTIFIER, "s2")));

        assertThat(sent().has("safety_identifier")).isFalse();
    }

    @Test
    void theOtherOperationsTakeAnEndUserButDoNotSendHim() {
        bodyOf(call("openai:speech?user=u1", "Hello"));
        bodyOf(call("openai:transcribe?user=u1&safetyIdentifier=s1", "ID3 hello".getBytes()));

        assertThat(openAi.requests().get(0).json().has("user")).isFalse();
        assertThat(openAi.requests().get(1).part("user")).isEmpty();
        assertThat(openAi.requests().get(1).part("safety_identifier")).isEmpty();
    }

    @Test
    void blanksAroundTheItemsOfAListDoNotCount() throws Exception {
        routes(new RouteBuilder() {
            @Override
            public void configure() {
                from("openai:tool?name=weather&description=d&tags=out, of doors ,x")
                        .setBody(constant("sunny"));
                from("openai:tool?name=news&description=d&parameter.a=string&parameter.b=string&required=a, b"
                                + "&parameter.a.enum=one , two")
                        .setBody(constant("none"));
            }
        });

        bodyOf(call("openai:chat?tools=weather, news&stop= a , b", "Hello"));
        bodyOf(call(
                "openai:chat",
                "Hello",
                Map.of(OpenAiHeaders.TOOLS, " of doors ,\n news,", OpenAiHeaders.STOP, " END , b\n,\n")));
        bodyOf(call(
                "openai:transcribe?responseFormat=verbose_json&timestampGranularities=word , segment",
                "ID3 x".getBytes()));

        var first = openAi.requests().get(0).json();
        assertThat(first.path("stop").toString()).isEqualTo("[\"a\",\"b\"]");
        assertThat(first.at("/tools/1/function/parameters/required").toString()).isEqualTo("[\"a\",\"b\"]");
        assertThat(first.at("/tools/1/function/parameters/properties/a/enum").toString())
                .isEqualTo("[\"one\",\"two\"]");
        var second = openAi.requests().get(1).json();
        assertThat(second.path("tools").findValuesAsText("name")).isEqualTo(List.of("weather", "news"));
        assertThat(second.path("stop").toString()).isEqualTo("[\"END\",\"b\\n\",\"\\n\"]");
        assertThat(openAi.requests().get(2).parts())
                .filteredOn(part -> part.name().equals("timestamp_granularities[]"))
                .extracting(part -> part.text().orElseThrow())
                .containsExactly("word", "segment");
    }

    private static RouteBuilder to(String uri) {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:start").to(uri);
            }
        };
    }
}
