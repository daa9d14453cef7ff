// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.test;

import java.util.Optional;

/**
 * One part of a multipart form that came in. Immutable.
 *
 * @param text the value of a field; empty for a file
 */
public record ReceivedPart(
        String name,
        Optional<String> fileName,
        Optional<String> contentType,
        long size,
        String sha256,
        Optional<String> text) {}
