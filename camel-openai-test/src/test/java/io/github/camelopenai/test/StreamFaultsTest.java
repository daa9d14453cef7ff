// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelopenai.test.PlainClient.BrokenConnection;
import io.github.camelopenai.test.StreamedAnswer.State;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@WithOpenAiSimulator
class StreamFaultsTest {
    private static final String REQUEST = PlainClient.streamRequest("grüße 你好");

    private OpenAiSimulator openAi;
    private PlainClient client;

    @BeforeEach
    void connect() {
        client = new PlainClient(openAi);
    }

    @Test
    void anErrorCanEndAStream() throws Exception {
        openAi.next(Reply.ok().errorAfter(2, Reply.status(500)));

        List<String> lines = lines();

        assertThat(lines).hasSize(3);
        JsonNode error = EventReader.event(lines.get(2)).path("error");
        assertThat(error.path("type").asText()).isEqualTo("server_error");
        assertThat(error.path("message").asText()).isEqualTo("The server had an error while processing your request.");
        assertThat(openAi.requests().get(0).status()).hasValue(200);
    }

    @Test
    void anErrorCanNameTheModel() throws Exception {
        openAi.next(Reply.ok().errorAfter(0, Reply.tokensLimited(Duration.ofSeconds(3))));

        JsonNode error = EventReader.event(lines().get(0)).path("error");

        assertThat(error.path("code").asText()).isEqualTo("rate_limit_exceeded");
        assertThat(error.path("message").asText()).contains("gpt-4o-mini", "try again in 3s");
    }

    @Test
    void onlyAFailureCanEndAStream() {
        assertThatThrownBy(() -> Reply.ok().errorAfter(1, Reply.html(502)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(
                        "only a failure with the API's error body can be an event, such as status(500)");
    }

    @Test
    void theConnectionCanEndAfterAnEvent() throws Exception {
        openAi.next(Reply.ok().cutAfterEvents(2));

        String received = received();

        assertThat(received).endsWith("\n\n<cut>");
        assertThat(received.split("\n\n")).hasSize(3);
        assertThat(openAi.requests().get(0).stream().orElseThrow().state()).isEqualTo(State.CUT);
    }

    @Test
    void theConnectionCanEndBeforeTheFirstEvent() throws Exception {
        openAi.next(Reply.ok().cutAfterEvents(0));

        assertThat(received()).isEqualTo("<cut>");
    }

    @Test
    void theConnectionCanEndInsideAnEvent() throws Exception {
        openAi.next(Reply.ok().cutInside("said:"));

        assertThat(received()).endsWith("\"content\":\" sa<cut>");
    }

    @Test
    void theConnectionCanEndInsideACharacter() throws Exception {
        openAi.next(Reply.ok().cutInside("好"));

        byte[] received;
        try (EventReader stream = client.open(REQUEST)) {
            received = stream.bytesUntilTheEnd();
        }

        byte firstOfThree = "好".getBytes(StandardCharsets.UTF_8)[0];
        assertThat(received[received.length - "<cut>".length() - 1]).isEqualTo(firstOfThree);
        assertThat(new String(received, StandardCharsets.UTF_8)).endsWith("\"content\":\"\uFFFD<cut>");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 300})
    void theConnectionCanEndAfterAnyByte(int bytes) throws Exception {
        openAi.next(Reply.ok().cutAfter(bytes));

        assertThat(received().getBytes(StandardCharsets.UTF_8)).hasSize(bytes + "<cut>".length());
    }

    @Test
    void aTextToCutInsideMustBeThere() {
        openAi.next(Reply.ok().cutInside("nowhere"));

        PlainClient.Answer answer = client.post("/chat/completions", REQUEST);

        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.error().path("message").asText()).contains("cutInside: the answer has no such text: nowhere");
    }

    @Test
    void theEndMarkCanBeMissing() throws Exception {
        openAi.next(Reply.ok().withoutDone());

        assertThat(lines()).hasSizeGreaterThan(3).noneMatch(line -> line.contains("[DONE]"));
    }

    @Test
    void commentsCanKeepTheConnectionAlive() throws Exception {
        openAi.next(Reply.ok().withKeepAlives().cutAfterEvents(2));

        assertThat(received().split("\n\n")).hasSize(5).contains(": keep-alive").startsWith(": keep-alive");
    }

    @Test
    void linesCanEndWithCarriageReturnsToo() throws Exception {
        openAi.next(Reply.ok().withKeepAlives().withCrLf());

        String received = received();

        assertThat(received).endsWith("data: [DONE]\r\n\r\n").doesNotContainPattern("[^\r]\n");
    }

    @Test
    void aStreamCanStaySilent() throws Exception {
        openAi.next(Reply.ok().silentAfter(2));

        try (EventReader stream = client.open(REQUEST)) {
            assertThat(List.of(stream.delta(), stream.delta())).containsExactly("", "You");
            assertThat(openAi.streamsOpen()).isEqualTo(1);
        }
        openAi.awaitStreamsAbandoned(1, Duration.ofSeconds(10));
    }

    @Test
    void anyEventsCanBeSent() throws Exception {
        openAi.next(Reply.eventStream("event: ping\ndata: {}\n\nretry: 5\n\ndata: [DONE]\n\n")
                .cutAfterEvents(2));

        assertThat(received()).isEqualTo("event: ping\ndata: {}\n\nretry: 5\n\n<cut>");
    }

    @Test
    void whatIsForStreamsIsNotForWholeAnswers() {
        openAi.next(Reply.ok().withoutDone());

        PlainClient.Answer answer = client.chat("hi");

        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.error().path("message").asText())
                .contains("the reply is scripted for a stream of events, but the answer is none");
    }

    @Test
    void aRefusedRequestGetsItsErrorWhole() {
        openAi.next(Reply.ok().errorAfter(1, Reply.status(500)));

        PlainClient.Answer answer = client.post("/chat/completions", "{\"model\":\"m\",\"stream\":true}");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.error().path("param").asText()).isEqualTo("messages");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, -300})
    void numbersMustMakeSense(int number) {
        Reply reply = Reply.ok();

        assertThatThrownBy(() -> reply.inPieces(number)).hasMessage("inPieces must be at least 1 but was " + number);
        assertThatThrownBy(() -> reply.inPiecesOf(number))
                .hasMessage("inPiecesOf must be at least 1 but was " + number);
        assertThatThrownBy(() -> reply.cutAfter(number)).hasMessage("cutAfter must be at least 0 but was " + number);
        assertThatThrownBy(() -> reply.cutAfterEvents(number))
                .hasMessage("cutAfterEvents must be at least 0 but was " + number);
        assertThatThrownBy(() -> reply.silentAfter(number))
                .hasMessage("silentAfter must be at least 0 but was " + number);
        assertThatThrownBy(() -> reply.errorAfter(number, Reply.status(500)))
                .hasMessage("errorAfter must be at least 0 but was " + number);
    }

    @Nested
    class Pace {
        @Test
        void canBeSetByTheTimeBetweenEvents() throws Exception {
            openAi.next(Reply.text("a b c").every(Duration.ofMillis(20)));

            long start = System.nanoTime();
            List<String> lines = lines();

            assertThat(lines).hasSize(7);
            assertThat(System.nanoTime() - start).isGreaterThan(7 * 20_000_000L);
        }

        @Test
        void followsTheTimeOfTheServer() throws Exception {
            try (OpenAiSimulator fast =
                            OpenAiSimulator.builder().timeScale(100_000).start();
                    EventReader stream = slow(fast)) {
                assertThat(stream.lines()).endsWith("data: [DONE]");
            }
        }

        @ParameterizedTest
        @ValueSource(ints = {1, 2, 3, 7, 100})
        void canBeAnyNumberOfBytes(int bytes) throws Exception {
            String whole = received();
            openAi.next(Reply.ok().inPiecesOf(bytes));

            assertThat(received()).isEqualTo(whole);
            StreamedAnswer stream = openAi.requests().get(1).stream().orElseThrow();
            assertThat(stream.pieces()).isEqualTo((int) Math.ceil((double) stream.bytes() / bytes));
        }

        @Test
        void holdsPiecesToo() throws Exception {
            openAi.next(Reply.text("好").inPiecesOf(1));
            byte[] start = "data: {".getBytes(StandardCharsets.UTF_8);

            try (StreamGate gate = openAi.holdStreams();
                    EventReader stream = client.open(REQUEST)) {
                gate.release(7);
                gate.awaitHeld(1, Duration.ofSeconds(10));

                assertThat(stream.response().body().readNBytes(7)).isEqualTo(start);
                assertThat(stream.response().body().available()).isZero();

                gate.open();
                stream.lines();
            }
        }

        @Test
        void cutsWholeAnswersToo() {
            openAi.next(Reply.ok().inPiecesOf(10), Reply.ok().cutInside("said"));

            assertThat(client.chat("hi").content()).isEqualTo("You said: hi");
            assertThatThrownBy(() -> client.chat("hi")).isInstanceOf(BrokenConnection.class);
        }

        private EventReader slow(OpenAiSimulator fast) {
            fast.next(Reply.ok().after(Duration.ofHours(1)).every(Duration.ofHours(1)));
            return new PlainClient(fast).open(REQUEST);
        }
    }

    private List<String> lines() throws Exception {
        try (EventReader stream = client.open(REQUEST)) {
            return stream.lines();
        }
    }

    private String received() throws Exception {
        try (EventReader stream = client.open(REQUEST)) {
            return new String(stream.bytesUntilTheEnd(), StandardCharsets.UTF_8);
        }
    }
}
