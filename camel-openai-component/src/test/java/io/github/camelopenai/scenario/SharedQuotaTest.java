// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenai.quota.InMemoryQuotaStore;
import io.github.camelopenai.test.OpenAiSimulator;
import io.github.camelopenai.test.ReceivedRequest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several Camel contexts, one account, one store in this JVM. */
@Timeout(180)
@ExtendWith(NothingLeft.class)
class SharedQuotaTest {

    static final String CHAT = "openai:chat?model=gpt-4o-mini";

    /** More than a member holds in leases. */
    private static final double LEASED_SECONDS = 1.25;

    /** Calls that find the server's bucket empty. Each is rejected once at most: the headers of a rejection correct the books. */
    private static final int BEYOND = 20;

    private final InMemoryQuotaStore store = new InMemoryQuotaStore();

    /**
     * Since they were asked for, no more calls have arrived than flow into the bucket, besides the second that it begins with. A
     * call that is late on its way arrives later than it left, so no machine is too slow for this.
     *
     * @param begun when they were asked for, as the server's time
     */
    static void assertPace(OpenAiSimulator openAi, Duration begun, double perSecond, double more) {
        List<Duration> arrivals = openAi.requests().stream()
                .map(ReceivedRequest::arrival)
                .sorted()
                .toList();
        for (int last = 0; last < arrivals.size(); last++) {
            double seconds = arrivals.get(last).minus(begun).toMillis() / 1000.0;
            assertThat(last + 1.0)
                    .as("calls in the first %.2f s", seconds)
                    .isLessThanOrEqualTo(perSecond * (1 + seconds + LEASED_SECONDS) + more);
        }
    }

    static long rejected(OpenAiSimulator openAi) {
        return openAi.requests().stream()
                .filter(request -> request.status().orElse(0) == 429)
                .count();
    }

    /** The server neither limits nor tells: only the store keeps them to the limit. */
    @ParameterizedTest
    @Execution(ExecutionMode.CONCURRENT)
    @ValueSource(ints = {2, 4})
    void togetherTheySendNoMoreThanTheLimit(int count) throws Exception {
        try (OpenAiSimulator openAi =
                        OpenAiSimulator.builder().rateLimitHeaders(false).start();
                Members members = new Members(openAi)) {
            for (int member = 0; member < count; member++) {
                members.join(store.join(), options -> options.setRequestsPerMinute(1_200L));
            }

            List<CompletableFuture<Exchange>> calls = members.sendAll(CHAT, 160 / count);
            Members.assertAnswered(calls);

            assertThat(openAi.requests()).hasSize(160);
            assertPace(openAi, members.begun(), 20, 0);
        }
    }

    /** The server keeps a tier, and its bucket is full at first, of which the store knows nothing. */
    @ParameterizedTest
    @Execution(ExecutionMode.CONCURRENT)
    @ValueSource(ints = {2, 4})
    void aTierIsUsedUpWithoutRejections(int count) throws Exception {
        try (OpenAiSimulator openAi =
                        OpenAiSimulator.builder().limits(180, 60_000).start();
                Members members = new Members(openAi)) {
            for (int member = 0; member < count; member++) {
                members.join(store.join(), options -> {});
            }

            List<CompletableFuture<Exchange>> calls =
                    members.sendAll(CHAT + "&requestsPerMinute=180", (180 + BEYOND) / count);
            Members.assertAnswered(calls);

            assertThat(openAi.requests()).hasSize(180 + BEYOND + (int) rejected(openAi));
            assertThat(rejected(openAi)).isLessThanOrEqualTo(BEYOND);
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void limitsThatNobodyHasNamedAreLearnedAndSharedFromThenOn() throws Exception {
        try (OpenAiSimulator openAi =
                        OpenAiSimulator.builder().limits(180, 60_000).start();
                Members members = new Members(openAi)) {
            members.join(store.join(), options -> {});
            members.join(store.join(), options -> {});
            Members.assertAnswered(members.sendAll(CHAT, 1));

            Members.assertAnswered(members.sendAll(CHAT, 100));

            assertThat(rejected(openAi)).isLessThanOrEqualTo(BEYOND);
            assertThat(members.levels())
                    .allSatisfy(level -> assertThat(level.requestsPerMinute().orElse(0))
                            .as("the limit, but for rounding")
                            .isBetween(178L, 183L));
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void leasesGoBackWhenNobodyCallsAndWhenAContextStops() throws Exception {
        CountedStore counted = new CountedStore(store.join());
        try (OpenAiSimulator openAi =
                        OpenAiSimulator.builder().rateLimitHeaders(false).start();
                Members members = new Members(openAi)) {
            members.join(counted, options -> options.setRequestsPerMinute(1_200L));

            Members.assertAnswered(members.sendAll(CHAT, 33));
            assertThat(counted.awaitHeld(33, Duration.ofSeconds(40)))
                    .as("held after a rest")
                    .isEqualTo(33);

            Members.assertAnswered(members.sendAll(CHAT, 1));
            members.stopContexts();
            assertThat(counted.awaitHeld(34, Duration.ZERO))
                    .as("held after the stop")
                    .isEqualTo(34);
        }
    }

    @EndsUnderWay
    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void aMemberThatStopsLeavesItsQuotaToTheOthers() throws Exception {
        try (OpenAiSimulator openAi =
                        OpenAiSimulator.builder().rateLimitHeaders(false).start();
                Members staying = new Members(openAi);
                Members leaving = new Members(openAi)) {
            staying.join(store.join(), options -> options.setRequestsPerMinute(1_200L));
            leaving.join(store.join(), options -> options.setRequestsPerMinute(1_200L));
            List<CompletableFuture<Exchange>> kept = staying.sendAll(CHAT, 60);
            List<CompletableFuture<Exchange>> lost = leaving.sendAll(CHAT, 200);
            openAi.awaitRequests(30, Duration.ofSeconds(20));

            leaving.close();

            Members.assertAnswered(kept);
            assertThat(lost).allMatch(CompletableFuture::isDone);
        }
    }
}
