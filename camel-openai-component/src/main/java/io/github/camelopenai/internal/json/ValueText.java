// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelopenai.error.OpenAiRequestException;
import java.io.IOException;
import java.io.StringWriter;
import java.util.Collection;
import java.util.Map;
import org.apache.camel.CamelContext;

/**
 * A body as JSON text. Maps and lists have one form only; the context's mapper writes objects, with all digits of their
 * numbers and with whole characters. Stateless.
 */
public final class ValueText {

    private ValueText() {}

    /**
     * The text.
     *
     * @throws OpenAiRequestException when there is none: a type is not known, or the body contains itself
     */
    public static String of(Object body, CamelContext context) {
        StringWriter text = new StringWriter();
        try (JsonGenerator generator = Json.FLAT.createGenerator(text)) {
            write(body, generator, RouteMapper.of(context));
        } catch (IOException | StackOverflowError e) {
            throw OpenAiRequestException.refused(
                    "the body, a " + body.getClass().getName()
                            + ", cannot be written as JSON: it holds a type that Jackson does not know, or itself");
        }
        return WholeCharacters.of(text.toString());
    }

    private static void write(Object value, JsonGenerator generator, ObjectMapper objects) throws IOException {
        if (value == null) {
            generator.writeNull();
        } else if (value instanceof Map<?, ?> map) {
            generator.writeStartObject();
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                generator.writeFieldName(String.valueOf(entry.getKey()));
                write(entry.getValue(), generator, objects);
            }
            generator.writeEndObject();
        } else if (value instanceof Collection<?> items) {
            generator.writeStartArray();
            for (Object item : items) {
                write(item, generator, objects);
            }
            generator.writeEndArray();
        } else {
            objects.writeValue(generator, value);
        }
    }
}
