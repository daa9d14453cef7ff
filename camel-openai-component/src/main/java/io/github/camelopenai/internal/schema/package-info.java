// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0

/**
 * JSON Schemas: made from classes, read from options, checked against a model's answers. Begin with
 * {@code AnswerSchema}, which puts the parts together for an answer. {@code ClassSchema} turns a class into a schema:
 * {@code MapperProperties} queries the mapper, {@code ValueTypes} handles single values, {@code StrictSubset} closes
 * the result. {@code GivenSchema} reads a text, {@code GivenSchemaRules} refuses what cannot work in it.
 * {@code SchemaCheck} checks documents against a schema, and {@code SchemaProblems} describes the differences.
 *
 * <p>It depends on neither Camel nor HTTP, and has no mapper of its own: the caller passes one.
 */
package io.github.camelopenai.internal.schema;
