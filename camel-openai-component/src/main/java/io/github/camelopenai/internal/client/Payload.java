// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.client;

import java.util.List;

/** The body of a request. It can be sent more than once. */
public sealed interface Payload {

    /** A JSON document, written out. */
    record Json(byte[] document) implements Payload {}

    /** A multipart form, its parts in order. */
    record Form(List<Part> parts) implements Payload {}

    /** One part of a form. */
    sealed interface Part {

        /** The name of the field. */
        String name();
    }

    /** A field with a text. */
    record Field(String name, String value) implements Part {}

    /**
     * A file.
     *
     * @param fileName  the server tells the format by its extension
     * @param mediaType such as {@code audio/mpeg}
     * @param length    in bytes, -1 when unknown
     */
    record Upload(String name, String fileName, String mediaType, long length, Source source) implements Part {}
}
