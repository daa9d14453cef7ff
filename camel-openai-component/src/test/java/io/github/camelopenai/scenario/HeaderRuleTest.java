// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelopenai.OpenAiHeaders;
import io.github.camelopenai.internal.audio.SpeechOperation;
import io.github.camelopenai.internal.audio.TranscribeOperation;
import io.github.camelopenai.internal.chat.ChatOperation;
import io.github.camelopenai.internal.embed.EmbedOperation;
import io.github.camelopenai.internal.image.ImageOperation;
import io.github.camelopenai.internal.option.Option;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The header of request option {@code temperature} is {@code CamelOpenAITemperature}: no exceptions, no table to learn. */
@ExtendWith(NothingLeft.class)
class HeaderRuleTest {

    private static final Set<String> CONNECTION_AND_CAMEL = Set.of(
            "operation",
            "organization",
            "project",
            "baseUrl",
            "lazyStartProducer",
            "additionalBodyProperty",
            "additionalHeader",
            "connectTimeout",
            "requestTimeout",
            "streamIdleTimeout",
            "unknownHeaders",
            "maxResponseSize");

    private static final Set<String> NOT_FOR_MESSAGES =
            Set.of("proxy", "quota", "retry", "security", "tool", "consumer");

    private static final Set<String> RESPONSE_HEADERS = Set.of(
            OpenAiHeaders.RESPONSE_ID,
            OpenAiHeaders.RESPONSE_MODEL,
            OpenAiHeaders.REQUEST_ID,
            OpenAiHeaders.FINISH_REASON,
            OpenAiHeaders.SERVED_TIER,
            OpenAiHeaders.REASONING,
            OpenAiHeaders.PROMPT_TOKENS,
            OpenAiHeaders.COMPLETION_TOKENS,
            OpenAiHeaders.TOTAL_TOKENS,
            OpenAiHeaders.CACHED_TOKENS,
            OpenAiHeaders.REASONING_TOKENS,
            OpenAiHeaders.ATTEMPTS,
            OpenAiHeaders.QUEUED_MILLIS,
            OpenAiHeaders.RATE_LIMIT_REMAINING_REQUESTS,
            OpenAiHeaders.RATE_LIMIT_REMAINING_TOKENS,
            OpenAiHeaders.EMBEDDING_COUNT,
            OpenAiHeaders.EMBEDDING_VECTOR_SIZE,
            OpenAiHeaders.IMAGE_COUNT,
            OpenAiHeaders.REVISED_PROMPT,
            OpenAiHeaders.AUDIO_DURATION,
            OpenAiHeaders.DETECTED_LANGUAGE,
            OpenAiHeaders.FILE_EXTENSION);

    private final JsonNode catalog = catalog();

    @Test
    void everyRequestOptionOfTheCatalogHasItsHeaderAndNothingElseHasOne() throws Exception {
        Set<String> requestHeaders = new TreeSet<>(headerConstants());
        requestHeaders.removeAll(RESPONSE_HEADERS);

        assertThat(requestHeaders).isEqualTo(headersOf(requestOptions()));
    }

    @Test
    void theCatalogListsEveryHeader() throws Exception {
        Set<String> listed = new TreeSet<>();
        catalog.path("headers").fieldNames().forEachRemaining(listed::add);

        assertThat(listed).isEqualTo(headerConstants());
    }

    @Test
    void noResponseHeaderIsARequestHeader() {
        assertThat(RESPONSE_HEADERS).doesNotContainAnyElementsOf(headersOf(requestOptions()));
    }

    @Test
    void theOperationsReadExactlyTheOptionsThatTheCatalogGivesThem() {
        for (String operation : List.of("chat", "image", "transcribe", "speech", "embed")) {
            Set<String> labelled = new TreeSet<>();
            catalog.path("properties").properties().forEach(entry -> {
                if (List.of(entry.getValue().path("label").asText().split(",")).contains(operation)) {
                    labelled.add(entry.getKey());
                }
            });

            assertThat(labelled).as(operation).isSubsetOf(optionsOf(operation));
        }
    }

    private static Set<String> optionsOf(String operation) {
        List<Option<?>> own =
                switch (operation) {
                    case "chat" -> ChatOperation.OPTIONS;
                    case "image" -> ImageOperation.OPTIONS;
                    case "transcribe" -> TranscribeOperation.OPTIONS;
                    case "speech" -> SpeechOperation.OPTIONS;
                    default -> EmbedOperation.OPTIONS;
                };
        return Stream.concat(
                        own.stream().map(Option::name),
                        Stream.of("model", "user", "safetyIdentifier", "storeFullResponse"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private Set<String> requestOptions() {
        Set<String> options = new TreeSet<>();
        catalog.path("properties").properties().forEach(entry -> {
            boolean ofTheEndpoint = CONNECTION_AND_CAMEL.contains(entry.getKey())
                    || NOT_FOR_MESSAGES.contains(
                            entry.getValue().path("label").asText().split(",", -1)[0]);
            if (!ofTheEndpoint || entry.getKey().equals("lane")) { // a message may say where it belongs
                options.add(entry.getKey());
            }
        });
        return options;
    }

    private static Set<String> headersOf(Set<String> options) {
        return options.stream()
                .map(name -> "CamelOpenAI" + Character.toUpperCase(name.charAt(0)) + name.substring(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> headerConstants() throws IllegalAccessException {
        Set<String> headers = new TreeSet<>();
        for (Field field : Arrays.stream(OpenAiHeaders.class.getFields())
                .filter(field -> Modifier.isStatic(field.getModifiers()))
                .toList()) {
            headers.add((String) field.get(null));
        }
        return headers;
    }

    private static JsonNode catalog() {
        try (InputStream json =
                HeaderRuleTest.class.getResourceAsStream("/META-INF/io/github/camelopenai/openai.json")) {
            return new ObjectMapper().readTree(json);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
