// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0

/** What users do today about a quota: openai-java as it is, or with a limiter of Camel or Resilience4j in front of it. */
package io.github.camelopenai.benchmarks.quota.openaijava;
