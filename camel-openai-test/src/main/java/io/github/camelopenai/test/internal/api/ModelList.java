// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.test.internal.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.Predicate;

/** GET /v1/models and /v1/models/{id}. Thread-safe: stateless. */
public final class ModelList {
    private static final List<String> IDS = List.of(
            "gpt-4o",
            "gpt-4o-mini",
            "gpt-5",
            "gpt-5-nano",
            "gpt-image-1",
            "dall-e-3",
            "gpt-4o-transcribe",
            "gpt-4o-transcribe-diarize",
            "whisper-1",
            "gpt-4o-mini-tts",
            "tts-1",
            "text-embedding-3-small",
            "text-embedding-3-large");

    private ModelList() {}

    public static Answer all() {
        ObjectNode body = Json.object().put("object", "list");
        ArrayNode data = body.putArray("data");
        IDS.forEach(id -> data.add(model(id)));
        return Answer.json(200, body);
    }

    public static Answer one(String id, Predicate<String> unknown) {
        if (unknown.test(id)) {
            String message = "The model '%s' does not exist".formatted(id);
            throw new ApiError(404, message, "invalid_request_error", "model", "model_not_found");
        }
        return Answer.json(200, model(id));
    }

    private static ObjectNode model(String id) {
        return Json.object()
                .put("id", id)
                .put("object", "model")
                .put("created", ChatCall.CREATED)
                .put("owned_by", "openai");
    }
}
