// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0

/**
 * One quota for several processes. A {@code QuotaStore} keeps buckets that all of them take from;
 * {@code Bucket4jQuotaStore} keeps them in Redis or behind another Bucket4j proxy manager, {@code InMemoryQuotaStore} in
 * this JVM. Bucket4j and Lettuce are optional dependencies that are seen in this package only. It knows nothing of Camel
 * and nothing else of ours, so that a store can be written and tested alone.
 */
package io.github.camelopenai.quota;
