// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.quota;

import io.github.camelopenai.quota.Lease;
import io.github.camelopenai.quota.QuotaBucket;
import io.github.camelopenai.quota.QuotaStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Predicate;

/** A store that answers when the test says so, and never how many members there are. */
final class FakeQuotaStore implements QuotaStore {

    private record Question(String bucket, long need, CompletableFuture<Lease> answer) {}

    private final List<Question> leases = new ArrayList<>();
    private final List<CompletableFuture<Long>> levels = new ArrayList<>();
    private final Map<String, Long> leased = new HashMap<>();
    private final Map<String, Long> returned = new HashMap<>();
    private final Map<String, Long> charged = new HashMap<>();
    private CompletableFuture<Void> taking = CompletableFuture.completedFuture(null);
    private int levelsAsked;
    private long largestNeed;
    private boolean asked;
    private boolean throwing;

    @Override
    public CompletionStage<Lease> lease(QuotaBucket bucket, long need, long want) {
        check();
        largestNeed = Math.max(largestNeed, need);
        Question question = new Question(bucket.name(), need, new CompletableFuture<>());
        leases.add(question);
        return question.answer();
    }

    @Override
    public CompletionStage<Void> giveBack(QuotaBucket bucket, long amount) {
        check();
        returned.merge(bucket.name(), amount, Long::sum);
        return taking;
    }

    @Override
    public CompletionStage<Void> charge(QuotaBucket bucket, long amount) {
        check();
        charged.merge(bucket.name(), amount, Long::sum);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<Long> available(QuotaBucket bucket) {
        check();
        levelsAsked++;
        CompletableFuture<Long> answer = new CompletableFuture<>();
        levels.add(answer);
        return answer;
    }

    @Override
    public CompletionStage<Integer> members(QuotaBucket bucket) {
        check();
        return new CompletableFuture<>();
    }

    private void check() {
        asked = true;
        if (throwing) {
            throw new IllegalArgumentException("out of range");
        }
    }

    @Override
    public void close() {}

    void throwFromNowOn() {
        throwing = true;
    }

    /** Gives what is needed to those who have asked for this bucket. */
    void grant(String bucket) {
        answer(question -> question.bucket().equals(bucket), question -> Lease.of(question.need()));
    }

    /** Gives what is needed to those who have asked by now. */
    void grantAll() {
        answer(question -> true, question -> Lease.of(question.need()));
    }

    void refuse(String bucket, Duration retryAfter) {
        answer(question -> question.bucket().equals(bucket), question -> Lease.refused(retryAfter));
    }

    private void answer(Predicate<Question> which, Function<Question, Lease> lease) {
        List<Question> answered = leases.stream().filter(which).toList();
        leases.removeAll(answered);
        for (Question question : answered) {
            Lease answer = lease.apply(question);
            leased.merge(question.bucket(), answer.granted(), Long::sum);
            question.answer().complete(answer);
        }
    }

    /** Answers all who ask for a level, and who ask for it as a consequence. */
    void level(long units) {
        while (!levels.isEmpty()) {
            levels.remove(0).complete(units);
        }
    }

    /** Fails all that has been asked by now. */
    void failAll() {
        List<Question> failing = List.copyOf(leases);
        leases.clear();
        failing.forEach(question -> question.answer().completeExceptionally(new IllegalStateException("down")));
        List<CompletableFuture<Long>> unanswered = List.copyOf(levels);
        levels.clear();
        unanswered.forEach(answer -> answer.completeExceptionally(new IllegalStateException("down")));
    }

    /** What is given back from now on is taken when the answer is completed. */
    CompletableFuture<Void> takesSlowly() {
        taking = new CompletableFuture<>();
        return taking;
    }

    /** How often a level was asked for. */
    int levelsAsked() {
        return levelsAsked;
    }

    boolean isAsked() {
        return asked;
    }

    long largestNeed() {
        return largestNeed;
    }

    long leased(String bucket) {
        return leased.getOrDefault(bucket, 0L);
    }

    long returned(String bucket) {
        return returned.getOrDefault(bucket, 0L);
    }

    long charged(String bucket) {
        return charged.getOrDefault(bucket, 0L);
    }
}
