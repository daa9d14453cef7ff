// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.quota.share;

import io.github.camelopenai.quota.Lease;
import io.github.camelopenai.quota.QuotaBucket;
import io.github.camelopenai.quota.QuotaMembers;
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

/** A store that answers when the test says so. */
public final class FakeQuotaStore implements QuotaStore {

    private record Question(String bucket, long need, long want, CompletableFuture<Lease> answer) {}

    private record LevelQuestion(String bucket, CompletableFuture<Long> answer) {}

    private final List<Question> leases = new ArrayList<>();
    private final List<LevelQuestion> levels = new ArrayList<>();

    private record Beat(String bucket, long held, CompletableFuture<QuotaMembers> answer) {}

    private final List<Beat> beats = new ArrayList<>();
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
        Question question =
                new Question(bucket.name(), need, Math.min(want, bucket.capacity()), new CompletableFuture<>());
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
        LevelQuestion question = new LevelQuestion(bucket.name(), new CompletableFuture<>());
        levels.add(question);
        return question.answer();
    }

    @Override
    public CompletionStage<QuotaMembers> members(QuotaBucket bucket, long held) {
        check();
        Beat beat = new Beat(bucket.name(), held, new CompletableFuture<>());
        beats.add(beat);
        return beat.answer();
    }

    private void check() {
        asked = true;
        if (throwing) {
            throw new IllegalArgumentException("out of range");
        }
    }

    @Override
    public void close() {}

    public void throwFromNowOn() {
        throwing = true;
    }

    /** Gives what is wanted to those who have asked for this bucket. */
    public void grant(String bucket) {
        answer(question -> question.bucket().equals(bucket), question -> Lease.of(question.want()));
    }

    /** Gives what is wanted to those who have asked by now. */
    public void grantAll() {
        answer(question -> true, question -> Lease.of(question.want()));
    }

    public void refuse(String bucket, Duration retryAfter) {
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

    /** Answers all who ask for a level, and who ask for it as a consequence; in the order in which they asked. */
    public void level(long units) {
        while (!levels.isEmpty()) {
            levels.remove(0).answer().complete(units);
        }
    }

    /** Answers those who have asked for the level of this bucket by now; who asks for members too is alone, if nobody said else. */
    public void level(String bucket, long units) {
        List<Beat> alone =
                beats.stream().filter(beat -> beat.bucket().equals(bucket)).toList();
        beats.removeAll(alone);
        alone.forEach(beat -> beat.answer().complete(new QuotaMembers(1, beat.held())));
        List<LevelQuestion> answered = levels.stream()
                .filter(question -> question.bucket().equals(bucket))
                .toList();
        levels.removeAll(answered);
        answered.forEach(question -> question.answer().complete(units));
    }

    /** Answers those who have asked by now how many members there are; the others hold nothing. */
    public void members(int count) {
        members(count, 0);
    }

    /** Answers those who have asked by now how many members there are, of which the others hold so much of each bucket. */
    public void members(int count, long others) {
        List<Beat> answered = List.copyOf(beats);
        beats.clear();
        answered.forEach(beat -> beat.answer().complete(new QuotaMembers(count, beat.held() + others)));
    }

    /** What was said last of what is held of the bucket, and has not been answered. */
    long saidToHold(String bucket) {
        return beats.stream()
                .filter(beat -> beat.bucket().equals(bucket))
                .reduce((before, last) -> last)
                .orElseThrow()
                .held();
    }

    /** Fails all that has been asked by now. */
    public void failAll() {
        List<Question> failing = List.copyOf(leases);
        leases.clear();
        failing.forEach(question -> question.answer().completeExceptionally(new IllegalStateException("down")));
        List<LevelQuestion> unanswered = List.copyOf(levels);
        levels.clear();
        unanswered.forEach(question -> question.answer().completeExceptionally(new IllegalStateException("down")));
    }

    /** What is given back from now on is taken when the answer is completed. */
    public CompletableFuture<Void> takesSlowly() {
        taking = new CompletableFuture<>();
        return taking;
    }

    /** What is wanted of the bucket by those who have asked and have no answer. */
    long wanted(String bucket) {
        return leases.stream()
                .filter(question -> question.bucket().equals(bucket))
                .mapToLong(Question::want)
                .sum();
    }

    /** How often a level was asked for. */
    public int levelsAsked() {
        return levelsAsked;
    }

    public boolean isAsked() {
        return asked;
    }

    public long largestNeed() {
        return largestNeed;
    }

    public long leased(String bucket) {
        return leased.getOrDefault(bucket, 0L);
    }

    public long returned(String bucket) {
        return returned.getOrDefault(bucket, 0L);
    }

    public long charged(String bucket) {
        return charged.getOrDefault(bucket, 0L);
    }
}
