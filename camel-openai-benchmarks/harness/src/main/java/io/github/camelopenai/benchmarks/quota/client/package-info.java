// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0

/** What a client under test is to offer, and those clients that need nothing but the JDK. */
package io.github.camelopenai.benchmarks.quota.client;
