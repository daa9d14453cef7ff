// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0

/** Facts about models, from {@code models.json} and a file of the user. The Camel classes, operations and images ask it. */
package io.github.camelopenai.internal.catalog;
