// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.audio;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelopenai.error.OpenAiResponseException;
import io.github.camelopenai.internal.body.ContentTypeDetector;
import io.github.camelopenai.internal.body.MagicBytes;
import io.github.camelopenai.internal.body.MediaType;
import io.github.camelopenai.internal.body.PeekedStream;
import io.github.camelopenai.internal.client.call.OpenBody;
import io.github.camelopenai.internal.client.call.ReplyHead;
import io.github.camelopenai.internal.client.call.ReplyReader;
import io.github.camelopenai.internal.json.BoundedTree;
import io.github.camelopenai.internal.operation.ErrorInAnswer;
import io.github.camelopenai.internal.operation.UnexpectedAnswer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * Hands a recording on while it arrives, as soon as its first bytes show that it is one. For one call: it keeps what it has
 * found out.
 */
public final class SpeechReader implements ReplyReader<OpenBody> {
    /*
     * 1. A signature of a recording is believed, whatever the server calls it.
     * 2. Bytes that are no text are a recording too, as pcm has no signature, unless the server calls them something else.
     * 3. A text is none: it is read to its end, up to a bound, for what it tells. Only pcm may look like a text by chance.
     * 4. Nothing is judged before a signature could have shown, as bytes may arrive one by one.
     */
    private static final String WANTED = "recording";

    /** A document that tells of a failure is not longer. */
    private static final int LONGEST_DOCUMENT = 64 * 1024;

    /** What is a text for so long is one; each piece that arrives is looked at until then. */
    private static final int LOOKED_AT = 1024;

    private final boolean raw;
    private final boolean eventsAreWelcome;
    private Optional<MediaType> kind = Optional.empty();

    /**
     * @param format           the value of {@code response_format}
     * @param eventsAreWelcome whether the request asked for server-sent events in place of the bytes
     */
    public SpeechReader(String format, boolean eventsAreWelcome) {
        this.raw = MediaType.PCM.extension().equals(format);
        this.eventsAreWelcome = eventsAreWelcome;
    }

    /** What the first bytes show; empty where they have no signature. */
    Optional<MediaType> kind() {
        return kind;
    }

    @Override
    public OpenBody read(ReplyHead head, InputStream body) throws IOException {
        String type = ContentTypeDetector.plain(head.header("content-type")).orElse("");
        if (eventsAreWelcome && type.equals("text/event-stream")) {
            return new OpenBody(body);
        }
        byte[] beginning = beginning(body, type);
        byte[] signature = Arrays.copyOf(beginning, Math.min(beginning.length, MediaType.HEAD));
        String shown = MagicBytes.of(signature).orElse("");
        if (!isRecording(shown) && !isPlausible(beginning, shown, type)) {
            throw refusal(head, beginning, shown);
        }
        kind = isRecording(shown) ? MediaType.ofHead(signature) : Optional.empty();
        return new OpenBody(new PeekedStream(beginning, body));
    }

    /** As little as tells a recording from a document. */
    private byte[] beginning(InputStream body, String type) throws IOException {
        byte[] bytes = new byte[LOOKED_AT];
        int count = 0;
        boolean goesOn = true;
        while (goesOn && count < LONGEST_DOCUMENT) {
            if (count == bytes.length) {
                bytes = Arrays.copyOf(bytes, bytes.length * 4);
            }
            int read = body.read(bytes, count, bytes.length - count);
            goesOn = read >= 0 && (count >= LOOKED_AT || isUndecided(bytes, count + read, type));
            count += Math.max(0, read);
        }
        return Arrays.copyOf(bytes, count);
    }

    private boolean isUndecided(byte[] bytes, int count, String type) {
        byte[] signature = Arrays.copyOf(bytes, Math.min(count, MediaType.HEAD));
        if (MagicBytes.of(signature).isPresent()) {
            return false;
        }
        boolean mayBeDocument = UnexpectedAnswer.isText(bytes, count) && !(raw && isRawByChance(bytes, count, type));
        return count < MediaType.HEAD || mayBeDocument;
    }

    private boolean isPlausible(byte[] beginning, String shown, String type) {
        if (beginning.length == 0) {
            return false;
        }
        if (raw && !isCalledOtherwise(type)) {
            return !UnexpectedAnswer.isText(beginning, beginning.length)
                    || isRawByChance(beginning, beginning.length, type);
        }
        return shown.isEmpty()
                && !UnexpectedAnswer.isText(beginning, beginning.length)
                && (raw || !isCalledOtherwise(type));
    }

    private static boolean isCalledOtherwise(String type) {
        return ContentTypeDetector.isText(type) || type.startsWith("image/");
    }

    /** Samples that happen to be letters, under a type that does not speak of a text or a picture, and no document. */
    private static boolean isRawByChance(byte[] bytes, int count, String type) {
        String text = new String(bytes, 0, count, StandardCharsets.UTF_8).stripLeading();
        return !isCalledOtherwise(type) && !text.isEmpty() && "{[<\uFEFF".indexOf(text.charAt(0)) < 0;
    }

    private static boolean isRecording(String mimeType) {
        return mimeType.startsWith("audio/") || mimeType.equals("video/mp4");
    }

    private static OpenAiResponseException refusal(ReplyHead head, byte[] beginning, String shown) throws IOException {
        if (beginning.length == 0) {
            return UnexpectedAnswer.of(head, WANTED, "nothing, a body of 0 bytes");
        }
        if (!shown.isEmpty()) {
            return UnexpectedAnswer.of(head, WANTED, shown);
        }
        if (!UnexpectedAnswer.isText(beginning, beginning.length)) {
            return UnexpectedAnswer.of(head, WANTED, "bytes of an unknown kind");
        }
        String text = new String(beginning, StandardCharsets.UTF_8);
        String markup = UnexpectedAnswer.markup(head.header("content-type"), text);
        if (markup != null) {
            return UnexpectedAnswer.of(head, WANTED, markup);
        }
        String stripped = ErrorInAnswer.stripped(text);
        if (!stripped.startsWith("{") && !stripped.startsWith("[")) {
            return UnexpectedAnswer.of(head, WANTED, "a text");
        }
        Optional<JsonNode> document = BoundedTree.document(stripped);
        if (document.flatMap(ErrorInAnswer::of).isPresent()) {
            throw document.flatMap(ErrorInAnswer::of).get();
        }
        return UnexpectedAnswer.of(head, WANTED, document.isPresent() ? "a JSON document" : "a broken JSON document");
    }
}
