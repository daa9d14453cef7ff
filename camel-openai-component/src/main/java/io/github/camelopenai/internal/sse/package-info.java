// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
/** Server-sent events: bytes in, events out. Knows neither HTTP nor the content of the events. */
package io.github.camelopenai.internal.sse;
