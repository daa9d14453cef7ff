// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.schema;

import com.fasterxml.jackson.databind.JsonMappingException.Reference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.harrel.jsonschema.Error;
import dev.harrel.jsonschema.InvalidSchemaException;
import dev.harrel.jsonschema.JsonSchemaException;
import dev.harrel.jsonschema.Validator;
import dev.harrel.jsonschema.ValidatorFactory;
import dev.harrel.jsonschema.providers.JacksonNode;
import io.github.camelopenai.error.ErrorDetails;
import io.github.camelopenai.error.OpenAiRequestException;
import io.github.camelopenai.error.OpenAiResponseException;
import java.net.URI;
import java.util.List;

/** Checks whether documents match one schema. Thread-safe: the validator keeps no state of a document. */
public final class SchemaCheck {

    private static final URI DRAFT_ID = URI.create("https://json-schema.org/draft/2020-12/schema");

    /** Its own mapper reads the drafts in the library's jar; schemas and documents come as trees. */
    private static final JacksonNode.Factory NODES = new JacksonNode.Factory();

    /** Checks schemas themselves; it loads the draft here, before two threads could do so at once. */
    private static final Validator DRAFT = factory().createValidator();

    static {
        DRAFT.validate(DRAFT_ID, (Object) JsonNodeFactory.instance.objectNode());
    }

    private final ObjectNode schema;
    private final Validator validator;
    private final URI id;
    private final BoundedPatterns patterns;
    private final AnswerPath path;

    private SchemaCheck(ObjectNode schema, Validator validator, URI id, BoundedPatterns patterns) {
        this.schema = schema;
        this.validator = validator;
        this.id = id;
        this.patterns = patterns;
        this.path = AnswerPath.of(schema);
    }

    /** @param what the schema's name in the message when it is invalid */
    static SchemaCheck of(ObjectNode schema, String what) {
        boolean usual = !schema.has("$schema");
        try {
            if (usual) {
                refuseUnlessValid(DRAFT.validate(DRAFT_ID, (Object) schema).getErrors(), what);
            }
            // Otherwise it loads the draft that the schema names, which takes ten times as long.
            BoundedPatterns patterns = new BoundedPatterns();
            Validator validator = factory()
                    .withEvaluatorFactory(patterns)
                    .withDisabledSchemaValidation(usual)
                    .createValidator();
            URI id = patterns.within(() -> validator.registerSchema((Object) schema)); // its draft has patterns, too
            return new SchemaCheck(schema, validator, id, patterns);
        } catch (StackOverflowError e) {
            throw OpenAiRequestException.refused(what + " nests too deeply, or a pattern in it does; make it flatter");
        } catch (InvalidSchemaException e) {
            throw invalid(e.getErrors(), what);
        } catch (JsonSchemaException | IllegalArgumentException e) {
            throw OpenAiRequestException.refused(
                    what
                            + " names a $schema or an $id that is not known here; leave it out, or name a draft of JSON Schema");
        }
    }

    private static ValidatorFactory factory() {
        return new ValidatorFactory().withJsonNodeFactory(NODES);
    }

    private static void refuseUnlessValid(List<Error> errors, String what) {
        if (!errors.isEmpty()) {
            throw invalid(errors, what);
        }
    }

    private static OpenAiRequestException invalid(List<Error> errors, String what) {
        String place = errors.stream()
                .map(Error::getInstanceLocation)
                .filter(location -> !location.isEmpty())
                .findFirst()
                .map(location -> "#" + location)
                .orElse("its root");
        return OpenAiRequestException.refused(what + " is not a valid JSON Schema at " + place + "; correct it there");
    }

    /** Converts Jackson's position in a document to the form that problems use. */
    public String place(List<Reference> references) {
        return path.of(references);
    }

    /**
     * All problems of a document, with places and rules but no values. Empty when it matches.
     *
     * @throws OpenAiResponseException when a pattern of the schema takes too long; it may do so with another answer
     */
    public List<String> problems(JsonNode document) {
        Validator.Result result;
        try {
            result = patterns.within(() -> validator.validate(id, (Object) document));
        } catch (BoundedPatterns.GivenUp e) {
            throw new OpenAiResponseException(
                    "the answer cannot be checked: " + e.getMessage(), ErrorDetails.LOCAL, null);
        } catch (NumberFormatException | ArithmeticException e) {
            return List.of("the answer holds a number that is too large");
        } catch (JsonSchemaException | StackOverflowError e) {
            return List.of("the answer nests too deeply, or its schema cannot be followed");
        }
        if (result.isValid()) {
            return List.of();
        }
        List<String> problems = new SchemaProblems(schema, document, path).describe(result.getErrors());
        return problems.isEmpty() ? List.of("$ does not match the schema") : problems;
    }
}
