// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@WithOpenAiSimulator
class OtherEndpointsTest {
    private OpenAiSimulator openAi;
    private PlainClient client;

    @BeforeEach
    void connect() {
        client = new PlainClient(openAi);
    }

    @Nested
    class Embeddings {
        @ParameterizedTest(name = "{0} gives {1} numbers")
        @CsvSource({"text-embedding-3-small, 1536", "text-embedding-3-large, 3072", "text-embedding-ada-002, 1536"})
        void haveTheLengthOfTheModel(String model, int length) {
            JsonNode answer = embed("{\"model\":\"%s\",\"input\":\"hello\"}".formatted(model));

            assertThat(answer.at("/data/0/embedding")).hasSize(length);
        }

        @Test
        void comeInTheOrderOfTheInput() {
            JsonNode answer = embed("{\"model\":\"m\",\"dimensions\":8,\"input\":[\"a\",\"b\",\"a\"]}");

            assertThat(answer.path("data").findValuesAsText("index")).containsExactly("0", "1", "2");
            assertThat(answer.at("/data/2/embedding")).isEqualTo(answer.at("/data/0/embedding"));
            assertThat(answer.at("/data/1/embedding")).isNotEqualTo(answer.at("/data/0/embedding"));
            assertThat(answer.at("/usage/total_tokens").asInt()).isEqualTo(3);
        }

        @Test
        void areTheSameNumbersInBase64() {
            JsonNode floats = embed("{\"model\":\"m\",\"dimensions\":8,\"input\":\"hello there\"}")
                    .at("/data/0/embedding");
            byte[] bytes = Base64.getDecoder()
                    .decode(embed(
                                    "{\"model\":\"m\",\"dimensions\":8,\"input\":\"hello there\",\"encoding_format\":\"base64\"}")
                            .at("/data/0/embedding")
                            .asText());

            ByteBuffer values = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
            assertThat(bytes).hasSize(32);
            floats.forEach(number -> assertThat(values.getFloat()).isEqualTo(number.floatValue()));
        }

        @Test
        void ofTextsThatShareWordsAreNearer() {
            JsonNode data = embed("""
                            {"model": "m", "input": ["the cat drinks milk", "the kitten drinks milk", "taxes rise"]}""").path("data");

            assertThat(cosine(data.get(0), data.get(1))).isGreaterThan(0.6);
            assertThat(cosine(data.get(0), data.get(2))).isCloseTo(0, within(0.2));
        }

        @Test
        void acceptTokenNumbers() {
            JsonNode answer = embed("{\"model\":\"m\",\"dimensions\":4,\"input\":[[1,2,3],[4,5]]}");

            assertThat(answer.path("data")).hasSize(2);
            assertThat(answer.at("/usage/prompt_tokens").asInt()).isEqualTo(5);
        }

        private JsonNode embed(String request) {
            return client.post("/embeddings", request).json();
        }

        private static double cosine(JsonNode a, JsonNode b) {
            double sum = 0;
            for (int i = 0; i < 1_536; i++) {
                sum += a.path("embedding").get(i).asDouble()
                        * b.path("embedding").get(i).asDouble();
            }
            return sum;
        }
    }

    @Nested
    class Images {
        @Test
        void comeAsBase64FromTheNewerModels() throws IOException {
            JsonNode answer = draw("{\"model\":\"gpt-image-1\",\"prompt\":\"a fox\",\"size\":\"1536x1024\",\"n\":2}");

            byte[] png =
                    Base64.getDecoder().decode(answer.at("/data/1/b64_json").asText());
            BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
            assertThat(image.getWidth()).isEqualTo(1_536);
            assertThat(OpenAiSimulator.promptOf(png)).contains("a fox");
            assertThat(answer.path("size").asText()).isEqualTo("1536x1024");
            assertThat(answer.path("output_format").asText()).isEqualTo("png");
            assertThat(answer.at("/usage/total_tokens").asInt()).isPositive();
        }

        @Test
        void comeAsUrlsFromTheOlderModels() {
            JsonNode answer = draw("{\"model\":\"dall-e-3\",\"prompt\":\"a fox\"}");

            PlainClient.Answer image = client.send(
                    HttpRequest.newBuilder(URI.create(answer.at("/data/0/url").asText()))
                            .build());
            assertThat(image.header("content-type")).isEqualTo("image/png");
            assertThat(OpenAiSimulator.promptOf(image.bytes())).contains("a fox");
            assertThat(answer.at("/data/0/revised_prompt").asText()).contains("a fox");
            assertThat(answer.has("usage")).isFalse();
        }

        @Test
        void comeAsBase64FromTheOlderModelsWhenAskedFor() {
            JsonNode answer = draw(
                    "{\"model\":\"dall-e-2\",\"prompt\":\"a fox\",\"size\":\"256x256\",\"response_format\":\"b64_json\"}");

            assertThat(answer.at("/data/0").has("url")).isFalse();
            assertThat(answer.at("/data/0/b64_json").asText()).startsWith("iVBOR");
        }

        @Test
        void canBeJpeg() {
            JsonNode answer = draw("{\"model\":\"gpt-image-1\",\"prompt\":\"a fox\",\"output_format\":\"jpeg\"}");

            byte[] jpeg =
                    Base64.getDecoder().decode(answer.at("/data/0/b64_json").asText());
            assertThat(OpenAiSimulator.promptOf(jpeg)).contains("a fox");
            assertThat(answer.path("output_format").asText()).isEqualTo("jpeg");
        }

        private JsonNode draw(String request) {
            return client.post("/images/generations", request).json();
        }
    }

    @Nested
    class Speech {
        @ParameterizedTest(name = "{0} is {1}")
        @CsvSource({"mp3, audio/mpeg", "wav, audio/wav", "pcm, audio/pcm"})
        void comesInChunks(String format, String contentType) {
            PlainClient.Answer answer = speak("Good morning", format);

            assertThat(answer.header("content-type")).isEqualTo(contentType);
            assertThat(answer.header("transfer-encoding")).isEqualTo("chunked");
            assertThat(answer.bytes()).hasSizeGreaterThan(1_000);
        }

        @ParameterizedTest
        @ValueSource(strings = {"mp3", "wav"})
        void isUnderstoodByTheTranscription(String format) {
            byte[] audio = speak("Good morning, 世界", format).bytes();

            PlainClient.Answer heard = client.upload("x." + format, audio, Map.of("model", "whisper-1"));

            assertThat(heard.json().path("text").asText()).isEqualTo("Good morning, 世界");
            assertThat(OpenAiSimulator.spokenTextOf(audio)).contains("Good morning, 世界");
        }
    }

    @Nested
    class Transcriptions {
        @Test
        void nameAFileThatCarriesNoText() {
            PlainClient.Answer answer =
                    client.upload("x.ogg", new byte[] {1, 2, 3}, Map.of("model", "gpt-4o-transcribe"));

            assertThat(answer.json().path("text").asText())
                    .isEqualTo(
                            "[audio of 3 bytes, SHA-256 039058c6f2c0cb492c533b0a4d14ef77cc0f78abccced5287d84a1a2011cfb81]");
            assertThat(answer.json().at("/usage/type").asText()).isEqualTo("tokens");
        }

        @Test
        void followTheRuleForTheFileName() {
            openAi.transcription("meeting.wav", "We agreed.");

            PlainClient.Answer answer = client.upload("meeting.wav", new byte[] {1}, Map.of("model", "whisper-1"));

            assertThat(answer.json().path("text").asText()).isEqualTo("We agreed.");
            assertThat(answer.json().at("/usage/type").asText()).isEqualTo("duration");
        }

        @Test
        void tellLanguageAndTimes() {
            byte[] wav = speak("你好 world", "wav").bytes();

            JsonNode answer = client.upload(
                            "x.wav",
                            wav,
                            Map.of(
                                    "model",
                                    "whisper-1",
                                    "response_format",
                                    "verbose_json",
                                    "timestamp_granularities[]",
                                    "word"))
                    .json();

            assertThat(answer.path("language").asText()).isEqualTo("chinese");
            assertThat(answer.path("duration").asDouble()).isEqualTo(0.48);
            assertThat(answer.path("words").findValuesAsText("word")).containsExactly("你", "好", "world");
            assertThat(answer.at("/words/2/end").asDouble()).isEqualTo(0.48);
        }

        @Test
        void believeTheLanguageTheyAreTold() {
            JsonNode answer = client.upload(
                            "x.wav",
                            new byte[] {1},
                            Map.of("model", "whisper-1", "response_format", "verbose_json", "language", "de"))
                    .json();

            assertThat(answer.path("language").asText()).isEqualTo("german");
            assertThat(answer.at("/segments/0/text").asText()).contains("audio of 1 bytes");
        }

        @ParameterizedTest(name = "{0}")
        @CsvSource(
                delimiter = '|',
                value = {
                    "text | hello\\n",
                    "srt  | 1\\n00:00:00,000 --> 00:00:00,300\\nhello\\n\\n",
                    "vtt  | WEBVTT\\n\\n00:00:00.000 --> 00:00:00.300\\nhello\\n\\n"
                })
        void canBePlainText(String format, String expected) {
            byte[] wav = speak("hello", "wav").bytes();

            PlainClient.Answer answer =
                    client.upload("x.wav", wav, Map.of("model", "whisper-1", "response_format", format));

            assertThat(answer.text()).isEqualTo(expected.replace("\\n", "\n"));
        }

        @Test
        void tellWhoSpoke() {
            JsonNode answer = client.upload(
                            "x.wav",
                            speak("hello", "wav").bytes(),
                            Map.of("model", "gpt-4o-transcribe-diarize", "response_format", "diarized_json"))
                    .json();

            assertThat(answer.at("/segments/0/speaker").asText()).isEqualTo("A");
            assertThat(answer.at("/segments/0/text").asText()).isEqualTo("hello");
        }

        /** As the API does above 30 seconds. */
        @Test
        void tellWhoSpokeInALongRecordingOnlyWithAChunkingStrategy() {
            byte[] minute = new byte[31 * 4_000];
            Map<String, String> fields = Map.of("model", "gpt-4o-transcribe-diarize");
            Map<String, String> chunked = Map.of("model", "gpt-4o-transcribe-diarize", "chunking_strategy", "auto");

            assertThat(client.upload("x.ogg", minute, fields)
                            .error()
                            .path("message")
                            .asText())
                    .isEqualTo("chunking_strategy is required for diarization models");
            assertThat(client.upload("x.ogg", minute, chunked).status()).isEqualTo(200);
        }
    }

    @Nested
    class Models {
        @Test
        void areListed() {
            JsonNode answer = client.get("/models").json();

            assertThat(answer.path("data").findValuesAsText("id")).contains("gpt-4o-mini", "whisper-1");
        }

        @Test
        void canBeAskedForOneByOne() {
            assertThat(client.get("/models/anything").json().path("id").asText())
                    .isEqualTo("anything");
            assertThat(client.get("/models/no-such-model").error().path("code").asText())
                    .isEqualTo("model_not_found");
        }
    }

    private PlainClient.Answer speak(String text, String format) {
        return client.post(
                "/audio/speech",
                "{\"model\":\"tts-1\",\"voice\":\"alloy\",\"input\":\"%s\",\"response_format\":\"%s\"}"
                        .formatted(text, format));
    }
}
