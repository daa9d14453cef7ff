// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.client.call;

import java.util.List;

/** The body of a request. It can be sent more than once. */
public sealed interface Payload {

    /** A JSON document, written out. */
    record Json(byte[] document) implements Payload {}

    /** A JSON document with media in it; they become base64 while they are sent, and are never held as a whole. */
    record JsonWithMedia(List<Piece> pieces) implements Payload {

        /** Copies the list. */
        public JsonWithMedia {
            pieces = List.copyOf(pieces);
        }

        /** In bytes as they are sent. */
        public long length() {
            return pieces.stream().mapToLong(Piece::length).sum();
        }
    }

    /** A piece of a document. */
    sealed interface Piece {

        /** In bytes as they are sent. */
        long length();
    }

    /** JSON, sent as it is. */
    record Plain(byte[] bytes) implements Piece {

        @Override
        public long length() {
            return bytes.length;
        }
    }

    /**
     * Bytes, sent as base64.
     *
     * @param size   how many bytes the source has; more or fewer fail the call
     * @param source read again for each attempt
     */
    record Base64Piece(long size, Source source) implements Piece {

        @Override
        public long length() {
            return (size + 2) / 3 * 4;
        }
    }

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
     * @param fileName  its extension shows the server the format
     * @param mediaType such as {@code audio/mpeg}
     * @param length    in bytes, -1 when unknown
     */
    record Upload(String name, String fileName, String mediaType, long length, Source source) implements Part {}
}
