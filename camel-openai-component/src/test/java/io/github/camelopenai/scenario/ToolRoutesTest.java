// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelopenai.OpenAiToolConsumer;
import io.github.camelopenai.error.OpenAiRequestException;
import io.github.camelopenai.internal.tool.ToolOutcome;
import io.github.camelopenai.internal.tool.ToolRoutes;
import io.github.camelopenai.internal.tool.Toolbox;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** CONTRACT 6: which tools there are, from the start of their routes to their end. */
class ToolRoutesTest extends ToolScenario {

    private static final Processor SUNNY = exchange -> exchange.getMessage().setBody("sunny");

    private static String plain(String name) {
        return "openai:tool?description=d&name=" + name;
    }

    private static List<String> names(Toolbox tools) {
        return StreamSupport.stream(tools.definitions().spliterator(), false)
                .map(tool -> tool.at("/function/name").asText())
                .toList();
    }

    @Test
    void aToolIsDescribedAsTheApiWantsIt() throws Exception {
        tool(WEATHER, SUNNY);

        assertThat(select("get_weather").definitions()).hasToString("""
                        [{"type":"function","function":{"name":"get_weather",\
                        "description":"Current weather of a city","parameters":{"type":"object","properties":{\
                        "city":{"type":"string","description":"Name of the city"},\
                        "unit":{"type":"string","enum":["celsius","fahrenheit"]}},"required":["city"]}}}]""");
    }

    @Test
    void namesAndTagsAreUnitedInAStableOrder() throws Exception {
        tool(plain("wind") + "&tags=weather", SUNNY);
        tool(plain("rain") + "&tags=weather,water", SUNNY);
        tool(plain("tide") + "&tags=water", SUNNY);
        tool(plain("news"), SUNNY);

        assertThat(names(select("news", "water", "weather", "rain"))).containsExactly("news", "rain", "tide", "wind");
        assertThat(select("water").has("wind")).isFalse();
        assertThat(select("water").has("tide")).isTrue();
        assertThat(select().isEmpty()).isTrue();
        assertThat(select("news").isEmpty()).isFalse();
    }

    @Test
    void aDefinitionIsACopy() throws Exception {
        tool(WEATHER, SUNNY);
        Toolbox tools = select("weather");

        tools.definitions().removeAll();
        ((com.fasterxml.jackson.databind.node.ObjectNode) tools.definitions().get(0)).removeAll();

        assertThat(names(tools)).containsExactly("get_weather");
    }

    @Test
    void aNameThatMatchesNothingIsRefused() throws Exception {
        tool(WEATHER, SUNNY);
        tool(plain("tide") + "&tags=water", SUNNY);

        assertThatThrownBy(() -> select("wether"))
                .isInstanceOf(OpenAiRequestException.class)
                .hasMessage("tools=wether: no openai:tool route has this name or tag; did you mean weather, water?"
                        + " Known are get_weather, outdoors, tide, water, weather");
    }

    @Test
    void withoutAnyToolTheRefusalSaysHowToMakeOne() {
        assertThatThrownBy(() -> select("weather"))
                .isInstanceOf(OpenAiRequestException.class)
                .hasMessage("tools=weather: no openai:tool route has this name or tag, and there is none at all; add a"
                        + " route from openai:tool?name=weather, or start it");
    }

    @Test
    void twoToolsOfOneNameAreRefusedWithBothRoutes() throws Exception {
        tool(WEATHER, "first", SUNNY);

        assertThatThrownBy(() -> tool(plain("get_weather"), "second", SUNNY))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("there are two tools named get_weather: route first and route second; rename one");
        assertThat(callWeather("{\"city\":\"Paris\"}").text()).isEqualTo("sunny");
    }

    @Test
    void contextsHaveTheirOwnTools() throws Exception {
        tool(WEATHER, SUNNY);

        try (DefaultCamelContext other = new DefaultCamelContext()) {
            assertThat(ToolRoutes.of(other)).isNotSameAs(ToolRoutes.of(camel));
            assertThat(ToolRoutes.of(other)).isSameAs(ToolRoutes.of(other));
        }
    }

    @Test
    void allThreadsSeeTheSameTools() throws Exception {
        Set<ToolRoutes> seen = ConcurrentHashMap.newKeySet();
        CyclicBarrier together = new CyclicBarrier(8);
        ExecutorService threads = Executors.newFixedThreadPool(8);

        List<Future<Boolean>> all = IntStream.range(0, 8)
                .mapToObj(number -> threads.submit(() -> {
                    together.await();
                    return seen.add(ToolRoutes.of(camel));
                }))
                .toList();
        for (Future<Boolean> one : all) {
            one.get();
        }
        threads.shutdown();

        assertThat(seen).hasSize(1);
    }

    @Nested
    class WhenARouteDoesNotRun {

        @Test
        void aStoppedToolIsStillDefinedAndComesBack() throws Exception {
            tool(WEATHER, SUNNY);

            camel.getRouteController().stopRoute("get_weather");

            assertThat(names(select("weather"))).containsExactly("get_weather");
            isStopped();
            camel.getRouteController().startRoute("get_weather");
            assertThat(callWeather("{\"city\":\"Paris\"}").text()).isEqualTo("sunny");
            camel.getRouteController().stopRoute("get_weather");
            camel.removeRoute("get_weather");
            assertThatThrownBy(() -> select("weather")).isInstanceOf(OpenAiRequestException.class);
        }

        @Test
        void aSuspendedToolIsStillDefinedAndComesBack() throws Exception {
            tool(WEATHER, SUNNY);

            camel.getRouteController().suspendRoute("get_weather");

            isStopped();
            camel.getRouteController().resumeRoute("get_weather");
            assertThat(callWeather("{\"city\":\"Paris\"}").text()).isEqualTo("sunny");
        }

        @Test
        void aRemovedToolIsForgotten() throws Exception {
            tool(WEATHER, SUNNY);
            Toolbox selectedBefore = select("weather");

            camel.getRouteController().stopRoute("get_weather");
            camel.removeRoute("get_weather");

            assertThatThrownBy(() -> select("weather")).isInstanceOf(OpenAiRequestException.class);
            assertThat(call(selectedBefore, "get_weather", "{\"city\":\"Paris\"}")
                            .outcome())
                    .isEqualTo(ToolOutcome.STOPPED);
        }

        @Test
        void aRouteThatIsReplacedKeepsTheName() throws Exception {
            tool(WEATHER, SUNNY);

            tool(WEATHER.replace("outdoors", "new"), exchange -> exchange.getMessage()
                    .setBody("rainy"));

            assertThat(callWeather("{\"city\":\"Paris\"}").text()).isEqualTo("rainy");
            assertThat(names(select("new"))).containsExactly("get_weather");
        }

        private void isStopped() throws Exception {
            var result = callWeather("{\"city\":\"Paris\"}");

            assertThat(result.outcome()).isEqualTo(ToolOutcome.STOPPED);
            assertThat(result.text()).isEqualTo("tool get_weather is not available at the moment; go on without it");
            assertThat(result.failure()).isEmpty();
        }
    }

    @Nested
    class WhenTheUriIsWrong {

        @ParameterizedTest(name = "{0}")
        @CsvSource(
                delimiter = '|',
                value = {
                    "openai:tool?description=d | openai:tool needs a name, by which the model calls it;",
                    "openai:tool?name=a | tool a needs a description, by which the model decides when to call it;",
                    "openai:tool?name=a&description=d&parameter.x=text | parameter.x of tool a has the unknown type",
                    "openai:tool?name=a&description=d&parameter.x=string&required=y | required=y is no parameter of"
                            + " tool a; they are x",
                    "openai:tool?name=a&description=d&parameter.CamelHttpUri=string | parameter CamelHttpUri of tool a"
                            + " is refused: headers of that name steer Camel",
                    "openai:tool?name=a&description=d&argumentClass=no.Such | argumentClass no.Such of tool a is not on"
                            + " the class path;",
                    "openai:tool?name=a&description=d&parameter.x=string&argumentClass=java.lang.String | tool a has"
                            + " parameter options and argumentClass; keep one of them",
                    "openai:tool?name=a&description=d&jsonSchema=resource:classpath:none.json | jsonSchema names the"
                            + " resource classpath:none.json, which cannot be read;",
                    "openai:tool?name=a&description=d&temperature=1 | option temperature belongs to openai:chat and"
                            + " openai:transcribe, not to openai:tool",
                    "openai:tool?name=a&description=d&apiKey=k | option apiKey belongs to the operations that call the"
                            + " API, not to openai:tool",
                    "openai:tool?name=a&description=d&additionalHeader.x=k | option additionalHeader.x"
                            + " belongs to the operations that call the API, not to openai:tool",
                    "openai:tool?nam=a | openai:tool has no option nam; did you mean name?",
                    "openai:tool?name=a&desc=d | openai:tool has no option desc; did you mean description?",
                    "openai:tool?name=a&zzz=d | openai:tool has no option zzz, and none with a similar name",
                })
        void itsRouteDoesNotStart(String uri, String complaint) {
            assertThatThrownBy(() -> tool(uri, "r", SUNNY))
                    .rootCause()
                    .message()
                    .startsWith(complaint);
        }

        @ParameterizedTest(name = "{0}")
        @CsvSource(
                delimiter = '|',
                value = {
                    "openai:tool?name=a&description=d | openai:tool begins a route that a model may call, as in"
                            + " from(\"openai:tool?name=…\"); to let a model call it, use to(\"openai:chat?tools=NAME\")",
                    "openai:chat?description=d | option description belongs to openai:tool, not to openai:chat",
                    "openai:chat?parameter.city=string | option parameter.city belongs to openai:tool, not to"
                            + " openai:chat",
                    "openai:chat?exchangePattern=InOnly | openai:chat has no option exchangePattern, and none"
                            + " with a similar name",
                })
        void aCallOfItDoesNotStart(String uri, String complaint) {
            RouteBuilder routes = new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:start").to(uri);
                }
            };

            assertThatThrownBy(() -> routes(routes)).rootCause().message().startsWith(complaint);
        }
    }

    @Test
    void aSchemaMayComeFromAFile(@TempDir Path folder) throws Exception {
        Path schema = Files.writeString(
                folder.resolve("schema.json"), "{\"type\":\"object\",\"properties\":{\"city\":{\"type\":\"string\"}}}");
        tool(plain("weather") + "&jsonSchema=resource:file:" + schema, exchange -> {
            String city = exchange.getMessage().getHeader("city", String.class);
            exchange.getMessage().setBody(city);
        });

        assertThat(select("weather")
                        .definitions()
                        .at("/0/function/parameters/properties/city/type")
                        .asText())
                .isEqualTo("string");
        assertThat(call(select("weather"), "weather", "{\"city\":\"Köln\"}").text())
                .isEqualTo("Köln");
    }

    @Test
    void noKeyIsNeeded() throws Exception {
        component.getConfiguration().setApiKey(null);
        component.getConfiguration().setBaseUrl(null);

        tool(WEATHER, SUNNY);

        assertThat(camel.getRoute("get_weather").getConsumer()).isInstanceOf(OpenAiToolConsumer.class);
        assertThat(openAi.requests()).isEmpty();
    }
}
