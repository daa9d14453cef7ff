// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelopenai.error.OpenAiRequestException;
import io.github.camelopenai.internal.LogLines;
import io.github.camelopenai.internal.catalog.ModelCatalog;
import io.github.camelopenai.internal.json.Json;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How requests are adapted to their model, and what is said about it; quotes are single ones here. */
class ModelsTest {

    private final LogLines log = new LogLines(Models.class);
    private final Models models = models("2026-11-22T10:00:00Z");

    private static Models models(String now) {
        return new Models(ModelCatalog.builtIn(), InstantSource.fixed(Instant.parse(now)));
    }

    private String adapted(String model, String request) throws IOException {
        ObjectNode tree = (ObjectNode) Json.MAPPER.readTree(request.replace('\'', '"'));
        models.adapt(tree, model);
        return tree.toString().replace('"', '\'');
    }

    @AfterEach
    void stop() {
        log.close();
    }

    @Nested
    class Choosing {

        @Test
        void takesWhatWasAskedFor() {
            assertThat(models.choose("my-model", "chat")).isEqualTo("my-model");
        }

        @Test
        void takesTheDefaultElse() {
            assertThat(models.choose(null, "chat")).isEqualTo("gpt-5.2");
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "  "})
        void refusesABlankName(String model) {
            assertThatThrownBy(() -> models.choose(model, "chat"))
                    .isInstanceOf(OpenAiRequestException.class)
                    .hasMessage("openai:chat needs a model; set the option model or header CamelOpenAIModel");
        }
    }

    @Nested
    class Endings {

        @Test
        void areWarnedOfOnce() {
            for (int call = 0; call < 3; call++) {
                assertThat(models.choose("dall-e-3", "image")).isEqualTo("dall-e-3");
            }

            assertThat(log.warnings())
                    .containsExactly(
                            "OpenAI has ended dall-e-3 on 2026-05-12; its successor is gpt-image-2. The call is"
                                    + " sent all the same");
        }

        @Test
        void mayNameNoSuccessor() {
            models.choose("o1", "chat");

            assertThat(log.warnings()).singleElement().asString().contains("its successor is not named.");
        }

        @Test
        void toComeAreNotWarnedOf() {
            models.choose("gpt-4o", "chat");
            models.choose("gpt-5.2", "chat");
            models.choose("unknown", "chat");

            assertThat(log.warnings()).isEmpty();
        }

        @Test
        void beginWithTheirDay() {
            models("2027-01-13T23:59:59Z").choose("gpt-4o", "chat");
            assertThat(log.warnings()).isEmpty();

            models("2027-01-14T00:00:00Z").choose("gpt-4o", "chat");
            assertThat(log.warnings()).hasSize(1);
        }

        @Test
        void areRememberedForAThousandModelsOnly() {
            for (int user = 0; user < 1_100; user++) {
                models.choose("ft:dall-e-3:acme::" + user, "image");
            }

            assertThat(log.warnings()).hasSize(1_000);
        }
    }

    @Nested
    class Adapting {

        @ParameterizedTest(name = "{0}: {1}")
        @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                gpt-5.2       | {'max_tokens':5}                             | {'max_completion_tokens':5}
                gpt-5.6-sol   | {'max_tokens':5}                             | {'max_completion_tokens':5}
                gpt-6-luna    | {'max_tokens':5}                             | {'max_completion_tokens':5}
                o1            | {'max_tokens':5}                             | {'max_completion_tokens':5}
                o4-mini       | {'max_tokens':5}                             | {'max_completion_tokens':5}
                o3-2025-04-16 | {'max_tokens':5}                             | {'max_completion_tokens':5}
                o3            | {'max_tokens':5,'max_completion_tokens':7}   | {'max_completion_tokens':7}
                gpt-4o        | {'max_tokens':5,'temperature':0.1}           | {'max_tokens':5,'temperature':0.1}
                gpt-image-2   | {'response_format':'url','style':'vivid'}    | {}
                gpt-image-2   | {'quality':'hd'}                             | {'quality':'high'}
                gpt-image-1   | {'quality':'standard','size':'1792x1024'}    | {'quality':'medium','size':'1536x1024'}
                gpt-image-1.5 | {'size':'1024x1792'}                         | {'size':'1024x1536'}
                dall-e-3      | {'quality':'high'}                           | {'quality':'hd'}
                dall-e-3      | {'quality':'of my own'}                      | {'quality':'of my own'}
                mistral-large | {'max_tokens':5,'quality':'hd'}              | {'max_tokens':5,'quality':'hd'}
                gpt-5.2       | {}                                           | {}
                """)
        void givesFieldsAndValuesTheirNames(String model, String ours, String theirs) throws IOException {
            assertThat(adapted(model, ours)).isEqualTo(theirs);
        }

        @Test
        void saysOnceWhatItDrops() throws IOException {
            adapted("gpt-image-2", "{'style':'vivid'}");
            adapted("gpt-image-2", "{'style':'natural'}");

            assertThat(log.warnings()).containsExactly("gpt-image-2 does not know style; it is left out");
        }

        @Test
        void sendsWhatIsKnownToBeRefusedAndSaysSoOnce() throws IOException {
            assertThat(adapted("o3", "{'temperature':0.1}")).isEqualTo("{'temperature':0.1}");
            adapted("o3", "{'temperature':0.2}");

            assertThat(log.warnings()).containsExactly("o3 is known to refuse temperature; it is sent all the same");
        }

        @ParameterizedTest(name = "{0}")
        @CsvSource(delimiter = '|', textBlock = """
                o1            | SAMPLING
                o1-2024-12-17 | SAMPLING
                o3            | SAMPLING,stop
                o3-mini       | SAMPLING,stop
                o4-mini       | SAMPLING,stop
                gpt-5         | SAMPLING
                gpt-5-nano    | SAMPLING
                gpt-5.2       | SAMPLING
                gpt-5.6-sol   | SAMPLING,stop
                gpt-6-luna    | SAMPLING
                gpt-4o        |
                gpt-4.1-nano  |
                gpt-oss-120b  |
                grok-4.3      |
                """)
        void knowsWhatEachFamilyRefusesAndSendsItAllTheSame(String model, String refused) throws IOException {
            String sampling = "temperature,top_p,presence_penalty,frequency_penalty,logprobs,top_logprobs,logit_bias";
            String all = "{'temperature':0.1,'top_p':0.1,'presence_penalty':1,'frequency_penalty':1,'logprobs':true,"
                    + "'top_logprobs':1,'logit_bias':{},'stop':'x','n':2,'seed':1,'reasoning_effort':'low',"
                    + "'verbosity':'low','service_tier':'flex','prompt_cache_key':'k','response_format':{}}";

            assertThat(adapted(model, all)).isEqualTo(all);

            List<String> fields = refused == null
                    ? List.of()
                    : List.of(refused.replace("SAMPLING", sampling).split(","));
            assertThat(log.warnings())
                    .containsExactlyInAnyOrderElementsOf(fields.stream()
                            .map(field -> model + " is known to refuse " + field + "; it is sent all the same")
                            .toList());
        }

        @Test
        void saysNothingWhereNothingIsPeculiar() throws IOException {
            adapted("o3", "{'max_tokens':5}");
            adapted("gpt-4o", "{'temperature':0.1}");

            assertThat(log.warnings()).isEmpty();
        }
    }
}
