// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0

/** The order of departure: lanes share a queue by weight. Only {@code quota} calls it. */
package io.github.camelopenai.internal.quota.lane;
