// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.github.camelopenai.error.OpenAiException;
import io.github.camelopenai.error.OpenAiRequestException;
import io.github.camelopenai.model.Usage;

/**
 * The JSON mappers and their bounds, except the mapper of the user's context, which {@link RouteMapper} finds, and the
 * mapper for the text of public JSON bodies: the package {@code model} depends on no other package. Stateless.
 */
public final class Json {

    /** The longest text that is read into memory, in characters. */
    public static final int MAX_TEXT = 32 << 20;

    /** Documents of the API: names in snake case, unknown fields are ignored. */
    public static final JsonMapper MAPPER = builder(MAX_TEXT)
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .build();

    /** Stored conversations: written text must be readable again, and a photo exceeds the usual bound of a text. */
    public static final JsonMapper STORED = builder(Integer.MAX_VALUE)
            // ASCII: no character set of a database can corrupt it, and half a surrogate pair is no error.
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .build();

    /** Trees that are no documents of the API: arguments of tools, errors, options. */
    public static final JsonMapper PLAIN = new JsonMapper();

    /** Reads one document and nothing after it. */
    public static final ObjectReader DOCUMENT = PLAIN.reader().with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    /** Writes values up to the depth that a body may have; it fails for a value that contains itself. */
    public static final JsonFactory FLAT = JsonFactory.builder()
            .streamWriteConstraints(StreamWriteConstraints.builder()
                    .maxNestingDepth(ValueTree.MAX_LEVELS)
                    .build())
            .recyclerPool(JsonRecyclerPools.newConcurrentDequePool())
            .build();

    private Json() {}

    private static JsonMapper.Builder builder(int longestText) {
        return JsonMapper.builder(JsonFactory.builder()
                        .streamReadConstraints(StreamReadConstraints.builder()
                                .maxStringLength(longestText)
                                .build())
                        // The default pool is a thread-local: useless, and costly, on virtual threads. This pool grows
                        // to the highest number of calls that were ever read at once.
                        .recyclerPool(JsonRecyclerPools.newConcurrentDequePool())
                        .build())
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .addModules(new Jdk8Module(), new JavaTimeModule())
                .disable(
                        SerializationFeature.WRITE_DATES_AS_TIMESTAMPS,
                        SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS);
    }

    /** The value as a tree; a value that cannot be written is the sender's mistake. */
    public static JsonNode tree(Object value, String what) {
        try {
            return MAPPER.valueToTree(value);
        } catch (IllegalArgumentException | StackOverflowError e) {
            throw OpenAiRequestException.refused(
                    what + " cannot be written as JSON: it holds a type that Jackson does not know");
        }
    }

    /** The document as it is sent; half a character in any of its texts becomes U+FFFD. */
    public static byte[] bytes(JsonNode tree) {
        try {
            return WholeCharacters.inJson(MAPPER.writeValueAsBytes(tree));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree can always be written", e);
        }
    }

    /** The usage in the API's form; unknown values are left out. */
    public static ObjectNode usage(Usage usage) {
        ObjectNode json = MAPPER.createObjectNode();
        put(json, "prompt_tokens", usage.promptTokens());
        put(json, "completion_tokens", usage.completionTokens());
        put(json, "total_tokens", usage.totalTokens());
        if (usage.cachedTokens() != null) {
            json.putObject("prompt_tokens_details").put("cached_tokens", usage.cachedTokens());
        }
        if (usage.reasoningTokens() != null) {
            json.putObject("completion_tokens_details").put("reasoning_tokens", usage.reasoningTokens());
        }
        return json;
    }

    private static void put(ObjectNode json, String field, Long value) {
        if (value != null) {
            json.put(field, value);
        }
    }

    /** A failure in short form, for the reader of a stream; the route gets the details. */
    public static ObjectNode error(OpenAiException failure) {
        ObjectNode json = MAPPER.createObjectNode();
        json.putObject("error")
                .put("message", "the answer broke off")
                .put("type", failure.type())
                .put("code", failure.code());
        return json;
    }
}
