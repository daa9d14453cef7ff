// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.model;

import java.util.ArrayList;
import java.util.Collection;

/**
 * Several values as a List, such as the answers of one request. Routes use, split and change it as any other List;
 * Camel converts it to String, bytes, InputStream and Reader as a JSON array. Not thread-safe, like any ArrayList.
 */
public final class JsonList<E> extends ArrayList<E> {

    private static final long serialVersionUID = 1L;

    /** An empty array. */
    public JsonList() {}

    /** A copy; the values are shared. */
    public JsonList(Collection<? extends E> values) {
        super(values);
    }

    /** The JSON text. */
    @Override
    public String toString() {
        return JsonText.of(this, super::toString);
    }
}
