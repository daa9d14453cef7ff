// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelopenai.OpenAiHeaders;
import io.github.camelopenai.error.OpenAiRequestException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Options of speech and transcribe that are objects on the wire. */
class AudioOptionsTest extends Scenario {

    private static final byte[] MP3 = Arrays.copyOf("ID3 a recording".getBytes(StandardCharsets.UTF_8), 1_000);
    private static final String VAD = "{\"type\":\"server_vad\",\"threshold\":0.4}";

    @Nested
    class AVoice {

        @ParameterizedTest(name = "{0} is sent as {1}")
        @CsvSource(
                quoteCharacter = '~',
                value = {
                    "nova, \"nova\"",
                    "voice_1234, {\"id\":\"voice_1234\"}",
                    "RAW({\"id\":\"mine\"}), {\"id\":\"mine\"}",
                    "voices, \"voices\""
                })
        void ofOnesOwnIsAnObject(String given, String sent) {
            // The simulator knows the API's voices only; what was sent is recorded all the same.
            call("openai:speech?voice=" + given, "hello");

            assertThat(sent().path("voice").toString()).isEqualTo(sent);
        }

        @Test
        void mayBeAMapInAHeader() {
            call("openai:speech", "hello", Map.of(OpenAiHeaders.VOICE, Map.of("id", "voice_5")));

            assertThat(sent().path("voice").toString()).isEqualTo("{\"id\":\"voice_5\"}");
        }

        @ParameterizedTest
        @ValueSource(strings = {"{\"id\":", "{\"id\":1} x"})
        void thatIsNoJsonIsRefused(String voice) {
            assertThat(failureOf(
                            call("openai:speech", "hello", Map.of(OpenAiHeaders.VOICE, voice)),
                            OpenAiRequestException.class))
                    .hasMessage("voice must be the name of a voice or a JSON object but was '" + voice
                            + "'; set it in the URI or in header CamelOpenAIVoice");
            assertThat(openAi.requests()).isEmpty();
        }
    }

    @Nested
    class AChunkingStrategy {

        private Optional<String> strategy() {
            return request().part("chunking_strategy").flatMap(part -> part.text());
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "?model=gpt-4o-transcribe-diarize",
                    "?model=gpt-4o-transcribe-diarize&responseFormat=diarized_json",
                    "?model=diarizer&responseFormat=diarized_json",
                    "?model=whisper-1&chunkingStrategy=auto"
                })
        void isAutoWhereSpeakersAreToldApart(String options) {
            call("openai:transcribe" + options, MP3);

            assertThat(strategy()).hasValue("auto");
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "?model=gpt-4o-transcribe", "?responseFormat=verbose_json"})
        void isNotSentElsewhere(String options) {
            call("openai:transcribe" + options, MP3);

            assertThat(strategy()).isEmpty();
        }

        @Test
        void letsTheServerTellSpeakersApartInALongRecording() {
            byte[] recording = Arrays.copyOf(MP3, 31 * 4_000);

            bodyOf(call("openai:transcribe?model=gpt-4o-transcribe-diarize&responseFormat=diarized_json", recording));
        }

        @Test
        void mayBeAnObject() throws Exception {
            call("openai:transcribe?model=gpt-4o-transcribe-diarize&chunkingStrategy=RAW(" + VAD + ")", MP3);

            assertThat(strategy()).hasValue(VAD);
        }

        @Test
        void mayBeAMapInAHeader() throws Exception {
            call(
                    "openai:transcribe?chunkingStrategy=auto",
                    MP3,
                    Map.of(OpenAiHeaders.CHUNKING_STRATEGY, new ObjectMapper().readValue(VAD, Map.class)));

            assertThat(new ObjectMapper().readTree(strategy().orElseThrow()))
                    .isEqualTo(new ObjectMapper().readTree(VAD));
        }

        @Test
        void ofTheEndpointsOwnFieldsWins() {
            call(
                    "openai:transcribe?model=gpt-4o-transcribe-diarize&additionalBodyProperty.chunking_strategy=none",
                    MP3);

            assertThat(strategy()).hasValue("none");
        }

        @Test
        void thatIsNoJsonIsRefused() {
            assertThat(failureOf(
                            call("openai:transcribe", MP3, Map.of(OpenAiHeaders.CHUNKING_STRATEGY, "{auto")),
                            OpenAiRequestException.class))
                    .hasMessageStartingWith("chunkingStrategy must be auto or a JSON object but was '{auto'");
        }
    }
}
