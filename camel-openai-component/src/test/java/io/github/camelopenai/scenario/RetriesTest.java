// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.camelopenai.OpenAiConfiguration;
import io.github.camelopenai.OpenAiHeaders;
import io.github.camelopenai.error.OpenAiException;
import io.github.camelopenai.error.OpenAiQuotaException;
import io.github.camelopenai.error.OpenAiRateLimitException;
import io.github.camelopenai.error.OpenAiRequestException;
import io.github.camelopenai.error.OpenAiResponseException;
import io.github.camelopenai.error.OpenAiServerException;
import io.github.camelopenai.error.OpenAiTransportException;
import io.github.camelopenai.test.Endpoint;
import io.github.camelopenai.test.ReceivedPart;
import io.github.camelopenai.test.ReceivedRequest;
import io.github.camelopenai.test.Reply;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** When a failed call is sent again, and when it is not. */
class RetriesTest extends Scenario {

    private static final String CHAT = "openai:chat?model=gpt-4o-mini";

    @Override
    void configure(OpenAiConfiguration options) {
        options.setRetryInitialDelay(1);
        options.setRetryMaxDelay(5);
    }

    /** What the server answered, in order. */
    private List<Integer> statuses() {
        return openAi.requests().stream()
                .map(request -> request.status().orElse(0))
                .toList();
    }

    static Stream<Named<Reply>> passingFailures() {
        return Stream.of(
                Named.of("408", Reply.status(408)),
                Named.of("409", Reply.status(409)),
                Named.of("500", Reply.status(500)),
                Named.of("502", Reply.status(502)),
                Named.of("503", Reply.status(503)),
                Named.of("504", Reply.status(504)),
                Named.of("503 with no wait", Reply.status(503).header("Retry-After", "0")),
                Named.of("408 of a proxy", Reply.plainText(408, "upstream request timeout")),
                Named.of("429 for requests", Reply.rateLimited(Duration.ofMillis(20))),
                Named.of("429 for tokens", Reply.tokensLimited(Duration.ofMillis(20))),
                Named.of("429 slow down", Reply.slowDown(Duration.ofMillis(20))),
                Named.of("a reset", Reply.connectionReset()),
                Named.of("no response", Reply.emptyResponse()),
                Named.of("a cut answer", Reply.ok().cutAfter(20)));
    }

    @ParameterizedTest
    @MethodSource("passingFailures")
    void aPassingFailureIsTriedAgainOnceAndCounted(Reply failure) {
        openAi.next(failure, Reply.text("at last"));

        Exchange answer = call(CHAT, "hello");

        assertThat(bodyOf(answer)).isEqualTo("at last");
        assertThat(answer.getMessage().getHeader(OpenAiHeaders.ATTEMPTS)).isEqualTo(2);
        assertThat(openAi.requests()).hasSize(2);
    }

    @Test
    void everyAttemptSendsTheSame() {
        openAi.next(Reply.connectionReset(), Reply.status(503), Reply.rateLimited(Duration.ofMillis(5)));

        Exchange answer = call(CHAT, "hello");

        assertThat(bodyOf(answer)).isEqualTo("You said: hello");
        assertThat(answer.getMessage().getHeader(OpenAiHeaders.ATTEMPTS)).isEqualTo(4);
        assertThat(openAi.requests())
                .hasSize(4)
                .extracting(ReceivedRequest::sha256)
                .containsOnly(openAi.requests().get(0).sha256());
    }

    @Test
    void aKeptConnectionThatBreaksAfterTheRequestCostsAnAttempt() {
        call(CHAT, "first");
        openAi.next(Reply.connectionReset());

        Exchange answer = call(CHAT, "second");

        assertThat(bodyOf(answer)).isEqualTo("You said: second");
        assertThat(answer.getMessage().getHeader(OpenAiHeaders.ATTEMPTS)).isEqualTo(2);
    }

    @Test
    void waitsAtLeastAsLongAsTheServerAsks() {
        openAi.next(Reply.rateLimited(Duration.ofMillis(400)));

        call(CHAT, "hello");

        Duration pause = openAi.requests()
                .get(1)
                .arrival()
                .minus(openAi.requests().get(0).arrival());
        assertThat(pause).isGreaterThanOrEqualTo(Duration.ofMillis(395));
    }

    static Stream<Named<Reply>> finalFailures() {
        return Stream.of(
                Named.of("400", Reply.status(400)),
                Named.of("401", Reply.status(401)),
                Named.of("403", Reply.status(403)),
                Named.of("404", Reply.status(404)),
                Named.of("413", Reply.status(413)),
                Named.of("422", Reply.status(422)),
                Named.of("no credit", Reply.quotaExceeded()),
                Named.of("billing limit", Reply.quotaExceeded("billing_hard_limit_reached")),
                Named.of(
                        "no credit, but the server says retry",
                        Reply.quotaExceeded().shouldRetry(true)),
                Named.of("no credit, with a wait", Reply.quotaExceeded().retryAfter(Duration.ofMillis(5))),
                Named.of("too large", Reply.tooLarge(1000, 5000)),
                Named.of("malformed JSON", Reply.malformedJson()),
                Named.of("no choices", Reply.emptyChoices()),
                Named.of("a refusal", Reply.refusal("no")));
    }

    @ParameterizedTest
    @MethodSource("finalFailures")
    void aFailureThatWillNotPassIsSentOnce(Reply failure) {
        openAi.next(failure);

        OpenAiException end = failureOf(call(CHAT, "hello"), OpenAiException.class);

        assertThat(openAi.requests()).hasSize(1);
        assertThat(end.attempts()).isEqualTo(1);
        assertThat(end.isRetryable()).isFalse();
    }

    @Nested
    class WhenTheServerAdvises {

        @Test
        void itsNoIsObeyed() {
            openAi.next(Reply.status(503).shouldRetry(false));

            failureOf(call(CHAT, "hello"), OpenAiServerException.class);

            assertThat(openAi.requests()).hasSize(1);
        }

        @Test
        void itsYesIsObeyed() {
            openAi.next(Reply.status(400).shouldRetry(true), Reply.text("fine"));

            assertThat(bodyOf(call(CHAT, "hello"))).isEqualTo("fine");
            assertThat(statuses()).containsExactly(400, 200);
        }

        @Test
        void itsNoToARateLimitIsObeyed() {
            openAi.next(Reply.rateLimited(Duration.ofMillis(5)).shouldRetry(false));

            failureOf(call(CHAT, "hello"), OpenAiRateLimitException.class);

            assertThat(openAi.requests()).hasSize(1);
        }
    }

    @Nested
    class WhenThereIsNoHope {

        @Test
        void givesUpAfterTheLastAttempt() {
            openAi.next(Reply.status(500), Reply.status(500), Reply.status(503));

            OpenAiServerException failure =
                    failureOf(call(CHAT + "&maxRetries=2", "hello"), OpenAiServerException.class);

            assertThat(failure).hasMessageContaining("gave up after 3 attempts (maxRetries)");
            assertThat(failure.attempts()).isEqualTo(3);
            assertThat(failure.status()).isEqualTo(503);
        }

        @Test
        void withoutRetriesThereIsOneAttempt() {
            openAi.next(Reply.status(503));

            OpenAiServerException failure =
                    failureOf(call(CHAT + "&maxRetries=0", "hello"), OpenAiServerException.class);

            assertThat(failure.attempts()).isEqualTo(1);
            assertThat(openAi.requests()).hasSize(1);
        }

        @ParameterizedTest
        @ValueSource(ints = {429, 503})
        void aWaitPastTheDeadlineFailsAtOnceAndIsPassedOn(int status) {
            openAi.next(Reply.status(status).retryAfter(Duration.ofMinutes(7)));

            Exchange answer = call(CHAT + "&retryTimeout=30s", "hello");

            OpenAiException failure = failureOf(answer, OpenAiException.class);
            assertThat(failure.retryAfter()).contains(Duration.ofMinutes(7));
            assertThat(failure)
                    .hasMessageContaining("past the retry deadline (retryTimeout=30s)")
                    .hasMessageContaining("later");
            assertThat(answer.getProperty("CamelAiRetryAfterMillis")).isEqualTo(420_000L);
            assertThat(failure.attempts()).isEqualTo(1);
        }

        @Test
        void aSlowAnswerEndsAtTheRequestTimeout() {
            openAi.next(Reply.text("too late").after(Duration.ofSeconds(3)));

            OpenAiTransportException failure = failureOf(
                    call(CHAT + "&maxRetries=0&requestTimeout=1000", "hello"), OpenAiTransportException.class);

            assertThat(failure).hasMessageContaining("requestTimeout=1000ms");
            assertThat(failure.isRetryable()).isTrue();
        }

        @Test
        void anAnswerThatTricklesEndsAtTheRequestTimeout() {
            openAi.next(Reply.text("too late").over(Duration.ofSeconds(3)));

            OpenAiTransportException failure = failureOf(
                    call(CHAT + "&maxRetries=0&requestTimeout=1000", "hello"), OpenAiTransportException.class);

            assertThat(failure).hasMessageContaining("requestTimeout=1000ms");
        }

        @Test
        void aSpeechThatDoesNotBeginEndsAtTheRequestTimeout() {
            openAi.next(Reply.ok().after(Duration.ofSeconds(3)));

            OpenAiTransportException failure = failureOf(
                    call("openai:speech?maxRetries=0&requestTimeout=1000", "hello"), OpenAiTransportException.class);

            assertThat(failure).hasMessageContaining("requestTimeout=1000ms");
        }

        @Test
        void aSpeechThatHasBegunIsNotCutAtTheRequestTimeout() {
            openAi.next(Reply.ok().over(Duration.ofSeconds(3)));

            byte[] spoken = template.requestBody("openai:speech?requestTimeout=1500", "hello", byte[].class);

            assertThat(spoken).isNotEmpty();
        }
    }

    @Test
    void aTimeOutIsTriedAgain() {
        openAi.next(Reply.text("too late").after(Duration.ofSeconds(3)), Reply.text("in time"));

        assertThat(bodyOf(call(CHAT + "&requestTimeout=1000", "hello"))).isEqualTo("in time");
    }

    @Nested
    class WhenTheBodyIsARecording {

        private final byte[] recording = recording(900_000);

        @Test
        void aBareStreamIsSentAgainWhole() throws Exception {
            openAi.next(Reply.connectionReset(), Reply.status(503), Reply.rateLimited(Duration.ofMillis(5)));

            Exchange answer = call("openai:transcribe", new OneWayStream(recording));

            assertThat(bodyOf(answer)).asString().contains(sha256(recording));
            assertThat(answer.getMessage().getHeader(OpenAiHeaders.ATTEMPTS)).isEqualTo(4);
            assertThat(openAi.requests(Endpoint.TRANSCRIPTION))
                    .hasSize(4)
                    .extracting(request -> request.part("file").orElseThrow())
                    .extracting(ReceivedPart::size, ReceivedPart::sha256)
                    .containsOnly(tuple((long) recording.length, sha256(recording)));
        }

        @Test
        void aBareStreamIsStillTheBodyAfterAFailure() throws Exception {
            openAi.next(Reply.status(400));

            Exchange answer = call("openai:transcribe", new OneWayStream(recording));

            failureOf(answer, OpenAiRequestException.class);
            assertThat(answer.getMessage().getBody()).isInstanceOf(InputStream.class);
        }

        @Test
        void itIsCutOnTheWayAndSentAgain() throws Exception {
            openAi.on(Endpoint.TRANSCRIPTION).next(Reply.connectionReset());

            Exchange answer = call("openai:transcribe", recording);

            assertThat(bodyOf(answer)).asString().contains(sha256(recording));
        }

        private static byte[] recording(int size) {
            byte[] bytes = new byte[size];
            new Random(7).nextBytes(bytes);
            byte[] head = {'R', 'I', 'F', 'F', 0, 0, 0, 0, 'W', 'A', 'V', 'E'};
            System.arraycopy(head, 0, bytes, 0, head.length);
            return bytes;
        }

        private static String sha256(byte[] bytes) throws Exception {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        }
    }

    /** A stream that can be read once, in pieces, as a socket's. */
    private static final class OneWayStream extends InputStream {
        private final InputStream bytes;

        OneWayStream(byte[] bytes) {
            this.bytes = new ByteArrayInputStream(bytes);
        }

        @Override
        public int read() {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] target, int offset, int count) {
            try {
                return bytes.read(target, offset, Math.min(count, 1000));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Test
    void failuresOfManyCallsUseUpTheRetryBudget() {
        Reply[] outage = new Reply[200];
        Arrays.fill(outage, Reply.status(500));
        openAi.next(outage);

        long begun = System.nanoTime();
        List<OpenAiException> failures = Stream.generate(() -> failureOf(call(CHAT, "hello"), OpenAiException.class))
                .limit(20)
                .toList();

        int sent = openAi.requests().size();
        long refilled = Duration.ofNanos(System.nanoTime() - begun).toSeconds() / 6 + 1; // ten in a minute
        openAi.reset();
        assertThat((long) sent).isBetween(50L, 50 + refilled);
        assertThat(failures.get(19)).hasMessageContaining("the retry budget is used up");
    }

    @Test
    void anAnswerThatCannotBeUsedIsNotAskedForAgain() {
        openAi.next(Reply.emptyBody());

        failureOf(call(CHAT, "hello"), OpenAiResponseException.class);

        assertThat(openAi.requests()).hasSize(1);
    }

    @Test
    void aMissingCreditIsTheSameForEveryOperation() {
        for (String operation : List.of("chat", "image", "embed", "speech")) {
            openAi.next(Reply.quotaExceeded());

            failureOf(call("openai:" + operation, "hello"), OpenAiQuotaException.class);
        }
        assertThat(openAi.requests()).hasSize(4);
    }
}
