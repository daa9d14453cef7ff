// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0

/** What the API speaks of, as records: for bodies that routes build or take apart in Java. No behaviour. */
package io.github.camelopenai.model;
