// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.chat;

import io.github.camelopenai.error.ErrorDetails;
import io.github.camelopenai.error.OpenAiException;
import io.github.camelopenai.error.OpenAiTransportException;
import io.github.camelopenai.internal.chat.ChatExchange.Reception;
import io.github.camelopenai.internal.chat.reply.DeltaReader;
import io.github.camelopenai.internal.chat.stream.DeltaSource;
import io.github.camelopenai.internal.client.call.AbandonedReplies;
import io.github.camelopenai.internal.client.call.OpenBody;
import io.github.camelopenai.internal.client.call.Reply;
import io.github.camelopenai.internal.operation.ErrorProperties;
import io.github.camelopenai.internal.quota.terms.Used;
import io.github.camelopenai.model.ChatDelta;
import io.github.camelopenai.model.StreamResult;
import io.github.camelopenai.model.ToolCall;
import io.github.camelopenai.model.ToolTrace;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.Exchange;

/**
 * A streamed answer over its rounds: the pieces of one, the tools that it asks for, the pieces of the next. For one reader,
 * who waits for tools as it waits for the socket; may be closed by another thread.
 */
final class StreamedRounds implements DeltaSource {

    /** Exchange property: how the answer ended. */
    static final String RESULT = "CamelOpenAIStreamResult";

    /** A body whose usage is known only when it has been read. */
    static final Reception<OpenBody> RECEPTION =
            new Reception<>((head, body) -> new OpenBody(body), true, body -> Used.UNKNOWN);

    private final ChatExchange dialogue;
    private final Exchange exchange;
    private final boolean keepsText;
    private final Object lock = new Object();
    private volatile DeltaReader reader; // these three: written under lock, as another thread may close
    private CompletableFuture<?> pending;
    private volatile boolean closed;
    private volatile StreamResult result;
    private final AtomicBoolean busy = new AtomicBoolean(); // somebody waits for a piece
    private volatile boolean shared;

    /**
     * @param first     the first answer, as far as it has come
     * @param keepsText whether a memory needs the whole text
     */
    StreamedRounds(ChatExchange dialogue, Exchange exchange, Reply<OpenBody> first, boolean keepsText) {
        this.dialogue = dialogue;
        this.exchange = exchange;
        this.keepsText = keepsText;
        this.reader = read(first);
        exchange.removeProperty(RESULT); // of an earlier step
    }

    private DeltaReader read(Reply<OpenBody> reply) {
        dialogue.totals().add(reply);
        // What is said before calls of tools is a part of the conversation, even where there is no memory.
        boolean needed = keepsText || dialogue.offersTools();
        Reply<OpenBody> counted = dialogue.totals().over(reply);
        return new DeltaReader(counted, dialogue.round(), needed, dialogue.wantsJson(), dialogue.promptTokens());
    }

    @Override
    public ChatDelta next() {
        if (!busy.compareAndSet(false, true)) { // the parser would not end, and each reader would get a part
            shared = true;
            close();
            throw forTwo(null);
        }
        try {
            ChatDelta piece = nextPiece();
            if (shared) {
                throw forTwo(null);
            }
            return piece;
        } catch (OpenAiException e) {
            OpenAiException shown = shared ? forTwo(e) : e;
            ErrorProperties.set(exchange, shown); // the step is long over that would have set them
            throw shown;
        } finally {
            busy.set(false);
        }
    }

    private static OpenAiException forTwo(OpenAiException cause) {
        return new OpenAiTransportException(
                "the stream is read by two at once, such as a route and its wireTap, and each would get a part of the answer; read it"
                        + " before they part, with convertBodyTo(String.class)",
                ErrorDetails.LOCAL,
                cause);
    }

    private ChatDelta nextPiece() {
        DeltaReader current = current();
        ChatDelta delta = current.next();
        if (delta != null) {
            return delta;
        }
        dialogue.totals().add(current.usage());
        current.close();
        List<ToolCall> calls = current.toolCalls();
        if (dialogue.answers(calls)) {
            return nextRound(current.text(), calls);
        }
        conclude(current, calls);
        return null;
    }

    private DeltaReader current() {
        if (closed) { // read without the lock: this is asked for each piece
            throw new OpenAiTransportException(
                    "the stream was closed, by its reader or at the end of its exchange; read it before that",
                    ErrorDetails.LOCAL,
                    null);
        }
        return reader;
    }

    private ChatDelta nextRound(String text, List<ToolCall> calls) {
        int round = dialogue.round();
        List<ToolTrace> traces = await(dialogue.callTools(text, calls), "while tools were called");
        current(); // closed meanwhile, it asks no more
        DeltaReader next = read(askAgain());
        boolean tooLate;
        synchronized (lock) {
            tooLate = closed;
            reader = next;
            pending = null; // it has ended; closing the reader is enough
        }
        if (tooLate) {
            next.close();
        }
        return ChatDelta.ofTools(round, traces);
    }

    private Reply<OpenBody> askAgain() {
        CompletableFuture<Reply<OpenBody>> answer = dialogue.ask(RECEPTION);
        try {
            return await(answer, "while the model was asked again, after tools");
        } catch (OpenAiException e) {
            throw answer.isCompletedExceptionally() && !answer.isCancelled()
                    ? (OpenAiException) dialogue.afterRounds(e)
                    : e; // what ended the waiting counts all rounds already
        }
    }

    /**
     * The reader's own thread waits here, as it does for the socket; closing the stream ends that.
     *
     * @param step cancelled when nobody waits for it any more; so it must be what goes on and not a future that depends on it
     * @param when for the exception
     */
    private <T> T await(CompletableFuture<T> step, String when) {
        synchronized (lock) {
            pending = step;
            if (closed) {
                step.cancel(true);
            }
        }
        try {
            return step.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            giveUp(step);
            throw broken("its reader was interrupted " + when, e);
        } catch (CancellationException e) {
            throw broken("it was closed " + when, e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException failure
                    ? failure
                    : broken(e.getCause().getClass().getSimpleName(), e.getCause());
        }
    }

    /** Cancels a step; a body that came at the same moment is closed. */
    private static void giveUp(CompletableFuture<?> step) {
        step.cancel(true);
        step.thenAccept(late -> {
            if (late instanceof Reply<?> reply) {
                AbandonedReplies.discard(reply);
            }
        });
    }

    private OpenAiException broken(String why, Throwable cause) {
        return new OpenAiTransportException(
                "the stream of the answer broke off: " + why,
                ErrorDetails.withoutAnswer(dialogue.totals().attempts(), false),
                cause);
    }

    private void conclude(DeltaReader last, List<ToolCall> calls) {
        if (calls.isEmpty()) {
            dialogue.conclude(last.text(), last.answered());
        } else {
            dialogue.leaveOpen(last.text(), calls);
        }
        result = new StreamResult(last.finishReason(), dialogue.totals().usage(), last.id(), last.model());
        exchange.setProperty(RESULT, result);
    }

    @Override
    public Optional<StreamResult> result() {
        return Optional.ofNullable(result);
    }

    @Override
    public boolean answersTools() {
        return dialogue.mayCallTools();
    }

    @Override
    public String id() {
        return current().id();
    }

    @Override
    public String model() {
        return current().model();
    }

    @Override
    public long createdSeconds() {
        return current().createdSeconds();
    }

    @Override
    public void close() {
        DeltaReader open;
        CompletableFuture<?> waiting;
        synchronized (lock) {
            if (closed) {
                return;
            }
            closed = true;
            open = reader;
            waiting = pending;
        }
        if (waiting != null) {
            waiting.cancel(true);
        }
        open.close();
    }
}
