// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.client.failure;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelopenai.error.PeerText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** What counts of a long document that reports a failure, as a short document. It is read once and never kept whole. Stateless. */
final class ShortError {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** More than a message shows of one value. */
    private static final int MAX_VALUE = 8 << 10;

    /** More than the API has. */
    private static final int MAX_FIELDS = 6;

    private ShortError() {}

    /** The texts and numbers of the document and of its {@code error}; what comes before the place where it breaks, if it does. */
    static byte[] of(byte[] json) {
        ObjectNode root = MAPPER.createObjectNode();
        try (JsonParser parser = MAPPER.createParser(json)) {
            JsonToken begin = parser.nextToken();
            if (begin == JsonToken.START_ARRAY) {
                begin = parser.nextToken(); // some servers put it into a list
            }
            if (begin == JsonToken.START_OBJECT) {
                read(parser, root, true);
            }
        } catch (IOException e) {
            // what was read so far has to do
        }
        return root.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void read(JsonParser parser, ObjectNode target, boolean isRoot) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            if (value == JsonToken.START_OBJECT && isRoot && name.equals("error")) {
                read(parser, target.putObject(name), false);
            } else if (!value.isScalarValue() || name.length() > PeerText.MAX_NAME || target.size() >= MAX_FIELDS) {
                parser.skipChildren();
            } else if (value == JsonToken.VALUE_NUMBER_INT) {
                target.put(name, parser.getLongValue());
            } else {
                String text = parser.getText();
                target.put(name, text.substring(0, Math.min(MAX_VALUE, text.length())));
            }
        }
    }
}
