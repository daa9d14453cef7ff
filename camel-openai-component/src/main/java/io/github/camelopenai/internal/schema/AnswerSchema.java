// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelopenai.error.OpenAiRequestException;

/**
 * A schema that answers are held to: what the API is told of it, and what is checked here. One that is larger than the API
 * takes is warned of. Immutable and shared by calls.
 *
 * @param responseFormat the field {@code response_format} of a request; not to be changed
 * @param check          for the answer
 */
public record AnswerSchema(ObjectNode responseFormat, SchemaCheck check) {

    /**
     * The schema of {@code outputClass}, named after the class.
     *
     * @param mapper that will read the answer
     * @throws OpenAiRequestException see {@link ClassSchema#of}
     */
    public static AnswerSchema of(Class<?> type, boolean strict, ObjectMapper mapper) {
        ObjectNode schema = ClassSchema.of(type, strict, mapper, "outputClass");
        String what = "the schema of " + type.getName();
        SchemaSize.warn(schema, what);
        SchemaEnvelope envelope = new SchemaEnvelope(schema, SchemaName.of(type.getSimpleName()), strict, null);
        return new AnswerSchema(envelope.responseFormat(), SchemaCheck.of(schema, what));
    }

    /**
     * The schema of the option {@code jsonSchema}: plain, or in the envelope that the API has for it, whose strict flag then
     * counts. What leaves the strict subset is warned of.
     *
     * @param given  a tree that is taken over
     * @param strict what the option says
     * @throws OpenAiRequestException when it can never work: its root is no object, a type does not exist, a reference leads
     *     nowhere, or it is no valid schema
     */
    public static AnswerSchema given(JsonNode given, boolean strict) {
        SchemaEnvelope envelope = SchemaEnvelope.read(given, strict);
        GivenSchemaRules.check(envelope.schema(), envelope.strict());
        SchemaCheck check = SchemaCheck.of(envelope.schema(), "jsonSchema");
        SchemaSize.warn(envelope.schema(), "jsonSchema " + envelope.name());
        return new AnswerSchema(envelope.responseFormat(), check);
    }
}
