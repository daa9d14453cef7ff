// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0

/**
 * JSON Schemas: made from classes, read from options, held against what a model writes. Begin with {@code AnswerSchema}, which
 * puts the parts together for an answer. {@code ClassSchema} is how a class becomes a schema: {@code MapperProperties} asks the mapper,
 * {@code ValueTypes} knows the values, {@code StrictSubset} closes the result. {@code GivenSchema} reads a text,
 * {@code GivenSchemaRules} finds what cannot work in it. {@code SchemaCheck} holds documents against a schema, and
 * {@code SchemaProblems} puts into words where they do not fit.
 *
 * <p>It knows neither Camel nor HTTP, and no mapper of its own: whoever reads with one brings it along.
 */
package io.github.camelopenai.internal.schema;
