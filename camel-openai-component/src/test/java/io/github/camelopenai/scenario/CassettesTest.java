// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelopenai.OpenAiHeaders;
import io.github.camelopenai.error.OpenAiAuthenticationException;
import io.github.camelopenai.error.OpenAiException;
import io.github.camelopenai.error.OpenAiRateLimitException;
import io.github.camelopenai.error.OpenAiRequestException;
import io.github.camelopenai.error.OpenAiResponseException;
import io.github.camelopenai.error.OpenAiServerException;
import io.github.camelopenai.model.ToolCall;
import io.github.camelopenai.scenario.Cassettes.Cassette;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Answers that real servers once gave, read without loss; skipped where the recordings are not beside the project. */
class CassettesTest extends Scenario {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final byte[] RECORDING = "ID3 a recording".getBytes(StandardCharsets.US_ASCII);

    private Cassettes cassettes;

    @BeforeAll
    static void findTheRecordings() {
        String absent = "the folder shared/cassettes is not beside the project; give it as -Dcassettes=FOLDER";
        if (Cassettes.folder().isEmpty()) {
            System.out.println("CassettesTest is skipped: " + absent); // the report of the build does not show it
        }
        Assumptions.assumeTrue(Cassettes.folder().isPresent(), absent);
    }

    @BeforeEach
    void play() throws Exception {
        cassettes = new Cassettes();
    }

    @AfterEach
    void stopPlaying() {
        cassettes.close();
    }

    /** Calls through a route of its own, whose endpoint speaks to the cassette. */
    private Exchange replay(Cassette cassette, String operation, Object body, Map<String, Object> headers)
            throws Exception {
        routes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:replay")
                        .to("openai:" + operation + "?maxRetries=0&storeFullResponse=true&baseUrl="
                                + cassettes.baseUrl(cassette))
                        .process(CassettesTest::readMedia);
            }
        });
        return call("direct:replay", body, headers);
    }

    /** Media live as long as their exchange. */
    private static void readMedia(Exchange exchange) {
        Object body = exchange.getMessage().getBody();
        if (body instanceof InputStream) {
            exchange.getMessage().setBody(exchange.getMessage().getBody(byte[].class));
        }
    }

    // Chat

    static Stream<Cassette> chats() {
        return Cassettes.of("chat/completions", "json");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("chats")
    void aChatAnswerIsReadWithoutLoss(Cassette cassette) throws Exception {
        Map<?, ?> request = JSON.convertValue(cassette.request().orElseThrow(), Map.class);

        Exchange answer = replay(cassette, "chat", request, Map.of());

        JsonNode wire = cassette.answerJson();
        Optional<String> refusal = refusal(wire);
        if (wire.has("error")) {
            assertThat(failureOf(answer, OpenAiRequestException.class).isContentFiltered())
                    .isTrue();
        } else if (refusal.isPresent()) {
            assertThat(failureOf(answer, OpenAiResponseException.class).refusal())
                    .isEqualTo(refusal.get());
        } else if (spentOnThinking(wire)) {
            assertThat(failureOf(answer, OpenAiResponseException.class)).hasMessageContaining("raise maxTokens");
        } else {
            List<Object> bodies = new ArrayList<>();
            wire.path("choices").forEach(choice -> bodies.add(bodyOf(choice.path("message"))));
            assertThat(bodyOf(answer)).isEqualTo(bodies.size() == 1 ? bodies.get(0) : bodies);
            assertThat(answer.getProperty("CamelOpenAIResponse")).isEqualTo(cassette.answerText());
            eachHeaderIsThere(cassette, wire, answer);
        }
    }

    private static Optional<String> refusal(JsonNode wire) {
        return Optional.ofNullable(
                wire.path("choices").path(0).path("message").path("refusal").textValue());
    }

    /** An empty text cut at the limit is no answer. */
    private static boolean spentOnThinking(JsonNode wire) {
        JsonNode choice = wire.path("choices").path(0);
        return choice.path("finish_reason").asText().equals("length")
                && choice.path("message").path("content").asText().isEmpty();
    }

    private static Object bodyOf(JsonNode message) {
        List<ToolCall> calls = new ArrayList<>();
        message.path("tool_calls")
                .forEach(call -> calls.add(new ToolCall(
                        call.path("id").textValue(),
                        call.path(call.path("type").asText("function"))
                                .path("name")
                                .textValue(),
                        call.has("custom")
                                ? call.path("custom").path("input").textValue()
                                : call.path("function").path("arguments").textValue())));
        JsonNode old = message.path("function_call");
        if (old.isObject()) {
            calls.add(new ToolCall(
                    null, old.path("name").textValue(), old.path("arguments").textValue()));
        }
        if (!calls.isEmpty()) {
            return calls;
        }
        StringBuilder parts = new StringBuilder();
        message.path("content").forEach(part -> parts.append(part.path("text").asText("")));
        return message.path("content").isTextual() ? message.path("content").textValue() : parts.toString();
    }

    private static void eachHeaderIsThere(Cassette cassette, JsonNode wire, Exchange answer) {
        Map<String, Object> expected = new HashMap<>();
        expected.put(OpenAiHeaders.RESPONSE_ID, wire.path("id").textValue());
        expected.put(OpenAiHeaders.RESPONSE_MODEL, wire.path("model").textValue());
        expected.put(
                OpenAiHeaders.FINISH_REASON,
                wire.path("choices").path(0).path("finish_reason").textValue());
        expected.put(OpenAiHeaders.REQUEST_ID, cassette.header("x-request-id"));
        JsonNode usage = wire.path("usage");
        expected.put(OpenAiHeaders.PROMPT_TOKENS, whole(usage.path("prompt_tokens")));
        expected.put(OpenAiHeaders.COMPLETION_TOKENS, whole(usage.path("completion_tokens")));
        expected.put(OpenAiHeaders.TOTAL_TOKENS, whole(usage.path("total_tokens")));
        expected.put(
                OpenAiHeaders.CACHED_TOKENS,
                whole(usage.path("prompt_tokens_details").path("cached_tokens")));
        expected.put(
                OpenAiHeaders.REASONING_TOKENS,
                whole(usage.path("completion_tokens_details").path("reasoning_tokens")));
        Long requests = whole(cassette, "x-ratelimit-remaining-requests");
        expected.put(OpenAiHeaders.RATE_LIMIT_REMAINING_REQUESTS, requests == null ? null : requests.intValue());
        expected.put(OpenAiHeaders.RATE_LIMIT_REMAINING_TOKENS, whole(cassette, "x-ratelimit-remaining-tokens"));
        expected.put(OpenAiHeaders.ATTEMPTS, 1);
        expected.forEach((name, value) ->
                assertThat(answer.getMessage().getHeader(name)).as(name).isEqualTo(value));
    }

    private static Long whole(JsonNode number) {
        return number.isNumber() ? Long.valueOf(number.longValue()) : null;
    }

    private static Long whole(Cassette cassette, String header) {
        String text = cassette.header(header);
        // One server says 2^64 - 1 where it has no limit.
        return text == null || !text.matches("\\d{1,18}") ? null : Long.valueOf(text);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("chats")
    void aWholeRequestIsSentAsItWasRecorded(Cassette cassette) throws Exception {
        JsonNode recorded = cassette.request().orElseThrow();

        replay(cassette, "chat", JSON.convertValue(recorded, Map.class), Map.of());

        JsonNode sent = cassettes.received(cassette);
        recorded.properties()
                .forEach(field ->
                        assertThat(sent.get(field.getKey())).as(field.getKey()).isEqualTo(field.getValue()));
    }

    // Errors

    static Stream<Cassette> errors() {
        return Stream.of("chat/completions", "images/generations", "embeddings")
                .flatMap(endpoint -> Cassettes.of(endpoint, "error"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("errors")
    void anErrorIsTheExceptionOfItsKind(Cassette cassette) throws Exception {
        Exchange answer = replay(cassette, operation(cassette), "hello", Map.of());

        OpenAiException failure = failureOf(answer, OpenAiException.class);
        assertThat(failure).isInstanceOf(classOf(cassette.status()));
        assertThat(failure.status()).isEqualTo(cassette.status());
        assertThat(failure.attempts()).isEqualTo(1);
        assertThat(failure.requestId()).isEqualTo(cassette.header("x-request-id"));
        JsonNode error = error(cassette);
        assertThat(failure.code()).isEqualTo(text(error.path("code")));
        assertThat(failure.type()).isEqualTo(text(error.path("type")));
        assertThat(failure.param()).isEqualTo(text(error.path("param")));
        assertThat(failure.retryAfter()).isEqualTo(wait(cassette));
        boolean tooLarge = cassette.answerText().contains("Request too large");
        boolean passing = List.of(408, 429, 500, 503).contains(cassette.status());
        assertThat(failure.isRetryable()).isEqualTo(passing && !tooLarge);
        assertThat(failure.getMessage())
                .contains(" answered " + cassette.status())
                .contains(": ");
    }

    private static String operation(Cassette cassette) {
        return switch (cassette.endpoint()) {
            case "chat/completions" -> "chat";
            case "images/generations" -> "image";
            default -> "embed";
        };
    }

    private static Class<? extends OpenAiException> classOf(int status) {
        return switch (status) {
            case 401, 403 -> OpenAiAuthenticationException.class;
            case 429 -> OpenAiRateLimitException.class;
            case 408, 500, 503 -> OpenAiServerException.class;
            default -> OpenAiRequestException.class;
        };
    }

    private static JsonNode error(Cassette cassette) {
        if (!cassette.answerText().strip().startsWith("{")) {
            return JSON.createObjectNode();
        }
        JsonNode root = cassette.answerJson();
        return root.path("error").isObject() ? root.path("error") : root;
    }

    private static String text(JsonNode value) {
        return value.isTextual() || value.isNumber() ? value.asText() : null;
    }

    private static Optional<Duration> wait(Cassette cassette) {
        String millis = cassette.header("retry-after-ms");
        return Optional.ofNullable(millis).map(text -> Duration.ofMillis(Long.parseLong(text)));
    }

    // Embeddings

    static Stream<Cassette> embeddings() {
        return Cassettes.of("embeddings", "json").filter(cassette -> !isOfBytes(cassette) && !isOfTokens(cassette));
    }

    static Stream<Cassette> embeddingsOfTokens() {
        return Cassettes.of("embeddings", "json").filter(CassettesTest::isOfTokens);
    }

    static Stream<Cassette> embeddingsOfBytes() {
        return Cassettes.of("embeddings", "json").filter(CassettesTest::isOfBytes);
    }

    /** Perplexity's vectors hold a byte, not a float, for each dimension. */
    private static boolean isOfBytes(Cassette cassette) {
        return cassette.name().startsWith("perplexity");
    }

    /** Text that the caller has cut into tokens already. */
    private static boolean isOfTokens(Cassette cassette) {
        JsonNode input = cassette.request().orElseThrow().path("input");
        return input.path(0).isArray() || input.path(0).isNumber();
    }

    private Exchange replayEmbedding(Cassette cassette) throws Exception {
        JsonNode request = cassette.request().orElseThrow();
        JsonNode input = request.path("input");
        Map<String, Object> headers = new HashMap<>();
        if (request.has("dimensions")) {
            headers.put(OpenAiHeaders.DIMENSIONS, request.path("dimensions").intValue());
        }
        if (request.has("model")) {
            headers.put(OpenAiHeaders.MODEL, request.path("model").textValue());
        }
        return replay(
                cassette, "embed", input.isArray() ? JSON.convertValue(input, List.class) : input.textValue(), headers);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("embeddings")
    void vectorsAreReadWithoutLoss(Cassette cassette) throws Exception {
        Exchange answer = replayEmbedding(cassette);

        JsonNode wire = cassette.answerJson();
        List<float[]> expected = new ArrayList<>();
        wire.path("data").forEach(item -> expected.add(vector(item.path("embedding"))));
        boolean one = cassette.request().orElseThrow().path("input").isTextual();
        List<?> vectors = one ? List.of(bodyOf(answer)) : (List<?>) bodyOf(answer);
        assertThat(vectors).hasSameSizeAs(expected);
        for (int index = 0; index < expected.size(); index++) {
            assertThat((float[]) vectors.get(index)).as("vector " + index).containsExactly(expected.get(index));
        }
        Map<String, Object> headers = answer.getMessage().getHeaders();
        assertThat(headers)
                .containsEntry(OpenAiHeaders.EMBEDDING_COUNT, expected.size())
                .containsEntry(OpenAiHeaders.EMBEDDING_VECTOR_SIZE, expected.get(0).length)
                .containsEntry(OpenAiHeaders.RESPONSE_MODEL, wire.path("model").textValue())
                .containsEntry(
                        OpenAiHeaders.PROMPT_TOKENS,
                        wire.path("usage").path("prompt_tokens").longValue());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("embeddings")
    void anEmbeddingRequestIsSentAsItWasRecorded(Cassette cassette) throws Exception {
        JsonNode recorded = cassette.request().orElseThrow();

        replayEmbedding(cassette);

        JsonNode sent = cassettes.received(cassette);
        for (String field : List.of("input", "model", "dimensions")) {
            if (recorded.has(field)) {
                assertThat(sent.get(field)).as(field).isEqualTo(recorded.get(field));
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("embeddingsOfBytes")
    void vectorsThatAreNotFloatsAreRefused(Cassette cassette) throws Exception {
        assertThat(failureOf(replayEmbedding(cassette), OpenAiResponseException.class))
                .hasMessageContaining("encodingFormat=float");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("embeddingsOfTokens")
    void tokensAreRefusedRatherThanSentAsTexts(Cassette cassette) throws Exception {
        assertThat(failureOf(replayEmbedding(cassette), OpenAiRequestException.class))
                .hasMessageContaining("ArrayList");
    }

    private static float[] vector(JsonNode embedding) {
        if (embedding.isTextual()) {
            ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder().decode(embedding.textValue()))
                    .order(ByteOrder.LITTLE_ENDIAN);
            float[] vector = new float[bytes.remaining() / 4];
            bytes.asFloatBuffer().get(vector);
            return vector;
        }
        float[] vector = new float[embedding.size()];
        for (int index = 0; index < vector.length; index++) {
            vector[index] = Float.parseFloat(embedding.get(index).asText());
        }
        return vector;
    }

    // Images

    static Stream<Cassette> images() {
        return Cassettes.of("images/generations", "json");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("images")
    void anImageIsReadWithoutLoss(Cassette cassette) throws Exception {
        JsonNode request = cassette.request().orElseThrow();
        JsonNode item = cassette.answerJson().path("data").path(0);
        Map<String, Object> headers = new HashMap<>();
        headers.put(OpenAiHeaders.MODEL, request.path("model").asText("dall-e-2"));
        if (item.has("url")) {
            headers.put(OpenAiHeaders.RESPONSE_FORMAT, "url");
        }

        Exchange answer = replay(cassette, "image", request.path("prompt").textValue(), headers);

        if (item.has("url")) {
            assertThat(bodyOf(answer)).isEqualTo(item.path("url").textValue());
        } else {
            byte[] expected = Base64.getDecoder().decode(item.path("b64_json").textValue());
            assertThat(Arrays.equals((byte[]) bodyOf(answer), expected)).isTrue();
            assertThat(answer.getMessage().getHeaders())
                    .containsEntry(Exchange.CONTENT_TYPE, "image/png")
                    .containsEntry(OpenAiHeaders.FILE_EXTENSION, "png");
        }
        assertThat(answer.getMessage().getHeader(OpenAiHeaders.IMAGE_COUNT)).isEqualTo(1);
        assertThat(answer.getMessage().getHeader(OpenAiHeaders.REVISED_PROMPT))
                .isEqualTo(item.path("revised_prompt").textValue());
        assertThat(answer.getMessage().getHeader(OpenAiHeaders.TOTAL_TOKENS))
                .isEqualTo(whole(cassette.answerJson().path("usage").path("total_tokens")));
        JsonNode sent = cassettes.received(cassette);
        assertThat(sent.path("prompt")).isEqualTo(request.path("prompt"));
    }

    // Audio

    static Stream<Cassette> transcripts() {
        return Cassettes.of("audio/transcriptions", "json");
    }

    static Stream<Cassette> plainTranscripts() {
        return Cassettes.of("audio/transcriptions", "text");
    }

    static Stream<Cassette> speeches() {
        return Cassettes.of("audio/speech", "binary");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("transcripts")
    void aTranscriptIsItsText(Cassette cassette) throws Exception {
        Exchange answer = replay(cassette, "transcribe", RECORDING, Map.of());

        JsonNode wire = cassette.answerJson();
        assertThat(bodyOf(answer)).isEqualTo(wire.path("text").textValue());
        JsonNode usage = wire.path("usage");
        assertThat(answer.getMessage().getHeader(OpenAiHeaders.TOTAL_TOKENS))
                .isEqualTo(whole(usage.path("total_tokens")));
        assertThat(answer.getMessage().getHeader(OpenAiHeaders.DETECTED_LANGUAGE))
                .isEqualTo(wire.path("language").textValue());
        if (wire.has("duration")) {
            assertThat(answer.getMessage().getHeader(OpenAiHeaders.AUDIO_DURATION))
                    .isEqualTo(wire.path("duration").doubleValue());
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("transcripts")
    void aDetailedTranscriptIsTheWholeDocument(Cassette cassette) throws Exception {
        Exchange answer =
                replay(cassette, "transcribe", RECORDING, Map.of(OpenAiHeaders.RESPONSE_FORMAT, "verbose_json"));

        assertThat(JSON.<JsonNode>valueToTree(bodyOf(answer))).isEqualTo(cassette.answerJson());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("plainTranscripts")
    void aPlainTranscriptIsTheWholeText(Cassette cassette) throws Exception {
        String format = cassette.answerText().startsWith("WEBVTT") ? "vtt" : "text";

        Exchange answer = replay(cassette, "transcribe", RECORDING, Map.of(OpenAiHeaders.RESPONSE_FORMAT, format));

        assertThat(bodyOf(answer)).isEqualTo(cassette.answerText());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("speeches")
    void aSpeechIsItsBytes(Cassette cassette) throws Exception {
        JsonNode request = cassette.request().orElseThrow();
        Map<String, Object> headers = Map.of(
                OpenAiHeaders.MODEL, request.path("model").textValue(),
                OpenAiHeaders.VOICE, request.path("voice").textValue());

        Exchange answer = replay(cassette, "speech", request.path("input").textValue(), headers);

        assertThat(Arrays.equals((byte[]) bodyOf(answer), cassette.answer())).isTrue();
        assertThat(answer.getMessage().getHeader(Exchange.CONTENT_TYPE)).isEqualTo(cassette.header("content-type"));
        JsonNode sent = cassettes.received(cassette);
        request.properties()
                .forEach(field ->
                        assertThat(sent.get(field.getKey())).as(field.getKey()).isEqualTo(field.getValue()));
    }
}
