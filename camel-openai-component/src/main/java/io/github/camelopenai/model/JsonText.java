// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.util.function.Supplier;

/** JSON text without a Camel context, and so without the context's mapper. Stateless. */
final class JsonText {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .addModule(new Jdk8Module())
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS, SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
            .build();

    private JsonText() {}

    /**
     * The text.
     *
     * @param plain the text of a value that JSON cannot express
     */
    static String of(Object value, Supplier<String> plain) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            return inJava(value, plain);
        }
    }

    private static String inJava(Object value, Supplier<String> plain) {
        try {
            return plain.get();
        } catch (StackOverflowError e) {
            return "a " + value.getClass().getSimpleName() + " that holds itself";
        }
    }
}
