// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai;

import io.github.camelopenai.internal.audio.SpeechOperation;
import io.github.camelopenai.internal.audio.TranscribeOperation;
import io.github.camelopenai.internal.chat.ChatOperation;
import io.github.camelopenai.internal.client.OpenAiClient;
import io.github.camelopenai.internal.embed.EmbedOperation;
import io.github.camelopenai.internal.image.ImageOperation;
import io.github.camelopenai.internal.operation.Operation;
import io.github.camelopenai.internal.operation.OperationSettings;
import io.github.camelopenai.internal.option.Option;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/** The operation of an endpoint: the path of its URI. The constants are lower case because they are that path. */
public enum OpenAiOperation {
    /** Messages in, the model's answer out. */
    chat(ChatOperation.OPTIONS, ChatOperation::new),
    /** A prompt in, pictures out. */
    image(ImageOperation.OPTIONS, ImageOperation::new),
    /** A recording in, its text out. */
    transcribe(TranscribeOperation.OPTIONS, TranscribeOperation::new),
    /** A text in, a recording out. */
    speech(SpeechOperation.OPTIONS, SpeechOperation::new),
    /** Texts in, vectors out. */
    embed(EmbedOperation.OPTIONS, EmbedOperation::new),
    /** A route that a model may call; the route begins with this endpoint, which makes no calls itself. */
    tool(Set.of("name", "description", "parameter", "required", "tags", "argumentClass", "jsonSchema", "strict"));

    /** The names of the request options of all operations that call the API. */
    static final Set<String> COMMON =
            Operation.COMMON.stream().map(Option::name).collect(Collectors.toUnmodifiableSet());

    private static final Map<String, List<Option<?>>> REQUEST_OPTIONS = Arrays.stream(values())
            .collect(Collectors.toUnmodifiableMap(Enum::name, operation -> operation.requestOptions));

    private final Set<String> options;
    private final List<Option<?>> requestOptions;
    private final BiFunction<OpenAiClient, OperationSettings, Operation> factory;

    OpenAiOperation(List<Option<?>> options, BiFunction<OpenAiClient, OperationSettings, Operation> factory) {
        this.options = options.stream().map(Option::name).collect(Collectors.toUnmodifiableSet());
        this.requestOptions = options;
        this.factory = factory;
    }

    OpenAiOperation(Set<String> options) {
        this.options = options;
        this.requestOptions = List.of();
        this.factory = (client, settings) -> {
            throw new IllegalStateException("openai:" + name() + " calls nothing");
        };
    }

    /** The operation of this name, ignoring case. */
    static Optional<OpenAiOperation> of(String name) {
        return Arrays.stream(values())
                .filter(operation -> operation.name().equalsIgnoreCase(name))
                .findFirst();
    }

    /** The options that become a part of a request, by operation name, without the common ones. */
    static Map<String, List<Option<?>>> requestOptionsOfAll() {
        return REQUEST_OPTIONS;
    }

    /** The names of the options that belong to this operation and not to all. */
    Set<String> options() {
        return options;
    }

    Operation create(OpenAiClient client, OperationSettings settings) {
        return factory.apply(client, settings);
    }
}
