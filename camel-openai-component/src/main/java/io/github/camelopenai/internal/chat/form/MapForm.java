// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.chat.form;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelopenai.internal.schema.AnswerSchema;
import io.github.camelopenai.internal.schema.SchemaCheck;
import io.github.camelopenai.model.JsonMap;

/** An answer that must match a given schema and becomes a {@link JsonMap}. Immutable. */
final class MapForm implements AnswerForm {

    private final ObjectNode responseFormat;
    private final SchemaCheck check;

    MapForm(AnswerSchema schema) {
        this.responseFormat = schema.responseFormat();
        this.check = schema.check();
    }

    @Override
    public String option() {
        return "jsonSchema";
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
        if (!tree.isObject()) {
            throw new AnswerMismatch("$ must be object"); // a schema that is not strict may leave that open
        }
        return JsonAnswer.map(document);
    }

    @Override
    public boolean wantsJson() {
        return true;
    }
}
