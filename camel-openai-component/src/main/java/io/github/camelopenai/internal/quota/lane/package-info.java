// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0

/** Whose turn it is: lanes share a queue by weight. Only {@code quota} calls it. */
package io.github.camelopenai.internal.quota.lane;
