// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Collections;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.MethodSource;

@WithOpenAiSimulator
class RefusedRequestsTest {
    private static final String HI = "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]";
    private static final String CHAT = "/chat/completions";
    private static final String IMAGE = "/images/generations";
    private static final String SPEECH = "/audio/speech";
    private static final String EMBED = "/embeddings";

    private OpenAiSimulator openAi;
    private PlainClient client;

    @BeforeEach
    void connect() {
        client = new PlainClient(openAi);
    }

    @ParameterizedTest(name = "{0}")
    @CsvFileSource(resources = "wrong-requests.csv", delimiter = '|', quoteCharacter = '`', numLinesToSkip = 1)
    void areToldWhatIsWrong(String label, String path, String param, String code, String request) {
        PlainClient.Answer answer = client.post(path, request);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.error().path("message").asText()).isNotBlank();
        assertThat(answer.error().path("type").asText()).isEqualTo("invalid_request_error");
        assertThat(answer.error().path("param").textValue()).isEqualTo(param);
        assertThat(answer.error().path("code").textValue()).isEqualTo(code);
        assertThat(answer.error()).hasSize(4);
    }

    static Stream<Arguments> tooLargeRequests() {
        return Stream.of(
                arguments("too many texts", EMBED, embed("a", 2_049), "array_above_max_length"),
                arguments("too long a text", EMBED, embed("x".repeat(4 * 8_193), 1), "context_length_exceeded"),
                arguments("too much text", EMBED, embed("x".repeat(4 * 8_000), 38), "max_tokens_per_request"),
                arguments("too long a speech", SPEECH, speech("a".repeat(4_097)), "string_above_max_length"),
                arguments("too long a prompt", IMAGE, image("a".repeat(4_001)), "string_above_max_length"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("tooLargeRequests")
    void areToldWhatIsTooLarge(String label, String path, String request, String code) {
        PlainClient.Answer answer = client.post(path, request);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.error().path("code").asText()).isEqualTo(code);
    }

    @Test
    void nameTheSumOfTokensThatIsTooLarge() {
        JsonNode error = client.post(EMBED, embed("x".repeat(4 * 8_000), 38)).error();

        assertThat(error.path("type").asText()).isEqualTo("max_tokens_per_request");
        assertThat(error.path("message").asText()).isEqualTo("Requested 304000 tokens, max 300000 tokens per request");
    }

    static Stream<Arguments> wrongUploads() {
        return Stream.of(
                arguments("no model", "a.wav", Map.of(), 400, null, "you must provide a model parameter"),
                arguments(
                        "an unknown extension",
                        "a.txt",
                        Map.of("model", "whisper-1"),
                        400,
                        null,
                        "Unrecognized file format"),
                arguments("no extension", "wav", Map.of("model", "whisper-1"), 400, null, "Unrecognized file format"),
                arguments(
                        "an unknown format",
                        "a.wav",
                        Map.of("model", "whisper-1", "response_format", "xml"),
                        400,
                        "invalid_value",
                        "Invalid value: 'xml'"),
                arguments(
                        "a format the model lacks",
                        "a.wav",
                        Map.of("model", "gpt-4o-transcribe", "response_format", "verbose_json"),
                        400,
                        "unsupported_value",
                        "response_format 'verbose_json' is not compatible with model 'gpt-4o-transcribe'"),
                arguments(
                        "too hot",
                        "a.wav",
                        Map.of("model", "whisper-1", "temperature", "1.5"),
                        400,
                        "invalid_value",
                        "'temperature' must be between 0 and 1"),
                arguments(
                        "an unknown model",
                        "a.wav",
                        Map.of("model", "no-such-ears"),
                        404,
                        "model_not_found",
                        "The model `no-such-ears` does not exist"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrongUploads")
    void areToldWhatIsWrongWithAnUpload(
            String label, String fileName, Map<String, String> fields, int status, String code, String message) {
        PlainClient.Answer answer = client.upload(fileName, new byte[] {1}, fields);

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.error().path("code").textValue()).isEqualTo(code);
        assertThat(answer.error().path("message").asText()).startsWith(message);
    }

    @Test
    void mayNotUploadMoreThan25MiB() {
        PlainClient.Answer answer =
                client.upload("a.wav", new byte[25 * 1_024 * 1_024 + 1], Map.of("model", "whisper-1"));

        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.error().path("message").asText())
                .isEqualTo("Maximum content size limit (26214400) exceeded (26214401 bytes read)");
    }

    @Test
    void mustUploadAFile() {
        String form = "--b\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\nwhisper-1\r\n--b--\r\n";

        JsonNode error = client.send(client.request("/audio/transcriptions")
                        .header("Content-Type", "multipart/form-data; boundary=b")
                        .POST(BodyPublishers.ofString(form))
                        .build())
                .error();

        assertThat(error.path("param").asText()).isEqualTo("file");
    }

    @Test
    void areToldOfUnknownModels() {
        openAi.unknownModel("gpt-retired");

        PlainClient.Answer answer = client.post(CHAT, "{\"model\":\"gpt-retired\"," + HI + "}");

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.error().path("code").asText()).isEqualTo("model_not_found");
        assertThat(answer.error().path("message").asText())
                .isEqualTo("The model `gpt-retired` does not exist or you do not have access to it.");
    }

    @Test
    void areToldOfUnknownPaths() {
        PlainClient.Answer answer = client.post("/chat/completion", "{}");

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.error().path("type").asText()).isEqualTo("invalid_request_error");
        assertThat(answer.error().path("code").asText()).isEqualTo("unknown_url");
        assertThat(answer.error().path("message").asText()).contains("POST /v1/chat/completion");
    }

    @Test
    void areToldOfAWrongKeyWithoutShowingAllOfIt() {
        PlainClient.Answer answer = new PlainClient(openAi, "sk-proj-secret-123456").chat("hi");

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.error().path("code").asText()).isEqualTo("invalid_api_key");
        assertThat(answer.error().path("message").asText())
                .startsWith("Incorrect API key provided: sk-proj-*********3456. ");
    }

    @Test
    void areToldOfAMissingKey() {
        var request =
                HttpRequest.newBuilder(URI.create(openAi.baseUrl() + "/models")).build();

        PlainClient.Answer answer = client.send(request);

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.error().path("code").asText()).isEqualTo("invalid_api_key");
    }

    private static String embed(String item, int times) {
        String items = String.join("\",\"", Collections.nCopies(times, item));
        return "{\"model\":\"m\",\"input\":[\"" + items + "\"]}";
    }

    private static String speech(String input) {
        return "{\"model\":\"tts-1\",\"voice\":\"alloy\",\"input\":\"" + input + "\"}";
    }

    private static String image(String prompt) {
        return "{\"model\":\"dall-e-3\",\"prompt\":\"" + prompt + "\"}";
    }
}
