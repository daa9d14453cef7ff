// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.chat.reply;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import io.github.camelopenai.error.ErrorDetails;
import io.github.camelopenai.error.OpenAiException;
import io.github.camelopenai.error.OpenAiResponseException;
import io.github.camelopenai.error.OpenAiTransportException;
import io.github.camelopenai.internal.client.call.OpenBody;
import io.github.camelopenai.internal.client.call.Reply;
import io.github.camelopenai.internal.client.call.UnexpectedContent;
import io.github.camelopenai.internal.json.BoundedTree;
import io.github.camelopenai.internal.json.Json;
import io.github.camelopenai.internal.json.WholeCharacters;
import io.github.camelopenai.internal.operation.ErrorInAnswer;
import io.github.camelopenai.internal.operation.UnusableAnswer;
import io.github.camelopenai.internal.operation.UsedTokens;
import io.github.camelopenai.internal.quota.terms.Used;
import io.github.camelopenai.internal.sse.SseParser;
import io.github.camelopenai.internal.sse.SseStream;
import io.github.camelopenai.model.ChatDelta;
import io.github.camelopenai.model.ChatDelta.ToolCallDelta;
import io.github.camelopenai.model.ToolCall;
import io.github.camelopenai.model.Usage;
import java.io.CharConversionException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the pieces of one streamed answer, and tells a whole one from one that was cut. For one reader; may be closed by
 * another thread, which settles the call with what the reader has seen by then.
 */
public final class DeltaReader implements Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(DeltaReader.class);

    private static final int MAX_EVENT = 16 << 20;
    private static final int CHARACTERS_PER_TOKEN = 4;

    private final Reply<OpenBody> reply;
    private final int round;
    private final boolean wantsJson;
    private final long promptTokens;
    private final StreamedBody body;
    private final SseStream events;
    private final ChunkParser chunk = new ChunkParser();
    private final StreamedCalls calls = new StreamedCalls();
    private final WholeCharacters answerCharacters = new WholeCharacters();
    private final WholeCharacters thoughtCharacters = new WholeCharacters();
    private final ThinkTags thoughts = new ThinkTags();
    private final StringBuilder text; // null where nobody needs it afterwards
    private StringBuilder refusal;
    private String finishReason;
    private List<ToolCallDelta> pieces = List.of(); // of calls, in the last event
    private boolean spoken;
    private boolean heard;
    private volatile Usage usage; // these three: written by the reader, read by whoever closes
    private volatile boolean done;
    private final AtomicLong received = new AtomicLong();
    private final AtomicBoolean closed = new AtomicBoolean();

    /**
     * @param round        of tool calls, from 1
     * @param keepsText    whether the whole text is asked for afterwards
     * @param wantsJson    whether the text must be a JSON document, so that one cut at the token limit is no answer
     * @param promptTokens what the prompt was reckoned at, in case the server never says
     */
    public DeltaReader(Reply<OpenBody> reply, int round, boolean keepsText, boolean wantsJson, long promptTokens) {
        this.reply = reply;
        this.round = round;
        this.wantsJson = wantsJson;
        this.promptTokens = promptTokens;
        this.body = new StreamedBody(reply.head(), reply.value());
        this.events = new SseStream(body, MAX_EVENT);
        this.text = keepsText ? new StringBuilder() : null;
    }

    /**
     * Waits for the next piece that says something.
     *
     * @return null at the end of a whole answer
     * @throws OpenAiException when the answer cannot be used or breaks off
     */
    public ChatDelta next() {
        try {
            return nextPiece();
        } catch (OpenAiException e) { // whoever made it does not know how often all rounds have sent requests
            throw e.afterGivingUp(null, reply.attempts());
        }
    }

    private ChatDelta nextPiece() {
        try {
            ChatDelta delta = body.isDocument() ? readWhole() : readEvents();
            if (delta != null) {
                return delta;
            }
        } catch (JacksonException | CharConversionException e) { // the second of bytes that begin as UTF-32
            throw malformed(e);
        } catch (IOException e) {
            throw cut(e.getMessage(), e);
        } catch (OpenAiTransportException e) {
            throw withRequest(e);
        }
        ChatDelta rest = rest();
        if (rest == null) {
            checkWhole();
        }
        return rest;
    }

    /** What was held back until the end, or null. */
    private ChatDelta rest() {
        List<ToolCallDelta> arguments = calls.end();
        ThinkTags.Part last = thoughts.feed(answerCharacters.end());
        ThinkTags.Part held = thoughts.end();
        String answer = last.answer() + held.answer();
        String reasoning = thoughtCharacters.end() + last.reasoning() + held.reasoning();
        spoken |= !answer.isEmpty();
        keep(answer);
        return answer.isEmpty() && reasoning.isEmpty() && arguments.isEmpty()
                ? null
                : new ChatDelta(round, answer, reasoning, arguments, List.of(), null, null);
    }

    private ChatDelta readEvents() throws IOException {
        while (!done && events.next()) {
            ChatDelta delta = delta();
            if (delta != null) {
                return delta;
            }
        }
        return null;
    }

    private ChatDelta readWhole() throws IOException {
        if (done) {
            return null;
        }
        done = true;
        byte[] document = body.readDocument();
        chunk.readWhole(document);
        if (chunk.isError() || chunk.isSilent() && tellsFailure(document)) {
            throw complaint(document);
        }
        take();
        return said();
    }

    private static boolean tellsFailure(byte[] document) {
        return BoundedTree.document(new String(document, StandardCharsets.UTF_8))
                .flatMap(ErrorInAnswer::of)
                .isPresent();
    }

    /** The next event's piece, or null when it says nothing. */
    private ChatDelta delta() throws IOException {
        SseParser event = events.event();
        heard = true;
        if (event.is("[DONE]")) {
            done = true;
            return null;
        }
        chunk.read(event.data(), event.length());
        if (chunk.isError() || event.type().equals("error")) {
            throw complaint(Arrays.copyOf(event.data(), event.length()));
        }
        take();
        return said();
    }

    private void take() {
        if (chunk.usage() != null) {
            usage = chunk.usage();
        }
        finishReason = chunk.finishReason() == null ? finishReason : chunk.finishReason();
        if (chunk.refusal() != null && !chunk.refusal().isEmpty()) {
            refusal = refusal == null ? new StringBuilder() : refusal;
            checkRoom(refusal, chunk.refusal());
            refusal.append(chunk.refusal());
        }
        pieces = calls.add(chunk.calls(), reply.head());
    }

    private OpenAiException complaint(byte[] json) {
        OpenAiException told = reply.value().complaint(json);
        return told == null ? UnusableAnswer.because(reply.head(), "the stream reported an error") : told;
    }

    private ChatDelta said() {
        // Only the reader writes it.
        received.setRelease(
                received.getPlain() + chunk.text().length() + chunk.reasoning().length());
        ThinkTags.Part split = thoughts.feed(answerCharacters.feed(chunk.text()));
        spoken |= !split.answer().isEmpty();
        keep(split.answer());
        String thought = thoughtCharacters.feed(chunk.reasoning());
        String reasoning = thought.isEmpty() ? split.reasoning() : thought + split.reasoning();
        boolean silent = split.answer().isEmpty()
                && reasoning.isEmpty()
                && pieces.isEmpty()
                && chunk.finishReason() == null
                && chunk.usage() == null;
        return silent
                ? null
                : new ChatDelta(
                        round, split.answer(), reasoning, pieces, List.of(), chunk.finishReason(), chunk.usage());
    }

    private void keep(String piece) {
        if (text != null) {
            checkRoom(text, piece);
            text.append(piece);
        }
    }

    private void checkRoom(StringBuilder kept, String piece) {
        if (kept.length() + piece.length() > Json.MAX_TEXT) {
            throw UnusableAnswer.because(reply.head(), "the answer is longer than " + Json.MAX_TEXT + " characters");
        }
    }

    /** Nothing that was cut may look whole. */
    private void checkWhole() {
        if (!done && finishReason == null) {
            throw heard ? cut("it ended before the answer did", null) : nothing();
        }
        if (refusal != null) {
            throw OpenAiResponseException.refused(
                    WholeCharacters.of(refusal.toString()), UnusableAnswer.details(reply.head()));
        }
        if (!calls.isEmpty() && "length".equals(finishReason)) {
            throw UnusableAnswer.because(
                    reply.head(), "the tool calls were cut at the token limit (finish reason length); raise maxTokens");
        }
        if (wantsJson && calls.isEmpty()) {
            UnusableAnswer.refuseCutJson(reply.head(), finishReason);
        }
        if (!spoken && calls.isEmpty() && !"stop".equals(finishReason)) {
            throw UnusableAnswer.withoutText(reply.head(), finishReason);
        }
    }

    private OpenAiException malformed(IOException failure) {
        if (!done && finishReason == null && failure instanceof com.fasterxml.jackson.core.io.JsonEOFException) {
            return cut("its last event is not whole", null);
        }
        if (failure
                instanceof
                StreamConstraintsException tooMuch) { // its text has numbers in it, and nothing of the answer
            return UnusableAnswer.because(
                    reply.head(), "an event of the stream goes beyond what is read: " + tooMuch.getOriginalMessage());
        }
        return UnusableAnswer.because(
                reply.head(),
                "an event of the stream is not the JSON that was expected ("
                        + failure.getClass().getSimpleName() + ")");
    }

    /** Not one event: a page or a text of somebody else, or nothing. */
    private OpenAiException nothing() {
        UnexpectedContent came = body.stranger();
        OpenAiException foreign =
                switch (came.kind()) {
                    case EMPTY -> cut("it was " + came.text() + came.remedy(), null);
                    case PAGE, XML -> reply.value().stranger(came);
                    default -> null;
                };
        return foreign == null ? cut("it ended before the answer did", null) : foreign;
    }

    private OpenAiException cut(String why, IOException cause) {
        return withRequest(new OpenAiTransportException(
                "the stream of the answer broke off after " + received.getPlain() + " characters: " + why,
                ErrorDetails.withoutAnswer(0, true),
                cause));
    }

    private OpenAiException withRequest(OpenAiTransportException failure) {
        return new OpenAiTransportException(
                failure.getMessage(), failure.details().ofRequest(reply.head().requestId()), failure.getCause());
    }

    /** What the model wants to have called, once the answer is whole; empty for an answer in words. */
    public List<ToolCall> toolCalls() {
        return calls.whole();
    }

    /** The whole text, where it was to be kept. */
    public String text() {
        return text == null ? "" : text.toString();
    }

    /** What is known of the answer, for whoever cannot use it. */
    public ErrorDetails answered() {
        return ErrorDetails.ofAnswer(reply.head().status(), reply.head().requestId(), reply.attempts());
    }

    /** What the round used; {@link Usage#UNKNOWN} where the server has not said. */
    public Usage usage() {
        return usage == null ? Usage.UNKNOWN : usage;
    }

    public String finishReason() {
        return finishReason;
    }

    public String id() {
        return chunk.id();
    }

    public String model() {
        return chunk.model();
    }

    public long createdSeconds() {
        return chunk.createdSeconds();
    }

    String serviceTier() {
        return chunk.serviceTier();
    }

    /** Settles the call with what it used, as far as that is known, and gives the connection back. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            Used told = UsedTokens.of(usage);
            reply.value()
                    .uses(
                            told.isKnown()
                                    ? told
                                    : Used.ofTokens(promptTokens + received.getAcquire() / CHARACTERS_PER_TOKEN));
            if (!done) {
                reply.value().abandon(); // reading on would only be to throw away
            }
            try {
                events.close();
            } catch (IOException e) {
                LOG.debug("A stream that nobody reads any more could not be closed", e);
            }
        }
    }
}
