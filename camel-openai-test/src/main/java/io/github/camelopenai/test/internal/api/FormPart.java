// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.test.internal.api;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** One part of a multipart form. The bytes are not copied; nobody changes them. */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record FormPart(String name, Optional<String> fileName, Optional<String> contentType, byte[] bytes) {
    public String text() {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
