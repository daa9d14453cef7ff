// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.test;

import java.util.Arrays;

/** An endpoint of the simulated API. */
public enum Endpoint {
    CHAT("POST", "/v1/chat/completions"),
    IMAGE("POST", "/v1/images/generations"),
    TRANSCRIPTION("POST", "/v1/audio/transcriptions"),
    SPEECH("POST", "/v1/audio/speech"),
    EMBEDDINGS("POST", "/v1/embeddings"),
    MODELS("GET", "/v1/models"),
    /** Any other path, and the download of an image. */
    OTHER("", "");

    private final String method;
    private final String path;

    Endpoint(String method, String path) {
        this.method = method;
        this.path = path;
    }

    static Endpoint of(String method, String path) {
        return Arrays.stream(values())
                .filter(endpoint -> endpoint != OTHER && endpoint.method.equals(method) && endpoint.covers(path))
                .findFirst()
                .orElse(OTHER);
    }

    private boolean covers(String path) {
        return path.equals(this.path) || (this == MODELS && path.startsWith(this.path + "/"));
    }
}
