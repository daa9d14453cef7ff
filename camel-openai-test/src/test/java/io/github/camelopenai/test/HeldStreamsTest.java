// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelopenai.test.PlainClient.BrokenConnection;
import io.github.camelopenai.test.StreamedAnswer.State;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@WithOpenAiSimulator
class HeldStreamsTest {
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final String REQUEST = PlainClient.streamRequest("one two");

    private OpenAiSimulator openAi;
    private PlainClient client;

    @BeforeEach
    void connect() {
        client = new PlainClient(openAi);
    }

    @Test
    void sendTheirHeadersAtOnce() throws Exception {
        try (StreamGate gate = openAi.holdStreams();
                EventReader stream = client.open(REQUEST)) {
            assertThat(stream.response().statusCode()).isEqualTo(200);
            assertThat(stream.response().headers().firstValue("content-type"))
                    .hasValue("text/event-stream; charset=utf-8");
            assertThat(stream.response().headers().firstValue("transfer-encoding"))
                    .hasValue("chunked");
            assertThat(gate.held()).isEqualTo(1);
            assertThat(onlyStream()).isEqualTo(new StreamedAnswer(State.OPEN, 0, 0));

            gate.open();
            stream.lines();
        }
    }

    @Test
    void comeEventByEvent() throws Exception {
        try (StreamGate gate = openAi.holdStreams();
                EventReader stream = client.open(REQUEST)) {
            gate.release(3);
            assertThat(stream.delta()).isEmpty();
            assertThat(stream.delta()).isEqualTo("You");
            assertThat(stream.delta()).isEqualTo(" said:");

            gate.awaitHeld(1, SOON);
            assertThat(onlyStream().pieces()).isEqualTo(3);
            assertThat(openAi.streamsOpen()).isEqualTo(1);

            gate.release();
            assertThat(stream.delta()).isEqualTo(" one");

            gate.open();
            assertThat(stream.lines()).endsWith("data: [DONE]");
            assertThat(onlyStream().state()).isEqualTo(State.FINISHED);
            assertThat(openAi.streamsOpen()).isZero();
            assertThat(openAi.streamsAbandoned()).isZero();
        }
    }

    @Test
    void areReleasedTogether() throws Exception {
        try (StreamGate gate = openAi.holdStreams();
                EventReader first = client.open(REQUEST);
                EventReader second = client.open(REQUEST)) {
            gate.awaitHeld(2, SOON);

            gate.release(2);
            gate.awaitHeld(2, SOON);

            assertThat(List.of(first.delta(), first.delta())).containsExactly("", "You");
            assertThat(List.of(second.delta(), second.delta())).containsExactly("", "You");

            gate.open();
            first.lines();
            second.lines();
        }
    }

    @Test
    void areThoseThatBeginLater() throws Exception {
        StreamGate first = openAi.holdStreams();
        try (EventReader held = client.open(REQUEST)) {
            first.awaitHeld(1, SOON);
            StreamGate second = openAi.holdStreams();

            first.open();

            assertThat(held.lines()).endsWith("data: [DONE]");
            assertThat(second.held()).isZero();
        }
    }

    @Test
    void leaveWholeAnswersAlone() {
        openAi.holdStreams();

        assertThat(client.chat("hi").content()).isEqualTo("You said: hi");
        assertThat(openAi.requests().get(0).stream()).isEmpty();
    }

    @Test
    void keepNoThreadOfTheServer() throws Exception {
        List<EventReader> streams = new ArrayList<>();
        try (StreamGate gate = openAi.holdStreams()) {
            for (int i = 0; i < 50; i++) {
                streams.add(client.open(REQUEST));
            }
            gate.awaitHeld(50, SOON);

            assertThat(threadsThatSend()).isZero();

            gate.open();
            for (EventReader stream : streams) {
                assertThat(stream.lines()).endsWith("data: [DONE]");
            }
        }
    }

    @Test
    void leaveTheConnectionFitForMore() throws Exception {
        for (int i = 0; i < 20; i++) {
            try (StreamGate gate = openAi.holdStreams();
                    EventReader stream = client.open(REQUEST)) {
                gate.awaitHeld(1, SOON);
                gate.release(1);
                stream.line();
                gate.open();
                stream.lines();
            }
            assertThat(client.chat("and then?").content()).isEqualTo("You said: and then?");
        }
    }

    @Test
    void areWaitedForWithALimit() {
        StreamGate gate = openAi.holdStreams();

        assertThatThrownBy(() -> gate.awaitHeld(1, Duration.ofMillis(1)))
                .isInstanceOf(AssertionError.class)
                .hasMessage("waited PT0.001S for 1 held streams but there were 0");
    }

    @Test
    void cannotBeReleasedByLessThanOne() {
        StreamGate gate = openAi.holdStreams();

        assertThatThrownBy(() -> gate.release(0)).hasMessage("events must be at least 1 but was 0");
    }

    @Nested
    class WhenTheClientGoesAway {
        @Test
        void areKnownAsAbandoned() throws Exception {
            StreamGate gate = openAi.holdStreams();
            try (EventReader stream = client.open(REQUEST)) {
                gate.release(2);
                stream.line();
                gate.awaitHeld(1, SOON);
            }

            openAi.awaitStreamsAbandoned(1, SOON);

            assertThat(onlyStream().state()).isEqualTo(State.ABANDONED);
            assertThat(onlyStream().pieces()).isEqualTo(2);
            assertThat(openAi.streamsOpen()).isZero();
            assertThat(gate.held()).isZero();
            assertThat(openAi.awaitIdle(SOON)).isZero();
        }

        @Test
        void areNoticedWhileTheyAreSilent() throws Exception {
            openAi.next(Reply.ok().silentAfter(1));

            try (EventReader stream = client.open(REQUEST)) {
                assertThat(stream.delta()).isEmpty();
            }

            openAi.awaitStreamsAbandoned(1, SOON);
        }

        @Test
        void areNoticedDuringAPause() throws Exception {
            openAi.next(Reply.ok().every(Duration.ofMinutes(1)));
            HttpRequest impatient = client.request("/chat/completions")
                    .timeout(Duration.ofMillis(300))
                    .POST(BodyPublishers.ofString(REQUEST))
                    .build();

            assertThatThrownBy(() -> client.send(impatient)).isInstanceOf(BrokenConnection.class);

            openAi.awaitStreamsAbandoned(1, SOON);
        }

        @Test
        void areNoticedWhenTheyTakeNothing() throws Exception {
            String megabyte = "data: %s\n\n".formatted("x".repeat(1_000_000));
            openAi.next(Reply.eventStream(megabyte.repeat(32)));

            try (EventReader stream = client.open(REQUEST)) {
                assertThat(stream.line()).hasSize(1_000_006);
                assertThat(openAi.streamsOpen()).isEqualTo(1);
            }

            openAi.awaitStreamsAbandoned(1, SOON);
            assertThat(onlyStream().pieces()).isLessThan(32);
        }

        @Test
        void areWaitedForWithALimit() throws Exception {
            try (StreamGate gate = openAi.holdStreams();
                    EventReader stream = client.open(REQUEST)) {
                assertThatThrownBy(() -> openAi.awaitStreamsAbandoned(1, Duration.ofMillis(1)))
                        .isInstanceOf(AssertionError.class)
                        .hasMessage("waited PT0.001S for 1 abandoned streams but there were 0; 1 are still open");

                gate.open();
                stream.lines();
            }
        }
    }

    @Nested
    class WhenTheServerIsReset {
        @Test
        void end() throws Exception {
            openAi.holdStreams();
            try (EventReader held = client.open(REQUEST)) {
                openAi.reset();

                assertThat(held.bytesUntilTheEnd()).asString().isEqualTo("<cut>");
                assertThat(openAi.streamsOpen()).isZero();
                assertThat(openAi.streamsAbandoned()).isZero();
            }
        }

        @Test
        void endAlsoInSilence() throws IOException {
            openAi.next(Reply.ok().silentAfter(0));
            try (EventReader silent = client.open(REQUEST)) {
                openAi.reset();

                assertThat(silent.bytesUntilTheEnd()).asString().isEqualTo("<cut>");
            }
        }
    }

    /** How many threads are still busy with streams, when those that are about to leave have had the time. */
    private static long threadsThatSend() {
        long deadline = System.nanoTime() + SOON.toNanos();
        long busy = 1;
        while (busy > 0 && System.nanoTime() - deadline < 0) {
            Thread.onSpinWait();
            busy = Thread.getAllStackTraces().values().stream()
                    .filter(trace -> List.of(trace).toString().contains("StreamSender"))
                    .count();
        }
        return busy;
    }

    private StreamedAnswer onlyStream() {
        return openAi.requests().get(0).stream().orElseThrow();
    }
}
