// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelopenai.internal.quota.terms.Limits;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Facts about models, those that come with the component and those of the user. */
class ModelCatalogTest {

    private final ModelCatalog catalog = ModelCatalog.builtIn();

    private static InputStream json(String text) {
        return new ByteArrayInputStream(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "chat, gpt-5.2",
        "image, gpt-image-2",
        "transcribe, whisper-1",
        "speech, gpt-4o-mini-tts",
        "embed, text-embedding-3-large"
    })
    void hasADefaultForEachOperation(String operation, String model) {
        assertThat(catalog.defaultModel(operation)).isEqualTo(model);
        assertThat(catalog.defaultModel("unknown")).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gpt-5.2",
                "gpt-4o",
                "gpt-4o-mini",
                "o3",
                "o4-mini",
                "dall-e-3",
                "whisper-1",
                "tts-1",
                "text-embedding-3-large"
            })
    void knowsEachModelOfTheManual(String model) throws IOException {
        // There is no question whose answer shows that a model is known, so it is asked of the file.
        try (InputStream facts = ModelCatalog.class.getResourceAsStream("/io/github/camelopenai/models.json")) {
            var models = new com.fasterxml.jackson.databind.ObjectMapper()
                    .readTree(facts)
                    .path("models");

            assertThat(models.path(model).path("type").asText()).isNotEmpty();
            assertThat(models.path(model).has("manual")).isTrue();
        }
    }

    @Nested
    class Tiers {

        @ParameterizedTest(name = "{0}")
        @CsvSource({"free, 3, 40000", "tier1, 500, 200000", "tier2, 5000, 2000000"})
        void haveARowForAllModels(String tier, long requests, long tokens) {
            assertThat(catalog.limits(tier, "some-model")).isEqualTo(Limits.perMinute(requests, tokens));
            assertThat(catalog.limits(tier, "gpt-5.2")).isEqualTo(Limits.perMinute(requests, tokens));
        }

        @Test
        void haveRowsForSomeModels() {
            assertThat(catalog.limits("tier1", "gpt-4o")).isEqualTo(Limits.perMinute(500, 30_000));
            assertThat(catalog.limits("free", "text-embedding-3-large")).isEqualTo(Limits.perMinute(100, 40_000));
        }

        @Test
        void thatAreUnknownAreRefusedWithTheKnownOnes() {
            assertThatThrownBy(() -> catalog.limits("tier9", "gpt-4o"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("tier must be one of [free, tier1, tier2] but was tier9; set it, or requestsPerMinute"
                            + " and tokensPerMinute, or add it to modelCatalog");
        }

        @Test
        void doNotIncludeTheComment() {
            assertThatThrownBy(() -> catalog.limits("comment", "gpt-4o")).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Nested
    class Names {

        @ParameterizedTest(name = "{0} -> {1}")
        @CsvSource({
            "gpt-4o, gpt-4o",
            "gpt-4o-2024-08-06, gpt-4o",
            "ft:gpt-4o-mini-2024-07-18:acme::7p4lURel, gpt-4o-mini",
            "ft:gpt-4o, gpt-4o",
            "llama3:8b, llama3:8b",
            "my-model-2024, my-model-2024",
            "'', ''"
        })
        void ofSnapshotsAndTunedModelsLeadToTheirBase(String model, String pool) {
            assertThat(catalog.poolOf(model)).isEqualTo(pool);
        }
    }

    @Nested
    class Families {

        @ParameterizedTest
        @ValueSource(strings = {"o1", "o3", "o3-2025-04-16", "o4-mini", "gpt-5.2", "gpt-6-luna", "ft:o4-mini:acme::1"})
        void ofReasoningModelsRenameTheTokenLimit(String model) {
            assertThat(catalog.familyOf(model).rename()).containsEntry("max_tokens", "max_completion_tokens");
            assertThat(catalog.familyOf(model).refuses()).contains("temperature", "top_p");
        }

        @ParameterizedTest
        @ValueSource(strings = {"gpt-4o", "gpt-4o-mini", "whisper-1", "mistral-large", ""})
        void ofOthersHaveNothingPeculiar(String model) {
            assertThat(catalog.familyOf(model)).isEqualTo(ModelFamily.PLAIN);
        }

        @Test
        void areFoundByTheLongestPrefix() {
            assertThat(catalog.familyOf("gpt-image-1.5").values()).containsKeys("quality", "size");
            assertThat(catalog.familyOf("gpt-image-2").values()).containsOnlyKeys("quality");
        }

        @Test
        void translateValues() {
            assertThat(catalog.familyOf("dall-e-3").values().get("quality")).containsEntry("high", "hd");
            assertThat(catalog.familyOf("gpt-image-2").values().get("quality")).containsEntry("hd", "high");
        }

        @Test
        void dropAndRefuse() {
            assertThat(catalog.familyOf("gpt-image-2").drops()).containsExactlyInAnyOrder("response_format", "style");
            assertThat(catalog.familyOf("tts-1-hd").refuses()).containsExactly("instructions");
        }
    }

    @Nested
    class Endings {

        @ParameterizedTest
        @ValueSource(strings = {"dall-e-3", "ft:dall-e-3:acme::1", "dall-e-3-2024-01-01"})
        void areKnownWithTheirSuccessor(String model) {
            assertThat(catalog.endingOf(model))
                    .contains(new ModelCatalog.Ending(LocalDate.of(2026, 5, 12), "gpt-image-2"));
        }

        @Test
        void mayHaveNoSuccessor() {
            assertThat(catalog.endingOf("o1")).contains(new ModelCatalog.Ending(LocalDate.of(2026, 10, 23), null));
        }

        @ParameterizedTest
        @ValueSource(strings = {"gpt-5.2", "unknown", ""})
        void areUnknownForOthers(String model) {
            assertThat(catalog.endingOf(model)).isEmpty();
        }
    }

    @Nested
    class AnOverlay {

        @Test
        void addsToWhatIsThere() throws IOException {
            ModelCatalog mine = catalog.overlaidWith(json("{'defaults':{'chat':'llama3'},"
                    + "'tiers':{'tier5':{'*':{'requestsPerMinute':9,'tokensPerMinute':90}}}}"));

            assertThat(mine.defaultModel("chat")).isEqualTo("llama3");
            assertThat(mine.defaultModel("embed")).isEqualTo("text-embedding-3-large");
            assertThat(mine.limits("tier5", "llama3")).isEqualTo(Limits.perMinute(9, 90));
            assertThat(mine.limits("tier1", "llama3")).isEqualTo(Limits.perMinute(500, 200_000));
        }

        @Test
        void replacesSingleValues() throws IOException {
            ModelCatalog mine = catalog.overlaidWith(
                    json("{'tiers':{'tier1':{'gpt-4o':{'tokensPerMinute':7}}},'models':{'o1':{'endsOn':null}}}"));

            assertThat(mine.limits("tier1", "gpt-4o")).isEqualTo(Limits.perMinute(500, 7));
            assertThat(mine.endingOf("o1")).isEmpty();
        }

        @Test
        void canLetModelsShareAPool() throws IOException {
            ModelCatalog mine = catalog.overlaidWith(json("{'models':{'gpt-4o-mini':{'pool':'small'}}}"));

            assertThat(mine.poolOf("gpt-4o-mini-2024-07-18")).isEqualTo("small");
        }

        @Test
        void addsFamilies() throws IOException {
            ModelCatalog mine = catalog.overlaidWith(json("{'families':{'o3-mini':{'drops':['user']}}}"));

            assertThat(mine.familyOf("o3-mini").drops()).containsExactly("user");
            assertThat(mine.familyOf("o3-mini").rename()).isEmpty();
        }

        @Test
        void mayLimitOneDimensionOnly() throws IOException {
            ModelCatalog mine = catalog.overlaidWith(json("{'tiers':{'local':{'*':{'requestsPerMinute':9}}}}"));

            assertThat(mine.limits("local", "x").requestsPerMinute()).hasValue(9);
            assertThat(mine.limits("local", "x").tokensPerMinute()).isEmpty();
        }

        @Test
        void leavesTheBuiltInFactsAlone() throws IOException {
            catalog.overlaidWith(json("{'defaults':{'chat':'llama3'}}"));

            assertThat(catalog.defaultModel("chat")).isEqualTo("gpt-5.2");
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "[]", "42", "{'a':"})
        void mustBeOneObject(String text) {
            assertThatThrownBy(() -> catalog.overlaidWith(json(text))).isInstanceOf(IOException.class);
        }
    }
}
