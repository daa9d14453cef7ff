// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.chat.request;

import io.github.camelopenai.internal.body.MediaType;
import io.github.camelopenai.internal.client.call.Source;

/**
 * A picture, recording or PDF that goes into a chat message.
 *
 * @param type   one that {@link MediaType#goesIntoChat()}
 * @param size   in bytes
 * @param source its bytes, as often as the call is sent
 */
record MediaAttachment(MediaType type, long size, Source source) {}
