// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0

/**
 * What an endpoint needs when it starts: texts of resources, names, masked URIs. The Camel classes call it; others only ask for
 * name suggestions.
 */
package io.github.camelopenai.internal.setup;
