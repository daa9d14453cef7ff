// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.chat.form;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelopenai.internal.schema.AnswerSchema;
import io.github.camelopenai.internal.schema.SchemaCheck;
import io.github.camelopenai.internal.schema.StrictRemarks;
import io.github.camelopenai.internal.schema.Strictness;
import io.github.camelopenai.model.JsonMap;

/**
 * An answer that becomes an instance of a class. It is held against the schema first, which is stricter than Jackson: it lets
 * no field be missing, no null be a zero and no text be a number, and tells all faults at once. So the features of a mapper
 * from the registry stay as their owner set them. Immutable.
 */
final class ClassForm implements AnswerForm {

    private final ObjectNode responseFormat;
    private final SchemaCheck check;
    private final ObjectReader reader;

    private ClassForm(AnswerSchema schema, ObjectReader reader) {
        this.responseFormat = schema.responseFormat();
        this.check = schema.check();
        this.reader = reader;
    }

    /** Derives the schema; a class that has none is refused. */
    static ClassForm of(Class<?> type, Strictness strict, ObjectMapper mapper, StrictRemarks remarks) {
        return new ClassForm(
                AnswerSchema.of(type, strict, mapper, remarks),
                mapper.readerFor(type).with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS));
    }

    @Override
    public String option() {
        return "outputClass";
    }

    @Override
    public boolean isTyped() {
        return true;
    }

    @Override
    public ObjectNode responseFormat() {
        return responseFormat;
    }

    @Override
    public Object read(String text) throws AnswerMismatch {
        String document = JsonAnswer.withoutFence(text);
        JsonNode tree = JsonAnswer.parse(document);
        AnswerMismatch.throwIfAny(check.problems(tree));
        if (reader.getValueType().getRawClass().isAssignableFrom(JsonMap.class)) {
            return JsonAnswer.map(document); // a Map is what jsonSchema gives
        }
        try {
            return reader.readValue(document); // not the tree: it has lost digits of long decimals
        } catch (JsonMappingException e) {
            throw new AnswerMismatch(problem(e));
        } catch (JsonProcessingException | RuntimeException e) {
            throw new AnswerMismatch(
                    "$ cannot be read as " + reader.getValueType().getRawClass().getSimpleName());
        }
    }

    /** Jackson's own words, and those of the class, may quote the answer. */
    private String problem(JsonMappingException failure) {
        String place = check.place(failure.getPath());
        if (failure instanceof UnrecognizedPropertyException) {
            return place + " is a property that is not known";
        }
        if (failure instanceof ValueInstantiationException refused) {
            return place + " holds a value that "
                    + refused.getType().getRawClass().getSimpleName() + " does not allow";
        }
        if (failure instanceof MismatchedInputException mismatch && mismatch.getTargetType() != null) {
            return place + " cannot be read as " + mismatch.getTargetType().getSimpleName();
        }
        return place + " cannot be read";
    }

    @Override
    public boolean wantsJson() {
        return true;
    }
}
