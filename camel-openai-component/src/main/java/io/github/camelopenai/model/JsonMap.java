// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.model;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A JSON object as a Map, in the order of the document. Routes use and change it as any other Map; Camel converts it to
 * String, bytes, InputStream and Reader as JSON text. Not thread-safe, like any LinkedHashMap.
 */
public final class JsonMap extends LinkedHashMap<String, Object> {

    private static final long serialVersionUID = 1L;

    /** An empty object. */
    public JsonMap() {}

    /** A copy; the values are shared. */
    public JsonMap(Map<String, ?> values) {
        super(values);
    }

    /** The JSON text, so that a List of such Maps is readable JSON too. */
    @Override
    public String toString() {
        return JsonText.of(this, super::toString);
    }
}
