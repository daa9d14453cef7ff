// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.image;

import com.fasterxml.jackson.core.Base64Variant;
import com.fasterxml.jackson.core.Base64Variants;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonEOFException;
import io.github.camelopenai.internal.body.Spool;
import io.github.camelopenai.internal.body.SpoolFolder;
import io.github.camelopenai.internal.client.call.FailureInBody;
import io.github.camelopenai.internal.client.call.ReplyHead;
import io.github.camelopenai.internal.client.call.ReplyReader;
import io.github.camelopenai.internal.json.Json;
import io.github.camelopenai.internal.json.WholeCharacters;
import io.github.camelopenai.internal.operation.ErrorInAnswer;
import io.github.camelopenai.internal.operation.FullResponse;
import io.github.camelopenai.internal.operation.UnusableAnswer;
import io.github.camelopenai.internal.operation.UsageParser;
import io.github.camelopenai.model.Usage;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Reads pictures while they arrive: base64 is decoded into a spool, never held as text. Immutable. */
final class ImagesReader implements ReplyReader<Images> {

    /** The API pads its base64; some servers do not. */
    private static final Base64Variant BASE64 =
            Base64Variants.MIME_NO_LINEFEEDS.withReadPadding(Base64Variant.PaddingReadBehaviour.PADDING_ALLOWED);

    /** As many as the API makes at once. */
    private static final int MOST = 10;

    private final boolean urlsAreWelcome;
    private final boolean keepRaw;
    private final int most;
    private final SpoolFolder folder;

    /**
     * @param urlsAreWelcome whether the route asked for URLs
     * @param keepRaw        whether the answer as it came is wanted too
     * @param expected       how many images were asked for
     * @param folder         where large pictures are kept
     */
    ImagesReader(boolean urlsAreWelcome, boolean keepRaw, int expected, SpoolFolder folder) {
        this.urlsAreWelcome = urlsAreWelcome;
        this.keepRaw = keepRaw;
        this.most = Math.max(MOST, expected); // a server that sends one more has been paid for it
        this.folder = folder;
    }

    @Override
    public Images read(ReplyHead head, InputStream body) throws IOException {
        byte[] raw = keepRaw ? FullResponse.read(body) : null;
        boolean complete = false;
        Reading reading = null;
        try (JsonParser parser = keepRaw
                ? Json.MAPPER.getFactory().createParser(raw)
                : Json.MAPPER.getFactory().createParser(body)) {
            reading = new Reading(parser, head, urlsAreWelcome, most, folder);
            reading.readRoot();
            check(reading);
            complete = true;
        } finally {
            if (!complete && reading != null) {
                reading.close();
            }
        }
        return reading.toImages(keepRaw ? FullResponse.text(raw) : null);
    }

    private void check(Reading reading) throws FailureInBody {
        Optional<FailureInBody> failure = reading.told.failure();
        if (reading.items.isEmpty() && failure.isPresent()) {
            throw failure.get();
        }
        if (!reading.isObject) {
            throw UnusableAnswer.because(reading.head, "the answer is not a JSON object");
        }
        if (reading.items.isEmpty()) {
            throw UnusableAnswer.because(reading.head, "the answer has no images");
        }
        for (int place = 0; place < reading.items.size(); place++) {
            Images.Item item = reading.items.get(place);
            if (item.bytes() == null && item.url() == null) {
                throw UnusableAnswer.because(
                        reading.head, "image " + place + " of the answer has neither bytes nor a URL");
            }
            if (item.bytes() == null && !urlsAreWelcome) {
                throw UnusableAnswer.because(
                        reading.head,
                        "the server sent the image as a URL although its bytes were asked for;"
                                + " set responseFormat=url and fetch it in the route");
            }
        }
    }

    /** One answer while it is read. */
    private static final class Reading implements Closeable {
        private final JsonParser parser;
        private final ReplyHead head;
        private final boolean urlsAreWelcome;
        private final int most;
        private final SpoolFolder folder;
        private long characters;
        private final List<Images.Item> items = new ArrayList<>();
        private final ErrorInAnswer told = new ErrorInAnswer();
        private boolean isObject;
        private String outputFormat;
        private Usage usage = Usage.UNKNOWN;

        Reading(JsonParser parser, ReplyHead head, boolean urlsAreWelcome, int most, SpoolFolder folder) {
            this.folder = folder;
            this.parser = parser;
            this.head = head;
            this.urlsAreWelcome = urlsAreWelcome;
            this.most = most;
        }

        Images toImages(String raw) {
            return new Images(List.copyOf(items), outputFormat, usage, raw);
        }

        void readRoot() throws IOException {
            JsonToken start = parser.nextToken();
            isObject = start == JsonToken.START_OBJECT;
            boolean inArray = start == JsonToken.START_ARRAY && parser.nextToken() == JsonToken.START_OBJECT;
            if (isObject || inArray) { // some servers send failures in an array
                readFields();
            }
        }

        private void readFields() throws IOException {
            for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
                JsonToken value = parser.nextToken();
                switch (field) {
                    case "data" -> readItems(value);
                    case "output_format" -> outputFormat = parser.getValueAsString();
                    case "usage" -> usage = Objects.requireNonNullElse(UsageParser.read(parser), Usage.UNKNOWN);
                    default -> told.take(field, parser);
                }
            }
        }

        private void readItems(JsonToken start) throws IOException {
            if (start != JsonToken.START_ARRAY) {
                parser.skipChildren();
                return;
            }
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                if (parser.currentToken() != JsonToken.START_OBJECT) {
                    throw UnusableAnswer.because(head, "image " + items.size() + " of the answer is not a JSON object");
                }
                if (items.size() == most) {
                    throw UnusableAnswer.because(head, "the answer has more than " + most + " images");
                }
                readItem();
            }
        }

        private void readItem() throws IOException {
            Spool bytes = null;
            String url = null;
            String revisedPrompt = null;
            boolean taken = false;
            try {
                for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
                    JsonToken value = parser.nextToken();
                    switch (field) {
                        case "b64_json" -> {
                            close(bytes); // of the same name before
                            bytes = null;
                            bytes = value == JsonToken.VALUE_STRING ? readBytes() : skipped();
                        }
                        case "url" -> url = text(value);
                        case "revised_prompt" -> revisedPrompt = text(value);
                        default -> parser.skipChildren();
                    }
                }
                taken = bytes != null && (url == null || !urlsAreWelcome);
                items.add(new Images.Item(taken ? bytes : null, taken ? null : url, revisedPrompt));
            } finally {
                if (!taken) {
                    close(bytes);
                }
            }
        }

        /** The bytes; null where there are none, as some servers say it beside a URL. */
        private Spool readBytes() throws IOException {
            Spool spool = new Spool(folder);
            boolean complete = false;
            try {
                parser.readBinaryValue(BASE64, spool.sink());
                complete = spool.length() > 0;
                return complete ? spool : null;
            } catch (JsonEOFException e) {
                throw e; // the answer is cut
            } catch (JsonParseException | IllegalArgumentException e) { // both are the parser's own for this
                throw UnusableAnswer.because(head, "the bytes of image " + items.size() + " are not base64");
            } finally {
                if (!complete) {
                    spool.close();
                }
            }
        }

        /** A text that says something, or null. */
        private String text(JsonToken value) throws IOException {
            if (value != JsonToken.VALUE_STRING) {
                return skipped();
            }
            String text = parser.getText();
            characters += text.length();
            if (characters > Json.MAX_TEXT) {
                throw UnusableAnswer.because(
                        head, "the texts of the answer have more than " + Json.MAX_TEXT + " characters in sum");
            }
            return text.isBlank() ? null : WholeCharacters.of(text);
        }

        private <T> T skipped() throws IOException {
            parser.skipChildren();
            return null;
        }

        private static void close(Spool spool) throws IOException {
            if (spool != null) {
                spool.close();
            }
        }

        @Override
        public void close() throws IOException {
            for (Images.Item item : items) {
                close(item.bytes());
            }
        }
    }
}
