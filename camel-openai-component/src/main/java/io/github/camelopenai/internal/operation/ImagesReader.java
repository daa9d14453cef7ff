// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.operation;

import com.fasterxml.jackson.core.Base64Variants;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.camelopenai.internal.client.ReplyHead;
import io.github.camelopenai.internal.client.ReplyReader;
import io.github.camelopenai.model.Usage;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/** Reads pictures while they arrive: base64 is decoded into a spool, never held as text. Immutable. */
final class ImagesReader implements ReplyReader<Images> {

    private final boolean urlsAreWelcome;
    private final boolean keepRaw;

    /**
     * @param urlsAreWelcome whether the route asked for URLs
     * @param keepRaw        whether the answer as it came is wanted too
     */
    ImagesReader(boolean urlsAreWelcome, boolean keepRaw) {
        this.urlsAreWelcome = urlsAreWelcome;
        this.keepRaw = keepRaw;
    }

    /** What has been read so far. */
    private static final class Reading {
        final List<Images.Item> items = new ArrayList<>();
        String outputFormat;
        Usage usage = Usage.UNKNOWN;

        Images toImages(String raw) {
            return new Images(List.copyOf(items), outputFormat, usage, raw);
        }
    }

    @Override
    public Images read(ReplyHead head, InputStream body) throws IOException {
        byte[] raw = keepRaw ? FullResponse.read(body) : null;
        Reading reading = new Reading();
        boolean complete = false;
        try (JsonParser parser = keepRaw
                ? Json.MAPPER.getFactory().createParser(raw)
                : Json.MAPPER.getFactory().createParser(body)) {
            readRoot(parser, reading, head);
            check(reading, head);
            complete = true;
        } catch (IllegalArgumentException e) { // the parser's own for this
            throw UnusableAnswer.because(head, "the bytes of an image are not base64");
        } finally {
            if (!complete) {
                reading.toImages(null).close();
            }
        }
        return reading.toImages(keepRaw ? FullResponse.text(raw) : null);
    }

    private static void readRoot(JsonParser parser, Reading reading, ReplyHead head) throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw UnusableAnswer.because(head, "the answer is not a JSON object");
        }
        for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
            JsonToken value = parser.nextToken();
            switch (field) {
                case "data" -> readItems(parser, value, reading);
                case "output_format" -> reading.outputFormat = parser.getValueAsString();
                case "usage" -> {
                    if (value == JsonToken.START_OBJECT) {
                        reading.usage = Json.MAPPER.readValue(parser, Usage.class);
                    }
                }
                default -> parser.skipChildren();
            }
        }
    }

    private static void readItems(JsonParser parser, JsonToken start, Reading reading) throws IOException {
        if (start == JsonToken.START_ARRAY) {
            while (parser.nextToken() == JsonToken.START_OBJECT) {
                reading.items.add(readItem(parser));
            }
        }
    }

    private static Images.Item readItem(JsonParser parser) throws IOException {
        Spool bytes = null;
        String url = null;
        String revisedPrompt = null;
        boolean complete = false;
        try {
            for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
                JsonToken value = parser.nextToken();
                switch (field) {
                    case "b64_json" -> bytes = value == JsonToken.VALUE_STRING ? readBytes(parser) : null;
                    case "url" -> url = parser.getValueAsString();
                    case "revised_prompt" -> revisedPrompt = parser.getValueAsString();
                    default -> parser.skipChildren();
                }
            }
            complete = true;
            return new Images.Item(bytes, bytes == null ? url : null, revisedPrompt);
        } finally {
            if (!complete && bytes != null) {
                bytes.close();
            }
        }
    }

    private static Spool readBytes(JsonParser parser) throws IOException {
        Spool spool = new Spool();
        boolean complete = false;
        try {
            parser.readBinaryValue(Base64Variants.MIME_NO_LINEFEEDS, spool.sink());
            complete = true;
            return spool;
        } finally {
            if (!complete) {
                spool.close();
            }
        }
    }

    private void check(Reading reading, ReplyHead head) {
        if (reading.items.isEmpty()) {
            throw UnusableAnswer.because(head, "the answer has no images");
        }
        for (Images.Item item : reading.items) {
            if (item.bytes() == null && item.url() == null) {
                throw UnusableAnswer.because(head, "an image of the answer has neither bytes nor a URL");
            }
            if (item.bytes() == null && !urlsAreWelcome) {
                throw UnusableAnswer.because(
                        head,
                        "the server sent the image as a URL although its bytes were asked for;"
                                + " set responseFormat=url and fetch it in the route");
            }
        }
    }
}
