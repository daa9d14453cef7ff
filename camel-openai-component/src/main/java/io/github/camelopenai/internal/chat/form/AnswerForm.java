// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.chat.form;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelopenai.internal.json.Json;
import io.github.camelopenai.internal.option.Options;
import org.apache.camel.Exchange;

/** What the text of an answer must be, and what becomes of it. Implementations are immutable and shared by calls. */
public sealed interface AnswerForm
        permits AnswerForm.PlainText, AnswerForm.JsonText, AnswerForm.Document, MapForm, ClassForm {

    /** What {@code outputClass}, {@code jsonSchema} and {@code responseFormat} ask for. */
    static AnswerForm of(Options chosen, Exchange exchange) {
        return AnswerForms.in(exchange.getContext()).choose(chosen);
    }

    /**
     * What a request asks for that came as a whole. Its schema is the server's affair; the text must be JSON all the same.
     *
     * @param responseFormat the field {@code response_format}; a missing node where there is none
     */
    static AnswerForm sentAs(JsonNode responseFormat) {
        String type = responseFormat.path("type").asText();
        return type.startsWith("json_") ? new JsonText(null) : new PlainText(null);
    }

    /** The form for a value of the option {@code responseFormat}, or null. */
    static AnswerForm named(String format) {
        if (format == null) {
            return new PlainText(null);
        }
        ObjectNode wire = Json.MAPPER.createObjectNode().put("type", format);
        return format.equals("text") ? new PlainText(wire) : new JsonText(wire);
    }

    /** The field {@code response_format} of a request; null where it is left out. Shared: not to be changed. */
    ObjectNode responseFormat();

    /** Turns the text of an answer into the body. The text must be whole; one that was cut is no {@link AnswerMismatch}. */
    Object read(String text) throws AnswerMismatch;

    /** The option that asks for it, for messages. */
    String option();

    /** Whether the body is no text but what the text says, so that it must be whole and may be asked for again. */
    default boolean isTyped() {
        return false;
    }

    /** Whether the text must be a JSON document, so that one cut at the token limit is no answer. */
    boolean wantsJson();

    /** The text as it is. */
    record PlainText(ObjectNode responseFormat) implements AnswerForm {

        @Override
        public Object read(String text) {
            return text;
        }

        @Override
        public String option() {
            return "responseFormat";
        }

        @Override
        public boolean wantsJson() {
            return false;
        }
    }

    /** The text of a JSON document. */
    record JsonText(ObjectNode responseFormat) implements AnswerForm {

        @Override
        public Object read(String text) throws AnswerMismatch {
            String document = JsonAnswer.withoutFence(text);
            JsonAnswer.parse(document);
            return document;
        }

        @Override
        public String option() {
            return "responseFormat";
        }

        @Override
        public boolean wantsJson() {
            return true;
        }
    }

    /** The JSON text of an answer that could become what another form makes of it, and does not. */
    record Document(AnswerForm form) implements AnswerForm {

        @Override
        public Object read(String text) throws AnswerMismatch {
            form.read(text);
            return JsonAnswer.withoutFence(text);
        }

        @Override
        public ObjectNode responseFormat() {
            return form.responseFormat();
        }

        @Override
        public String option() {
            return form.option();
        }

        @Override
        public boolean isTyped() {
            return true;
        }

        @Override
        public boolean wantsJson() {
            return true;
        }
    }
}
