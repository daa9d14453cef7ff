// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelopenai.error.OpenAiRequestException;
import io.github.camelopenai.fuzz.Pieces;
import io.github.camelopenai.fuzz.Target;
import java.io.IOException;

/** A schema in one line and an answer below it: the schema is refused as a request, or the answer has problems or none. */
public final class SchemaTarget implements Target {

    private final ObjectMapper mapper = new ObjectMapper();
    private final StrictRemarks remarks = new StrictRemarks();

    @Override
    public void run(byte[] input) {
        String[] parts = Pieces.split(input);
        for (Strictness strictness : Strictness.values()) {
            AnswerSchema schema;
            try {
                JsonNode given = GivenSchema.parse(parts[0], "jsonSchema", mapper);
                schema = AnswerSchema.given(given, strictness, remarks);
            } catch (OpenAiRequestException e) {
                continue; // before anything is sent
            }
            try {
                JsonNode document = mapper.readTree(parts[1]);
                if (!document.isMissingNode()) { // an empty text is refused before
                    schema.check().problems(document);
                }
            } catch (IOException e) {
                return; // no document: another target's
            }
        }
    }
}
