// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.chat;

import io.github.camelopenai.error.ErrorDetails;
import io.github.camelopenai.error.OpenAiResponseException;
import io.github.camelopenai.internal.chat.ChatExchange.Reception;
import io.github.camelopenai.internal.chat.form.AnswerMismatch;
import io.github.camelopenai.internal.chat.reply.ChatAnswer;
import io.github.camelopenai.internal.chat.reply.ChatAnswer.Choice;
import io.github.camelopenai.internal.chat.reply.ChatAnswerReader;
import io.github.camelopenai.internal.client.call.Reply;
import io.github.camelopenai.internal.operation.UsedTokens;
import io.github.camelopenai.model.JsonList;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Asks, has the tools called that the answer wants, and asks again, until an answer stands; an answer that does not fit its
 * form is asked for again too. Its steps follow each other; no thread waits between them.
 */
final class ChatRounds {

    private final ChatExchange dialogue;
    private final ChatPlan plan;
    private final Reception<ChatAnswer> reception;
    private final CompletableFuture<Outcome> result = new CompletableFuture<>();
    private int repairs;

    /**
     * What the message gets.
     *
     * @param reply with the attempts and the waiting of all rounds
     * @param body  a text, an object, or calls of tools; a list for several choices
     */
    record Outcome(Reply<ChatAnswer> reply, Object body) {}

    ChatRounds(ChatExchange dialogue, ChatPlan plan) {
        this.dialogue = dialogue;
        this.plan = plan;
        this.reception = new Reception<>(
                new ChatAnswerReader(
                        plan.form().wantsJson(),
                        plan.keepsRaw(),
                        Math.max(1, plan.request().path("n").asInt(1))),
                false,
                answer -> UsedTokens.of(answer.usage()));
    }

    /** Begins; completes on any thread. */
    CompletableFuture<Outcome> run() {
        ask();
        return result;
    }

    private void ask() {
        dialogue.ask(reception)
                .whenComplete((reply, failure) -> step(dialogue.afterRounds(failure), () -> judge(reply)));
    }

    /** Whatever goes wrong in a step ends the whole. */
    private void step(Throwable failure, Runnable next) {
        if (failure != null) {
            result.completeExceptionally(failure);
            return;
        }
        try {
            next.run();
        } catch (Throwable e) {
            result.completeExceptionally(e);
        }
    }

    private void judge(Reply<ChatAnswer> reply) {
        dialogue.totals().add(reply);
        dialogue.totals().add(reply.value().usage());
        List<Choice> choices = reply.value().choices();
        Choice first = choices.get(0);
        if (dialogue.answers(first.calls())) {
            dialogue.callTools(first.text(), first.calls()).whenComplete((traces, failure) -> step(failure, this::ask));
            return;
        }
        if (!first.calls().isEmpty()) {
            dialogue.leaveOpen(first.text(), first.calls());
            end(reply, choices.stream().map(ChatRounds::asItIs).toList());
            return;
        }
        List<Object> read;
        try {
            read = read(choices);
        } catch (AnswerMismatch misfit) {
            repair(reply, misfit);
            return;
        } catch (OpenAiResponseException unchecked) {
            throw new OpenAiResponseException(unchecked.getMessage(), details(reply), unchecked.getCause());
        }
        dialogue.conclude(first.text(), details(reply));
        end(reply, read);
    }

    /** What each choice in words has become. */
    private List<Object> read(List<Choice> choices) throws AnswerMismatch {
        List<Object> read = new ArrayList<>(choices.size());
        for (Choice choice : choices) {
            read.add(choice.calls().isEmpty() ? plan.form().read(choice.text()) : new JsonList<>(choice.calls()));
        }
        return read;
    }

    private static Object asItIs(Choice choice) {
        return choice.calls().isEmpty() ? choice.text() : new JsonList<>(choice.calls());
    }

    private void repair(Reply<ChatAnswer> reply, AnswerMismatch misfit) {
        boolean hopeless = reply.value().choices().size() > 1; // one answer can be spoken about, not several
        if (repairs >= plan.repairs() || hopeless) {
            throw new OpenAiResponseException(
                    "the answer does not fit " + plan.form().option() + ": " + misfit.getMessage()
                            + (repairs == 0
                                    ? ""
                                    : "; the model was asked to correct it " + repairs + " times (repair)"),
                    details(reply),
                    misfit.getCause());
        }
        repairs++;
        dialogue.complain(reply.value().choices().get(0).text(), misfit.getMessage());
        ask();
    }

    private ErrorDetails details(Reply<ChatAnswer> reply) {
        Reply<ChatAnswer> whole = dialogue.totals().over(reply);
        return ErrorDetails.ofAnswer(whole.head().status(), whole.head().requestId(), whole.attempts());
    }

    private void end(Reply<ChatAnswer> reply, List<Object> bodies) {
        result.complete(new Outcome(
                dialogue.totals().over(reply), bodies.size() == 1 ? bodies.get(0) : new JsonList<>(bodies)));
    }
}
