// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertAll;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelopenai.OpenAiComponent;
import io.github.camelopenai.OpenAiHeaders;
import io.github.camelopenai.error.OpenAiRequestException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.assertj.core.api.ThrowingConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A value that no message can work with is refused when the route starts, and in a header with the same words. */
class ValuesAtStartTest extends Scenario {

    /**
     * A value that can never work.
     *
     * @param where    the operation, or {@code all} for an option of connection, quota or retries
     * @param official whether only OpenAI's own server is known to refuse it
     */
    record Row(String where, String option, String value, String complaint, boolean official) {

        boolean isHeader() {
            return !where.equals("all");
        }

        String operation() {
            return isHeader() ? where : "chat";
        }

        /** Of a number that is written in letters. */
        Row unquoted() {
            return new Row(where, option, value, complaint.replace("'", ""), official);
        }

        String uri() {
            return "openai:" + operation() + "?" + option + "=RAW(" + value + ")"
                    + (official ? "&baseUrl=https://api.openai.com/v1&apiKey=sk-test" : "");
        }
    }

    private static Row row(String where, String option, String value, String allowed) {
        boolean quoted = !value.matches("-?[0-9.]+(ms)?") && !allowed.startsWith("at most 64");
        return new Row(
                where,
                option,
                value.replaceFirst("(\\d)ms$", "$1"),
                " must be " + allowed + " but was " + (quoted ? "'" + value + "'" : value),
                false);
    }

    private static Row official(String where, String option, String value, String allowed) {
        Row row = row(where, option, value, allowed);
        return new Row(where, option, row.value(), row.complaint(), true);
    }

    static Stream<Row> rows() {
        return Stream.of(
                        ofConnection(),
                        times("connectTimeout", "0"),
                        times("requestTimeout", "1"),
                        times("streamIdleTimeout", "1"),
                        times("queueTimeout", "0"),
                        times("retryInitialDelay", "0"),
                        times("retryMaxDelay", "0"),
                        times("retryTimeout", "0"),
                        ofChat(),
                        ofMedia(),
                        words(),
                        ofOfficialServer())
                .flatMap(rows -> rows);
    }

    private static Stream<Row> ofConnection() {
        return Stream.of(
                row("all", "proxyPort", "0", "1 to 65535"),
                row("all", "maxResponseSize", "0MB", "at least 1 byte"),
                row("all", "maxResponseSize", "large", "a number of bytes such as 25MiB, 100MB or 5000"),
                row("all", "proxyPort", "70000", "1 to 65535"),
                row("all", "requestsPerMinute", "0", "at least 1"),
                row("all", "tokensPerMinute", "-1", "at least 1"),
                row("all", "laneWeight", "-0.5", "positive"),
                row("all", "maxConcurrentRequests", "0", "at least 1"),
                row("all", "maxQueued", "-1", "at least 0"),
                row("all", "maxRetries", "-1", "at least 0"),
                row("all", "whenQueueFull", "wait", "one of [block, fail]"),
                row("all", "storeFailure", "shut", "one of [share, open, closed]"),
                row("all", "unknownHeaders", "log", "one of [warn, fail, ignore]"));
    }

    private static Stream<Row> times(String option, String least) {
        return Stream.of(row("all", option, "-1ms", "at least " + least + "ms"));
    }

    private static Stream<Row> ofChat() {
        return Stream.of(
                row("chat", "model", "", "the id of a model"),
                row("embed", "model", " ", "the id of a model"),
                row("chat", "n", "0", "positive"),
                row("chat", "maxTokens", "-1", "positive"),
                row("chat", "topLogprobs", "-1", "at least 0"),
                row("chat", "repair", "9", "0 to 3"),
                row("chat", "repair", "-1", "0 to 3"),
                row("chat", "maxToolRounds", "0", "positive"),
                row("chat", "maxToolDepth", "0", "1 to 20"),
                row("chat", "maxToolDepth", "21", "1 to 20"),
                row("chat", "maxHistoryMessages", "0", "positive"),
                row("chat", "maxHistoryTokens", "-5", "positive"),
                row("chat", "streamFormat", "xml", "one of [text, event, sse, ndjson]"),
                row("chat", "answerAs", "xml", "one of [object, json]"),
                row("chat", "onToolError", "ignore", "one of [tell, fail]"),
                row("chat", "responseFormat", "xml", "one of [text, json_object]"),
                row("chat", "temperature", "NaN", "a finite number").unquoted(),
                row("chat", "topP", "Infinity", "a finite number").unquoted(),
                row("chat", "presencePenalty", "NaN", "a finite number").unquoted(),
                row("chat", "frequencyPenalty", "-Infinity", "a finite number").unquoted());
    }

    private static Stream<Row> ofMedia() {
        return Stream.of(
                row("image", "n", "0", "positive"),
                row("image", "responseFormat", "png", "one of [url, b64_json]"),
                row("image", "outputCompression", "-1", "at least 0"),
                row(
                        "transcribe",
                        "responseFormat",
                        "xml",
                        "one of [json, text, srt, vtt, verbose_json, diarized_json]"),
                row("transcribe", "temperature", "NaN", "a finite number").unquoted(),
                row("transcribe", "maxUploadSize", "5 apples", "a number of bytes such as 25MiB, 100MB or 5000"),
                row("transcribe", "maxUploadSize", "0MB", "at least 1 byte"),
                row("transcribe", "chunkingStrategy", "{\"type\":", "auto or a JSON object"),
                row("transcribe", "chunkingStrategy", "[1]", "auto or a JSON object"),
                row("transcribe", "timestampGranularities", "words", "word, segment or both"),
                row("transcribe", "timestampGranularities", "word,line", "word, segment or both"),
                row("speech", "voice", "", "the name of a voice or a JSON object"),
                row("speech", "voice", "{\"id\":", "the name of a voice or a JSON object"),
                row("speech", "speed", "-0.5", "positive"),
                row("embed", "dimensions", "0", "positive"),
                row("embed", "encodingFormat", "base16", "one of [base64, float]"));
    }

    /** Words that servers read stay open; none of them reads a blank one. */
    private static Stream<Row> words() {
        Stream<Row> open = Stream.of(
                        "chat reasoningEffort",
                        "chat verbosity",
                        "chat serviceTier",
                        "chat imageDetail",
                        "image size",
                        "image quality",
                        "image style",
                        "image outputFormat",
                        "image background",
                        "image moderation",
                        "speech responseFormat")
                .map(name -> name.split(" "))
                .map(name -> row(name[0], name[1], "", "a word that the server knows"));
        return Stream.concat(
                open,
                Stream.of(
                        row("transcribe", "language", "", "a language such as en"),
                        row("chat", "toolTimeout", "-1ms", "at least 1ms")));
    }

    private static Stream<Row> ofOfficialServer() {
        return Stream.of(
                official("chat", "temperature", "2.5", "0 to 2"),
                official("chat", "temperature", "-0.1", "0 to 2"),
                official("chat", "topP", "1.5", "0 to 1"),
                official("chat", "n", "129", "1 to 128"),
                official("chat", "presencePenalty", "-2.5", "-2 to 2"),
                official("chat", "frequencyPenalty", "2.5", "-2 to 2"),
                official("chat", "topLogprobs", "21", "0 to 20"),
                official("chat", "stop", "a,b,c,d,e", "at most 4 texts"),
                official("image", "n", "11", "1 to 10"),
                official("image", "outputCompression", "101", "0 to 100"),
                official("image", "background", "blurry", "one of [transparent, opaque, auto]"),
                official("image", "moderation", "none", "one of [low, auto]"),
                official("transcribe", "temperature", "1.5", "0 to 1"),
                official("speech", "speed", "4.5", "0.25 to 4"),
                new Row(
                        "chat",
                        "safetyIdentifier",
                        "u".repeat(65),
                        " must be at most 64 characters but was one of 65 characters",
                        true));
    }

    /** One context for all rows: a hundred would take their time. */
    private static void forAll(Stream<Row> rows, ThrowingConsumer<Row> claim) {
        assertAll(rows.map(row -> () -> assertThat(row).satisfies(claim)));
    }

    @Test
    void theEndpointDoesNotStart() {
        forAll(rows(), row -> assertThatThrownBy(
                        () -> camel.getEndpoint(row.uri()).createProducer())
                .message()
                .startsWith(row.option())
                .contains(row.complaint()));
    }

    @Test
    void theSameValueInAHeaderFailsTheExchangeWithTheSameWords() {
        forAll(rows().filter(Row::isHeader), row -> {
            String uri = "openai:" + row.operation()
                    + (row.official() ? "?baseUrl=https://api.openai.com/v1&apiKey=sk-test" : "");
            Object body = row.operation().equals("transcribe") ? new byte[] {'I', 'D', '3'} : "hello";
            String header = "CamelOpenAI" + Character.toUpperCase(row.option().charAt(0))
                    + row.option().substring(1);

            Exchange done = call(uri, body, Map.of(header, row.value()));

            assertThat(failureOf(done, OpenAiRequestException.class)
                            .getMessage()
                            .replace("was '-1'", "was -1ms"))
                    .startsWith(row.option())
                    .contains(row.complaint());
        });
        assertThat(openAi.requests()).isEmpty();
    }

    /** An operation or a server may take what another refuses; the component serves them all. */
    @Test
    void theComponentDoesNotStartEvenWithoutAnEndpoint() {
        Stream<Row> models = Stream.of("chatModel", "imageModel", "transcribeModel", "speechModel", "embedModel")
                .map(option -> row("all", option, "", "the id of a model"));
        Stream<Row> others = rows().filter(row -> !row.official()
                && (!row.option().equals("responseFormat") || row.value().isEmpty()));
        forAll(Stream.concat(models, others), row -> {
            try (CamelContext alone = new DefaultCamelContext()) {
                OpenAiComponent openai = new OpenAiComponent(alone);
                openai.getComponentPropertyConfigurer().configure(alone, openai, row.option(), row.value(), true);

                assertThatThrownBy(() -> alone.addComponent("openai", openai))
                        .message()
                        .startsWith(row.option() + row.complaint())
                        .endsWith("set it on the component openai");
            }
        });
    }

    /** These take every value of their type, or are looked at where they are read: texts, beans, tools, schemas, names. */
    private static final Set<String> WITHOUT_A_RULE = Set.of(
            ("operation bridgeErrorHandler exceptionHandler exchangePattern lazyStartProducer apiKey baseUrl organization"
                            + " project sslContextParameters headerOptions proxyHost proxyUsername proxyPassword additionalHeader"
                            + " additionalBodyProperty tier learnLimits lane quotaStore user storeFullResponse seed"
                            + " systemMessage developerMessage userMessage logprobs jsonSchema outputClass strict tools"
                            + " toolChoice parallelToolCalls streaming memory conversationId promptCacheKey prompt fileName"
                            + " instructions name description parameter required tags argumentClass")
                    .split(" "));

    @Test
    void everyOptionHasARuleAndARowHereOrIsNamedAsFree() throws IOException {
        JsonNode catalog;
        try (InputStream json =
                OpenAiComponent.class.getResourceAsStream("/META-INF/io/github/camelopenai/openai.json")) {
            catalog = new ObjectMapper().readTree(json);
        }
        Set<String> options = new TreeSet<>();
        catalog.path("properties").fieldNames().forEachRemaining(options::add);

        Set<String> looked = new TreeSet<>(WITHOUT_A_RULE);
        rows().forEach(row -> looked.add(row.option()));

        assertThat(looked)
                .as("give a new option a rule in ValueRules and a row here, or name it as free")
                .isEqualTo(options);
    }

    @Test
    void placeholdersAndRawValuesAreLookedAtAfterTheyAreResolved() throws Exception {
        camel.getPropertiesComponent().addOverrideProperty("good", "ndjson");
        camel.getPropertiesComponent().addOverrideProperty("bad", "xml");

        assertThatThrownBy(() -> routes(to("openai:chat?streamFormat={{bad}}")))
                .rootCause()
                .hasMessageContaining("streamFormat must be one of [text, event, sse, ndjson] but was 'xml'");
        assertThatCode(() -> camel.getEndpoint("openai:chat?streamFormat={{good}}&n=RAW(1)")
                        .createProducer())
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "chat?temperature=3&topP=1.5&n=200&topLogprobs=50&reasoningEffort=ultra&stop=a,b,c,d,e",
                "chat?streamFormat=SSE&onToolError=Fail&answerAs=JSON&serviceTier=gold&seed=-1&repair=0",
                "chat?whenQueueFull=FAIL&storeFailure=Open&unknownHeaders=IGNORE&queueTimeout=0&retryTimeout=0s",
                "chat?queueTimeout=9223372036854775807&connectTimeout=0&maxQueued=0&maxRetries=0",
                "image?background=blurry&n=50&outputFormat=avif&moderation=none&quality=xhigh",
                "transcribe?temperature=2&chunkingStrategy=RAW({\"type\":\"server_vad\"})&maxUploadSize=1 GiB",
                "transcribe?timestampGranularities=word, segment&chunkingStrategy=auto&language=auto",
                "speech?speed=9&responseFormat=ogg&voice=RAW({\"id\":\"voice_1\"})",
                "embed?dimensions=1&encodingFormat=float"
            })
    void whatACompatibleServerMayTakeIsNotRefused(String uri) {
        assertThatCode(() -> camel.getEndpoint("openai:" + uri).createProducer())
                .doesNotThrowAnyException();
    }

    @Test
    void aFractionInAHeaderIsNotCutToAWholeNumber() {
        assertThat(failureOf(
                        call("openai:chat", "hi", Map.of(OpenAiHeaders.MAX_TOKENS, 1.5)), OpenAiRequestException.class))
                .hasMessage("header CamelOpenAIMaxTokens must be a whole number but was 1.5; correct or remove it");
        assertThat(failureOf(
                        call("openai:chat", "hi", Map.of(OpenAiHeaders.N, 5_000_000_000L)),
                        OpenAiRequestException.class))
                .hasMessageStartingWith("header CamelOpenAIN must be a whole number but was 5000000000");
        bodyOf(call("openai:chat", "hi", Map.of(OpenAiHeaders.MAX_TOKENS, 7.0)));
        assertThat(sent().toString()).contains("_tokens\":7");
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
