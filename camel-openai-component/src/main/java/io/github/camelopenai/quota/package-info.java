// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0

/**
 * One quota for several processes. A {@code QuotaStore} keeps buckets that all of them take from;
 * {@code Bucket4jQuotaStore} keeps them in Redis or behind another Bucket4j proxy manager, {@code InMemoryQuotaStore}
 * in this JVM. Bucket4j and Lettuce are optional dependencies that only this package uses. It depends on neither Camel
 * nor other packages of this component, so that a store can be written and tested alone.
 */
package io.github.camelopenai.quota;
