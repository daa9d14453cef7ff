// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenai.OpenAiHeaders;
import io.github.camelopenai.error.OpenAiResponseException;
import io.github.camelopenai.test.Reply;
import java.io.ByteArrayInputStream;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Texts in, vectors out, in the order of the texts. */
class EmbedTest extends Scenario {

    static Stream<Arguments> severalTexts() {
        return Stream.of(
                Arguments.of("List", List.of("one", "two", "three")),
                Arguments.of("Set", new LinkedHashSet<>(List.of("one", "two", "three"))),
                Arguments.of("String[]", new String[] {"one", "two", "three"}),
                Arguments.of("Object[]", new Object[] {"one", new StringBuilder("two"), "three"}),
                Arguments.of("Iterator", List.of("one", "two", "three").iterator()));
    }

    @Test
    void aTextBecomesOneVector() {
        Exchange exchange = call("openai:embed", "hello");

        assertThat(bodyOf(exchange)).isInstanceOf(float[].class);
        assertThat((float[]) bodyOf(exchange)).hasSize(3072);
        assertThat(sent().path("input").asText()).isEqualTo("hello");
        assertThat(exchange.getMessage().getHeaders())
                .containsEntry(OpenAiHeaders.EMBEDDING_COUNT, 1)
                .containsEntry(OpenAiHeaders.EMBEDDING_VECTOR_SIZE, 3072)
                .containsEntry(OpenAiHeaders.RESPONSE_MODEL, "text-embedding-3-large")
                .containsEntry(OpenAiHeaders.PROMPT_TOKENS, 2L)
                .doesNotContainKey(OpenAiHeaders.COMPLETION_TOKENS);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("severalTexts")
    void severalTextsBecomeVectorsInTheirOrder(String label, Object body) {
        float[] two = (float[]) bodyOf(call("openai:embed", "two"));

        Exchange exchange = call("openai:embed", body);

        assertThat(vectors(exchange)).hasSize(3);
        assertThat(vectors(exchange).get(1)).containsExactly(two);
        assertThat(vectors(exchange).get(0)).isNotEqualTo(two);
        assertThat(exchange.getMessage().getHeader(OpenAiHeaders.EMBEDDING_COUNT))
                .isEqualTo(3);
    }

    @Test
    void aListOfOneTextGivesAListOfOneVector() {
        assertThat(vectors(call("openai:embed", List.of("one")))).hasSize(1);
    }

    @Test
    void vectorsGoWhereTheirIndexSays() {
        openAi.next(Reply.json("""
                {"data":[{"index":1,"embedding":[2.5]},{"embedding":[1.5],"index":0}],"model":"m"}"""));

        Exchange exchange = call("openai:embed", List.of("one", "two"));

        assertThat(vectors(exchange).get(0)).containsExactly(1.5f);
        assertThat(vectors(exchange).get(1)).containsExactly(2.5f);
    }

    @Test
    void aVectorThatIsMissingIsAFailure() {
        openAi.next(Reply.json("{\"data\":[{\"index\":0,\"embedding\":[2.5]}]}"));

        Exchange exchange = call("openai:embed", List.of("one", "two"));

        assertThat(failureOf(exchange, OpenAiResponseException.class))
                .hasMessage("the answer's vectors cannot be used: there are 1 for 2 texts; that of text 1 is missing");
    }

    @Test
    void bothEncodingsGiveTheSameVector() {
        float[] base64 = (float[]) bodyOf(call("openai:embed", "hello"));
        float[] numbers = (float[]) bodyOf(call("openai:embed?encodingFormat=float", "hello"));

        assertThat(openAi.requests())
                .extracting(request -> request.json().path("encoding_format").asText())
                .containsExactly("base64", "float");
        assertThat(numbers).containsExactly(base64, org.assertj.core.data.Offset.offset(1e-6f));
    }

    @Test
    void dimensionsShortenTheVector() {
        Exchange exchange = call("openai:embed?dimensions=256", "hello");

        assertThat((float[]) bodyOf(exchange)).hasSize(256);
        assertThat(sent().path("dimensions").asInt()).isEqualTo(256);
        assertThat(exchange.getMessage().getHeader(OpenAiHeaders.EMBEDDING_VECTOR_SIZE))
                .isEqualTo(256);
    }

    @Test
    void aVectorConvertsToAListOfFloat() {
        Exchange exchange = call("openai:embed?dimensions=3", "hello");
        float[] vector = (float[]) bodyOf(exchange);

        assertThat(exchange.getMessage().getBody(List.class)).isEqualTo(List.of(vector[0], vector[1], vector[2]));
    }

    @Test
    void aStreamOfTextIsOneText() {
        assertThat(bodyOf(call("openai:embed", new ByteArrayInputStream("hello".getBytes()))))
                .isInstanceOf(float[].class);
        assertThat(sent().path("input").asText()).isEqualTo("hello");
    }

    @SuppressWarnings("unchecked")
    private List<float[]> vectors(Exchange exchange) {
        return (List<float[]>) bodyOf(exchange);
    }
}
