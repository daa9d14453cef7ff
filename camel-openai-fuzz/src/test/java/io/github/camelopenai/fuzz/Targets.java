// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.fuzz;

import io.github.camelopenai.EndpointTarget;
import io.github.camelopenai.internal.audio.AacTarget;
import io.github.camelopenai.internal.audio.SpeechTarget;
import io.github.camelopenai.internal.audio.TranscriptTarget;
import io.github.camelopenai.internal.body.MediaTypeTarget;
import io.github.camelopenai.internal.catalog.ModelsTarget;
import io.github.camelopenai.internal.chat.form.JsonAnswerTarget;
import io.github.camelopenai.internal.chat.reply.ChatTarget;
import io.github.camelopenai.internal.chat.reply.StreamTarget;
import io.github.camelopenai.internal.chat.reply.ThinkTarget;
import io.github.camelopenai.internal.client.failure.ErrorTarget;
import io.github.camelopenai.internal.client.failure.RedactionTarget;
import io.github.camelopenai.internal.client.http.HeadersTarget;
import io.github.camelopenai.internal.embed.EmbeddingsTarget;
import io.github.camelopenai.internal.embed.VectorTarget;
import io.github.camelopenai.internal.image.ImagesTarget;
import io.github.camelopenai.internal.json.SurrogatesTarget;
import io.github.camelopenai.internal.retry.RetryAfterTarget;
import io.github.camelopenai.internal.schema.SchemaTarget;
import io.github.camelopenai.internal.sse.EventsTarget;
import io.github.camelopenai.internal.tool.ArgumentsTarget;
import io.github.camelopenai.memory.MemoryTarget;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** All targets by name. Each is made only when it is run. */
public final class Targets {

    private static final Map<String, Supplier<Target>> ALL = new TreeMap<>(Map.ofEntries(
            Map.entry("aac", AacTarget::new),
            Map.entry("arguments", ArgumentsTarget::new),
            Map.entry("chat", ChatTarget::new),
            Map.entry("embeddings", EmbeddingsTarget::new),
            Map.entry("endpoint", EndpointTarget::new),
            Map.entry("error", ErrorTarget::new),
            Map.entry("events", EventsTarget::new),
            Map.entry("headers", HeadersTarget::new),
            Map.entry("images", ImagesTarget::new),
            Map.entry("json-answer", JsonAnswerTarget::new),
            Map.entry("media-type", MediaTypeTarget::new),
            Map.entry("memory", MemoryTarget::new),
            Map.entry("models", ModelsTarget::new),
            Map.entry("redaction", RedactionTarget::new),
            Map.entry("retry-after", RetryAfterTarget::new),
            Map.entry("schema", SchemaTarget::new),
            Map.entry("speech", SpeechTarget::new),
            Map.entry("stream", StreamTarget::new),
            Map.entry("surrogates", SurrogatesTarget::new),
            Map.entry("think", ThinkTarget::new),
            Map.entry("transcript", TranscriptTarget::new),
            Map.entry("vector", VectorTarget::new)));

    private Targets() {}

    /** Their names, in order. */
    public static Iterable<String> names() {
        return ALL.keySet();
    }

    /** The one of that name. */
    public static Target of(String name) {
        Supplier<Target> target = ALL.get(name);
        if (target == null) {
            throw new IllegalArgumentException("there is no target " + name + "; they are " + ALL.keySet());
        }
        return target.get();
    }
}
