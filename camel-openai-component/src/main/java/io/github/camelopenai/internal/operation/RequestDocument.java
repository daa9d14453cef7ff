// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.operation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelopenai.internal.client.call.Payload;
import io.github.camelopenai.internal.json.Json;
import io.github.camelopenai.internal.json.ValueTree;
import io.github.camelopenai.internal.option.Option;
import io.github.camelopenai.internal.option.Options;
import java.util.ArrayList;
import java.util.List;

/** The fields of a request while it is put together. What is unset is not there. Not thread-safe. */
public final class RequestDocument {

    private final ObjectNode json;
    private final Options chosen;

    /**
     * @param start what the body brings; the document takes it over
     */
    public RequestDocument(ObjectNode start, Options chosen) {
        this.json = start;
        this.chosen = chosen;
    }

    public static RequestDocument empty(Options chosen) {
        return new RequestDocument(Json.MAPPER.createObjectNode(), chosen);
    }

    public ObjectNode json() {
        return json;
    }

    /** Adds what the options say where the document does not say it. */
    public RequestDocument fill(List<Option<?>> options) {
        options.forEach(this::fill);
        return this;
    }

    private void fill(Option<?> option) {
        if (option.wireName() != null && !json.has(option.wireName())) {
            Object value = chosen.get(option);
            if (value != null) {
                json.set(option.wireName(), Json.MAPPER.valueToTree(value));
            }
        }
    }

    public RequestDocument put(String wireName, String value) {
        json.put(wireName, value);
        return this;
    }

    public RequestDocument put(String wireName, JsonNode value) {
        json.set(wireName, value);
        return this;
    }

    public RequestDocument put(String wireName, List<String> values) {
        if (!values.isEmpty()) {
            ArrayNode array = json.putArray(wireName);
            values.forEach(array::add);
        }
        return this;
    }

    /** Chooses the model, adapts the fields to it, and merges the endpoint's own fields over them. */
    public String finish(OperationSettings settings) {
        String asked = json.path("model").isTextual() ? json.path("model").textValue() : chosen.get(Option.MODEL);
        String model = settings.models().choose(asked, settings.name());
        json.put("model", model);
        settings.models().adapt(json, model);
        settings.additionalProperties()
                .forEach((name, value) -> json.set(name, ValueTree.forRequest(value, name, chosen.context())));
        return model;
    }

    /** The document as fields of a form; the items of an array repeat its name with brackets, as the API wants them. */
    public List<Payload.Part> toFields() {
        List<Payload.Part> fields = new ArrayList<>();
        json.properties().forEach(entry -> {
            if (entry.getValue().isArray()) {
                entry.getValue().forEach(item -> fields.add(new Payload.Field(entry.getKey() + "[]", text(item))));
            } else {
                fields.add(new Payload.Field(entry.getKey(), text(entry.getValue())));
            }
        });
        return fields;
    }

    private static String text(JsonNode value) {
        return value.isValueNode() ? value.asText() : value.toString();
    }
}
