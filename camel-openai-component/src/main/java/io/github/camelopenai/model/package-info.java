// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0

/** The data of the API as records, for bodies that routes create or read in Java. No behaviour. */
package io.github.camelopenai.model;
