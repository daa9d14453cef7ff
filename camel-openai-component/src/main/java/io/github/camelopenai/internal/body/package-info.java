// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Message bodies as bytes and texts: files, streams that can be read again, media types, temporary files. The operations call it; it
 * knows nothing of the API.
 */
package io.github.camelopenai.internal.body;
