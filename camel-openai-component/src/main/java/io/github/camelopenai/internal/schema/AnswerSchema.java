// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelopenai.error.OpenAiRequestException;

/**
 * A schema for answers: the form sent to the API, and the check of the answer. A schema larger than the API allows gets
 * a warning. Immutable and shared by calls.
 *
 * @param responseFormat the field {@code response_format} of a request; not to be changed
 * @param check          for the answer
 */
public record AnswerSchema(ObjectNode responseFormat, SchemaCheck check) {

    /**
     * The schema of {@code outputClass}, named after the class.
     *
     * @param mapper  that will read the answer
     * @param remarks logs why it is not strict
     * @throws OpenAiRequestException see {@link ClassSchema#of}
     */
    public static AnswerSchema of(Class<?> type, Strictness strictness, ObjectMapper mapper, StrictRemarks remarks) {
        ClassSchema.Made made = ClassSchema.of(type, strictness, mapper, "outputClass", remarks);
        ObjectNode schema = made.schema();
        String what = "the schema of " + type.getName();
        SchemaSize.warn(schema, what);
        SchemaEnvelope envelope = new SchemaEnvelope(schema, SchemaName.of(type.getSimpleName()), strictness, null);
        return new AnswerSchema(envelope.responseFormat(made.strict()), SchemaCheck.of(schema, what));
    }

    /**
     * The schema of the option {@code jsonSchema}: plain, or in the API's envelope, whose strict flag then counts.
     *
     * @param given      a tree that the result keeps
     * @param strictness what the option requires
     * @param remarks    logs why it is not strict
     * @throws OpenAiRequestException when it can never work: its root is no object, a type does not exist, a reference
     *     leads nowhere, it is no valid schema, or it must be strict and cannot
     */
    public static AnswerSchema given(JsonNode given, Strictness strictness, StrictRemarks remarks) {
        SchemaEnvelope envelope = SchemaEnvelope.read(given, strictness);
        GivenSchemaRules.check(envelope.schema());
        SchemaCheck check = SchemaCheck.of(envelope.schema(), "jsonSchema");
        String what = "jsonSchema " + envelope.name();
        boolean strict = StrictRules.hold(envelope.schema(), envelope.strict(), what, remarks);
        SchemaSize.warn(envelope.schema(), what);
        return new AnswerSchema(envelope.responseFormat(strict), check);
    }
}
